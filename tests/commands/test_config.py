"""`config` and the bare program from outside."""

import json
import sys
from functools import partial
from pathlib import Path

import pytest

from desktop_dialer.settings.table import KEYS
from tests.support.commands.program import Argument, configure, run
from tests.support.desktop.secret_service import PrivateDesktop


def shown() -> dict[str, dict[str, object]]:
    ended = run("config", "show", "--json")
    assert (ended.code, ended.err) == (0, b"")
    assert ended.out.count(b"\n") == 1
    rows: dict[str, dict[str, object]] = json.loads(ended.out)
    return rows


def test_show_has_every_key_and_where_it_comes_from(home: Path) -> None:
    rows = shown()
    assert tuple(rows) == KEYS
    assert rows["pbx.port"] == {"value": 8300, "from": "default"}
    system = home / "etc/desktop-dialer/config.toml"
    system.parent.mkdir(parents=True)
    system.write_text('locked = ["pbx.server"]\n[pbx]\nserver = "theirs"\nport = 80\n')
    configure(pbx_scheme="https")
    system_first = {"XDG_CONFIG_DIRS": f"/nowhere:{home / 'etc'}"}
    ended = run("config", "show", "--json", environment=system_first)
    rows = json.loads(ended.out)
    assert rows["pbx.server"] == {"value": "theirs", "from": "locked"}
    assert rows["pbx.port"] == {"value": 80, "from": "system"}
    assert rows["pbx.scheme"] == {"value": "https", "from": "user"}
    refused = run("config", "set", "pbx.server", "x", environment=system_first)
    assert refused.code == 2
    assert f"pbx.server is locked by {system}".encode() in refused.err


def test_show_in_words_tells_problems_too(home: Path) -> None:
    file = home / ".config/desktop-dialer/config.toml"
    file.parent.mkdir()
    file.write_text("[pbx]\nport = 0\nsrver = 'x'\n")
    ended = run("config", "show")
    assert ended.code == 0
    assert b"pbx.port" in ended.out
    first, second = ended.err.decode().splitlines()
    assert "pbx.port cannot be 0" in first
    assert "Did you mean pbx.server?" in second


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("pbx.server", "pbx.example", "pbx.example"),
        ("pbx.port", "8301", 8301),
        ("policy.home_countries", "ZA,NA", ["ZA", "NA"]),
        ("policy.confirm_foreign", "false", False),
        ("call.caller_ids", '[{name = "Zoë", id = "random"}]', [{"name": "Zoë", "id": "random"}]),
    ],
)
def test_set(key: str, typed: str, value: object) -> None:
    ended = run("config", "set", key, typed)
    assert (ended.code, ended.out, ended.err) == (0, b"", b"")
    assert shown()[key] == {"value": value, "from": "user"}


@pytest.mark.parametrize(
    ("key", "typed", "value", "warning"),
    [
        (
            "call.outbound_id",
            "082 555 0101",
            "0825550101",
            "Caller ID 0825550101: providers often reject this form; 2782",
        ),
        ("call.outbound_id", "+27 21 555 0100", "27215550100", ""),
        ("call.outbound_id", "", "", ""),
        (
            "call.caller_ids",
            '[{name = "A", id = "021 555 0100"}, {name = "B", id = "+27 21 555 0101"}]',
            [{"name": "A", "id": "0215550100"}, {"name": "B", "id": "27215550101"}],
            "27215550100 is recommended.",
        ),
        ("pbx.version", "3.2", "3.2", "Servers before version 3.3 usually listen on port 80."),
        ("pbx.version", "3.3", "3.3", ""),
        ("pbx.version", "4.0", "4.0", "in the configuration that your site was given."),
    ],
)
def test_set_tells_what_is_kept_and_what_may_go_wrong(
    key: str, typed: str, value: object, warning: str
) -> None:
    ended = run("config", "set", key, typed)
    assert (ended.code, ended.out) == (0, b"")
    assert warning in ended.err.decode()
    assert ended.err.count(b"\n") == bool(warning)
    assert shown()[key] == {"value": value, "from": "user"}
    assert shown()["pbx.port"]["value"] == 8300


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("pbx.version=3.0", "call.outbound_id=tvc_sales", "The caller ID tvc_sales needs"),
        ("call.outbound_id=tvc_sales", "pbx.version=3.0", "The caller ID tvc_sales needs"),
        ("pbx.version=2.9", "call.line=webrtc", "(WebRTC) needs"),
        ("call.line=webrtc", "pbx.version=2.9", "(WebRTC) needs"),
        ("pbx.version=3.0", "call.internal_digits=3", "Calls to extensions need version 4.0"),
    ],
)
def test_set_what_does_not_go_with_another_setting(
    home: Path, first: str, second: str, words: str
) -> None:
    if "tvc" in first:
        configure(pbx_version="4.0")
    assert run("config", "set", *first.split("=")).code == 0
    file = home / ".config/desktop-dialer/config.toml"
    before = file.read_bytes()
    refused = run("config", "set", *second.split("="))
    assert (refused.code, refused.out) == (2, b"")
    assert words in refused.err.decode()
    assert file.read_bytes() == before


def test_set_a_line_that_cannot_do_what_the_one_before_could() -> None:
    configure(call_line="webrtc", call_internal_digits="3")
    ended = run("config", "set", "call.line", "desk_phone")
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.startswith(b"Calls to extensions need version 4.0 of the PBX with the desk")
    assert run("config", "set", "pbx.port", "81").err == b""


def test_a_number_as_extension_and_calls_in_the_program_exclude_each_other(
    private_keyring: PrivateDesktop,
) -> None:
    desktop = partial(private_keyring.run, sys.executable, "-m", "desktop_dialer")
    number = ("account", "set", "--extension", "+27 82 000 1234", "--password-stdin")
    assert "Stored extension 27820001234" in desktop(*number, stdin="pw")
    refused = desktop("config", "set", "call.line", "webrtc", code=2)
    assert "27820001234 is a phone number. The softphone needs" in refused
    assert json.loads(desktop("config", "show", "--json"))["call.line"]["value"] == "desk_phone"
    desktop("account", "set", "--extension", "2 04", "--password-stdin", stdin="pw")
    desktop("config", "set", "call.line", "webrtc")
    assert "is a phone number" in desktop(*number, stdin="pw", code=2)
    assert json.loads(desktop("account", "show", "--json"))["extension"] == "204"
    called = desktop("dial", "0820001234", "--extension", "082 000 1235", code=2)
    assert "0820001235 is a phone number" in called


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("call.outbound_id", "0027 21 555 0100", "with 00. Use 27215550100."),
        ("pbx.prt", "1", "pbx.prt. Did you mean pbx.port?"),
        ("", "1", "Unknown setting"),
        (b"\xff", "1", "Unknown setting"),
        ("pbx.port", "0", "Allowed: a whole number from 1 to 65535"),
        ("pbx.server", "http://pbx", "without http://"),
        ("pbx.server", b"\xff", "pbx.server cannot be"),
        ("pbx.ca_file", b"caf\xe9.pem", "pbx.ca_file cannot be"),
        ("pbx.ca_file", "x" * 100_000 + "\udcff", "pbx.ca_file cannot be"),
        ("policy.confirm_links", "false", "policy.confirm_links"),
        ("call.caller_ids", "[" * 5000, "call.caller_ids cannot be"),
        ("pbx.proxy", "http://me:secret@proxy:1", "without a password"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_set_wrong(key: Argument, typed: Argument, words: str, home: Path) -> None:
    ended = run("config", "set", key, typed)
    assert (ended.code, ended.out) == (2, b"")
    assert words in ended.err.decode()
    assert ended.err.count(b"\n") == 1
    assert len(ended.err) < 400
    assert not (home / ".config/desktop-dialer").exists()


def test_set_over_a_broken_file_keeps_it(home: Path) -> None:
    file = home / ".config/desktop-dialer/config.toml"
    file.parent.mkdir()
    file.write_bytes(b"[pbx\n")
    ended = run("config", "set", "pbx.port", "81")
    assert ended.code == 0
    assert b"kept as" in ended.err
    assert file.with_name("config.toml.broken-1").read_bytes() == b"[pbx\n"
    assert shown()["pbx.port"]["value"] == 81


def test_path(home: Path) -> None:
    ended = run("config", "path")
    assert ended.out.decode() == f"{home / '.config/desktop-dialer/config.toml'}\n"


def test_version_and_help() -> None:
    assert run("--version").out.startswith(b"desktop-dialer ")
    for arguments in (["--help"], ["dial", "--help"], ["find", "-h"], ["config", "set", "--help"]):
        ended = run(*arguments)
        assert (ended.code, ended.err) == (0, b"")
        assert b"usage: desktop-dialer" in ended.out


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["--nonsense"], ["config"], ["config", "nonsense"], [b"\xff"]]
)
def test_wrong_usage(arguments: list[Argument]) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, b"")
    assert b"usage: desktop-dialer" in ended.err
