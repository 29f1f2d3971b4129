"""Values that do not go together: refused where they are set, told where a file has them."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from desktop_dialer.calling.factory import softphone_configuration
from desktop_dialer.model.call_fields import check_outbound_id
from desktop_dialer.model.errors import SettingsError
from desktop_dialer.settings.rules import conflicts
from desktop_dialer.settings.schema import Settings
from desktop_dialer.settings.store import SettingsStore
from desktop_dialer.settings.table import field_of
from desktop_dialer.settings.values import CallerId

CAMPAIGNS = (CallerId("Winter", "tvc_winter"), CallerId("Sales", "27215550000"))
# A key with a value, the version that is too old for it, the one that is not, and the words.
PAIRS = [
    ("call.outbound_id", "tvc_sales", "3.9", "4.0", "caller ID tvc_sales needs version 4.0"),
    ("call.caller_ids", CAMPAIGNS, "3.9", "4.0", "“Winter” is a campaign (tvc_), which needs"),
    ("call.line", "webrtc", "2.9", "3.0", "(WebRTC) needs version 3.0"),
    ("call.internal_digits", "3-4", "3.9", "4", "Calls to extensions need version 4.0"),
]
STOPPING = PAIRS[:3]


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "user/config.toml", tmp_path / "system/config.toml")


def by_hand(file: Path, key: str, value: object, version: str) -> None:
    """As an editor leaves it."""
    written = f'"{value}"' if isinstance(value, str) else '[{name = "Winter", id = "tvc_winter"}]'
    name = key.removeprefix("call.")
    text = f'[call]\n{name} = {written}\n[pbx]\nversion = "{version}"\n'
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("key", "value", "old", "new", "words"), PAIRS)
def test_it_is_refused_where_it_is_set_and_when_the_version_changes(
    store: SettingsStore, key: str, value: object, old: str, new: str, words: str
) -> None:
    store.set("pbx.version", old)
    before = store.user_file.read_bytes()
    with pytest.raises(SettingsError, match=old) as caught:
        store.set(key, value)
    assert words in caught.value.message
    assert "pbx.version" in caught.value.advice
    assert key in caught.value.advice
    assert store.user_file.read_bytes() == before
    store.write({key: value, "pbx.version": new})  # both at once, as a window saves them
    before = store.user_file.read_bytes()
    with pytest.raises(SettingsError, match=old) as caught:
        store.set("pbx.version", old)
    assert words in caught.value.message
    assert store.user_file.read_bytes() == before
    assert store.load().problems == ()
    store.set("pbx.port", 81)  # what has nothing to do with it


@pytest.mark.parametrize("key_and_value", PAIRS, ids=lambda pair: str(pair[0]))
@pytest.mark.parametrize("place", ["user", "system"])
def test_a_file_that_has_it_is_told_as_a_problem(
    store: SettingsStore, key_and_value: tuple[str, object, str, str, str], place: str
) -> None:
    key, value, old, new, words = key_and_value
    file = store.user_file if place == "user" else store.system_file
    assert file
    by_hand(file, key, value, old)
    loaded = store.load()
    [problem] = loaded.problems
    assert (problem.file, problem.key) == (file, key)
    assert problem.text.startswith(f"{file}: ")
    assert words in problem.text
    assert problem.stops_calls is (key_and_value in STOPPING)
    with pytest.raises(SettingsError):
        store.set("pbx.version", "2.8")
    store.set("pbx.version", new)
    assert store.load().problems == ()


def test_the_line_may_be_left_for_the_desk_phone_whatever_the_extensions_have(
    store: SettingsStore,
) -> None:
    store.write({"call.line": "webrtc", "call.internal_digits": "3"})
    store.set("call.line", "desk_phone")
    [problem] = store.load().problems
    assert not problem.stops_calls


def test_what_a_call_would_refuse_by_the_version_is_refused_before() -> None:
    """No rule of the PBX's version is left for the moment of a call."""
    tried = 0
    for version, outbound_id, line in product(
        ("0", "2.9", "3", "3.0.1", "3.99", "4", "4.2", "17.0"),
        ("", "random", "0215550000", "27215550000", "tvc_x", "tvc_" + "~" * 200),
        ("desk_phone", "webrtc"),
    ):
        settings = Settings(
            pbx_server="pbx", pbx_version=version, call_outbound_id=outbound_id, call_line=line
        )
        fails = set()
        try:
            check_outbound_id(outbound_id, settings.version_parts()[0])
        except SettingsError:
            fails.add("call.outbound_id")
        if line == "webrtc":
            try:
                softphone_configuration(settings)
            except SettingsError:
                fails.add("call.line")
        assert {conflict.keys[0] for conflict in conflicts(settings)} == fails
        tried += len(fails)
    assert tried > 10


def test_the_defaults_go_together() -> None:
    assert conflicts(Settings()) == ()
    for key, value, _old, new, _words in PAIRS:
        assert conflicts(replace(Settings(pbx_version=new), **{field_of(key): value})) == ()  # type: ignore[arg-type]
