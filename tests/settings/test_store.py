"""The settings files: layers, locks, faults as text, and writing that never leaves half a file."""

import os
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from desktop_dialer.model.errors import SettingsError
from desktop_dialer.settings.schema import Settings
from desktop_dialer.settings.store import LoadedSettings, SettingOrigin, SettingsStore
from desktop_dialer.settings.table import KEYS, kind_of


@pytest.fixture
def user_file(tmp_path: Path) -> Path:
    return tmp_path / "user/config.toml"


@pytest.fixture
def system_file(tmp_path: Path) -> Path:
    return tmp_path / "system/config.toml"


@pytest.fixture
def store(user_file: Path, system_file: Path) -> SettingsStore:
    user_file.parent.mkdir()
    system_file.parent.mkdir()
    return SettingsStore(user_file, system_file)


def load(store: SettingsStore, user: str | bytes = "", system: str = "") -> LoadedSettings:
    store.user_file.write_bytes(user if isinstance(user, bytes) else user.encode())
    if system and store.system_file:
        store.system_file.write_text(system, encoding="utf-8")
    return store.load()


def test_without_files_the_defaults_stand(store: SettingsStore) -> None:
    loaded = store.load()
    assert loaded.settings == Settings()
    assert loaded.problems == ()
    assert loaded.origins == dict.fromkeys(KEYS, SettingOrigin.DEFAULT)
    assert not store.user_file.exists()


def test_the_user_stands_over_the_system(store: SettingsStore) -> None:
    loaded = load(
        store,
        '[pbx]\nserver = "mine"',
        '[pbx]\nserver = "theirs"\nport = 80',
    )
    assert (loaded.settings.pbx_server, loaded.settings.pbx_port) == ("mine", 80)
    assert loaded.origins["pbx.server"] is SettingOrigin.USER
    assert loaded.origins["pbx.port"] is SettingOrigin.SYSTEM
    assert loaded.origins["pbx.scheme"] is SettingOrigin.DEFAULT


def test_a_locked_key_is_the_systems(store: SettingsStore) -> None:
    loaded = load(
        store,
        '[pbx]\nserver = "mine"\nport = 81',
        'locked = ["pbx.server", "call.region"]\n[pbx]\nserver = "theirs"\nport = 80',
    )
    assert (loaded.settings.pbx_server, loaded.settings.pbx_port) == ("theirs", 81)
    assert loaded.origins["pbx.server"] is loaded.origins["call.region"] is SettingOrigin.LOCKED
    before = store.user_file.read_bytes()
    for key, value in (("pbx.server", "mine"), ("call.region", "NA")):
        with pytest.raises(SettingsError, match="locked by") as caught:
            store.set(key, value)
        assert str(store.system_file) in caught.value.message
    assert store.user_file.read_bytes() == before


@pytest.mark.parametrize("listed", ['"pbx.server"', '["pbx.server", "pbx.servr", 5, ["x"]]'])
def test_what_locked_names_wrongly_is_told(store: SettingsStore, listed: str) -> None:
    loaded = load(store, '[pbx]\nserver = "mine"', f"locked = {listed}")
    assert loaded.origins["pbx.server"] is SettingOrigin.LOCKED
    assert loaded.settings.pbx_server == ""
    words = [problem.text for problem in loaded.problems]
    assert len(words) == (3 if "servr" in listed else 0)
    assert all(str(store.system_file) in each for each in words)
    assert not words or "Did you mean pbx.server?" in words[0]


def test_only_the_system_may_stop_asking_about_links(store: SettingsStore) -> None:
    loaded = load(store, "[policy]\nconfirm_links = false")
    assert loaded.settings.policy_confirm_links is True
    assert loaded.problems[0].key == "policy.confirm_links"
    assert not loaded.problems[0].stops_calls
    with pytest.raises(SettingsError, match=r"policy\.confirm_links"):
        store.set("policy.confirm_links", False)
    loaded = load(store, "", "[policy]\nconfirm_links = false")
    assert loaded.settings.policy_confirm_links is False
    store.set("policy.confirm_links", True)
    assert store.load().settings.policy_confirm_links is True


@pytest.mark.parametrize(
    ("text", "key", "shown"),
    [
        ("[pbx]\nport = 99999", "pbx.port", "99999"),
        ("[pbx]\nport = true", "pbx.port", "true"),
        ("[pbx]\nport = 1979-05-27", "pbx.port", "1979-05-27"),
        ("[pbx]\nport = 1979-05-27T07:32:00Z", "pbx.port", "1979-05-27T07:32:00+00:00"),
        ("[pbx]\nport = 07:32:00", "pbx.port", "07:32:00"),
        ("[pbx]\nport = nan", "pbx.port", "nan"),
        ("[pbx]\nport = 0x" + "f" * 9000, "pbx.port", "a value too large to show"),
        ("[pbx]\nserver = 0x" + "f" * 9000, "pbx.server", "a value too large to show"),
        ("[pbx]\nscheme = 0x" + "f" * 9000, "pbx.scheme", "a value too large to show"),
        ("[pbx]\nport = [" + "1, " * 900 + "]", "pbx.port", "[1, 1, 1, "),
        ("[pbx.port]\nx = 1", "pbx.port", "{'x': 1}"),
        ("pbx.server.x = 1", "pbx.server", "{'x': 1}"),
        ('[call]\nregion = "XX"', "call.region", "'XX'"),
        ('[policy]\nhome_countries = "ZA"', "policy.home_countries", "'ZA'"),
    ],
)
def test_a_wrong_value_names_file_key_value_and_what_is_allowed(
    store: SettingsStore, text: str, key: str, shown: str
) -> None:
    loaded = load(store, text)
    [problem] = loaded.problems
    assert problem.key == key
    assert problem.text.startswith(f"{store.user_file}: {key} ")
    assert shown in problem.text
    assert kind_of(key).allowed in problem.text
    assert len(problem.text) < 400
    assert problem.stops_calls
    assert loaded.settings == Settings()


def test_a_wrong_value_of_the_looks_stops_no_calls(store: SettingsStore) -> None:
    [problem] = load(store, '[offer]\nstyle = "loud"').problems
    assert "prompt, notification, both or quiet" in problem.text
    assert not problem.stops_calls


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        ('[pbx]\nsrver = "x"', "pbx.srver", "Did you mean pbx.server?"),
        ("[call]\ncooldown_s = 5", "call.cooldown_s", "Did you mean call.cool_down_s?"),
        ("[pbx.sub]\nx = 1", "pbx.sub", "not a setting"),
        ("zzz = 1", "zzz", "desktop-dialer config show"),
        ("pbx = 5", "pbx", "not a setting"),
        ("[[pbx]]\nport = 1", "pbx", "not a setting"),
        ('locked = ["pbx.port"]', "locked", "not a setting"),
    ],
)
def test_an_unknown_key_is_told_with_its_nearest(
    store: SettingsStore, text: str, key: str, hint: str
) -> None:
    loaded = load(store, text)
    [problem] = loaded.problems
    assert problem.key == key
    assert hint in problem.text
    assert not problem.stops_calls
    assert loaded.settings == Settings()
    with pytest.raises(SettingsError, match="Unknown setting"):
        store.set(key, 1)


BROKEN = [
    b"[pbx\nserver = 1",
    b"[pbx]\nserver = 'a'\nserver = 'b'",
    b"\xff\xfe[pbx]",
    b"\x00" * 100,
    b"x = " + b"9" * 5000,
    b"x = " + b"[" * 5000,
    b"not toml at all",
]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_is_kept_and_reported(store: SettingsStore, content: bytes) -> None:
    loaded = load(store, content)
    [problem] = loaded.problems
    assert loaded.settings == Settings()
    assert problem.stops_calls
    assert str(store.user_file) in problem.text
    assert store.user_file.read_bytes() == content


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_writing_sets_a_broken_file_aside(store: SettingsStore, content: bytes) -> None:
    store.user_file.write_bytes(content)
    aside = store.set("pbx.port", 81)
    assert aside == store.user_file.with_name("config.toml.broken-1")
    assert aside.read_bytes() == content
    loaded = store.load()
    assert (loaded.settings.pbx_port, loaded.problems) == (81, ())
    store.user_file.write_bytes(content)
    assert store.set("pbx.port", 82) == store.user_file.with_name("config.toml.broken-2")


def test_a_folder_in_the_files_place_is_told(store: SettingsStore) -> None:
    store.user_file.mkdir()
    [problem] = store.load().problems
    assert "cannot be opened" in problem.text
    assert problem.stops_calls
    with pytest.raises(SettingsError, match="cannot be written") as caught:
        store.set("pbx.port", 81)
    assert caught.value.advice


def test_a_link_to_itself_is_told(store: SettingsStore) -> None:
    store.user_file.symlink_to(store.user_file)
    assert "cannot be opened" in store.load().problems[0].text
    with pytest.raises(SettingsError, match="cannot be written"):
        store.set("pbx.port", 81)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = SettingsStore(tmp_path / "file/config.toml")
    assert store.load().settings == Settings()
    with pytest.raises(SettingsError, match="cannot be written"):
        store.set("pbx.port", 81)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_writing_keeps_comments_order_and_neighbours(
    store: SettingsStore, mark: bytes, end: str
) -> None:
    text = "# ours\n[pbx] # the line\nserver = 'a' # old\n# more\nport = 81\n[odd]\nkey = 1\n"
    store.user_file.write_bytes(mark + text.replace("\n", end).encode())
    assert store.set("pbx.server", "b") is None
    written = store.user_file.read_bytes().decode()
    assert written == text.replace("'a'", '"b"').replace("\n", end)
    assert store.load().settings.pbx_port == 81


@pytest.mark.parametrize(
    "before",
    [
        "",
        "pbx.port = 81\n",
        "pbx = {port = 81}\n",
        "[pbx.sub]\nx = 1\n",
        "[pbx]\nport = 81\n[call]\n[pbx.sub]\nx = 1\n",
        "pbx = 5\n",
        '"pbx.server" = "q"\n',
    ],
)
def test_writing_fits_into_every_style_of_toml(store: SettingsStore, before: str) -> None:
    store.user_file.write_text(before)
    store.set("pbx.server", "b")
    store.set("policy.home_countries", ("ZA", "NA"))
    loaded = store.load()
    assert loaded.settings.pbx_server == "b"
    assert loaded.settings.policy_home_countries == ("ZA", "NA")
    assert ("81" in before) is (loaded.settings.pbx_port == 81)


@pytest.mark.parametrize("value", [0, 65536, "81", True])
def test_a_wrong_value_is_not_written(store: SettingsStore, value: object) -> None:
    store.user_file.write_text("# mine\n")
    with pytest.raises(SettingsError, match=r"pbx\.port cannot be") as caught:
        store.set("pbx.port", value)
    assert caught.value.advice == "Allowed: a whole number from 1 to 65535."
    assert store.user_file.read_text() == "# mine\n"


def test_a_number_beyond_all_bounds_is_told(store: SettingsStore) -> None:
    with pytest.raises(SettingsError, match=r"pbx\.port cannot be "):
        store.set("pbx.port", 10**5000)


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "new/config.toml")
    before = os.umask(0)
    try:
        store.set("pbx.port", 81)
    finally:
        os.umask(before)
    assert stat.S_IMODE(store.user_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.user_file.parent.stat().st_mode) == 0o700
    assert list(store.user_file.parent.iterdir()) == [store.user_file]


def test_an_existing_file_keeps_its_mode_and_a_link_stays_one(
    store: SettingsStore, tmp_path: Path
) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("# mine\n")
    real.chmod(0o640)
    store.user_file.symlink_to(real)
    store.set("pbx.port", 81)
    assert store.user_file.is_symlink()
    assert real.read_text().startswith("# mine\n")
    assert tomllib.loads(real.read_text()) == {"pbx": {"port": 81}}
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


_WRITER = """
import resource, signal, sys
from pathlib import Path
from desktop_dialer.settings.store import SettingsStore
from desktop_dialer.model.errors import SettingsError

store = SettingsStore(Path(sys.argv[1]))
if sys.argv[2] == "full":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    try:
        store.set("pbx.port", 82)
    except SettingsError as error:
        print(error.message)
    raise SystemExit
print("ready", flush=True)
port = 1
while True:
    port = port % 60000 + 1
    store.set("pbx.port", port)
"""


def test_a_full_disk_leaves_the_old_file(store: SettingsStore) -> None:
    content = "# mine\n" * 500 + "[pbx]\nport = 81\n"
    store.user_file.write_text(content)
    done = subprocess.run(
        [sys.executable, "-c", _WRITER, str(store.user_file), "full"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "cannot be written (File too large)" in done.stdout
    assert store.user_file.read_text() == content
    assert list(store.user_file.parent.iterdir()) == [store.user_file]


def test_a_killed_writer_leaves_a_whole_file(store: SettingsStore) -> None:
    content = "# mine\n" * 2000 + "[pbx]\nport = 81\n"
    store.user_file.write_text(content)
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(store.user_file), "loop"],
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
            changed = store.user_file.stat().st_ino
            while store.user_file.stat().st_ino == changed:  # in the middle of its work
                assert writer.poll() is None
            writer.kill()
        text = store.user_file.read_text()
        assert text.count("# mine\n") == 2000
        assert store.load().problems == ()
        assert store.load().settings.pbx_port != 81
