"""`config` and the bare program from outside."""

import json
from pathlib import Path

import pytest

from desktop_dialer.desktop.settings import KEYS
from tests.commands.program import Argument, configure, run


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
    assert "pbx.port = 0 is not allowed" in first
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
    ("key", "typed", "words"),
    [
        ("pbx.prt", "1", "pbx.prt is no setting. Did you mean pbx.port?"),
        ("", "1", "is no setting"),
        (b"\xff", "1", "is no setting"),
        ("pbx.port", "0", "Allowed: a whole number from 1 to 65535"),
        ("pbx.server", "http://pbx", "without http://"),
        ("pbx.server", b"\xff", "pbx.server cannot be"),
        ("pbx.ca_file", b"caf\xe9.pem", "pbx.ca_file cannot be"),
        ("pbx.ca_file", "x" * 100_000 + "\udcff", "pbx.ca_file cannot be"),
        ("policy.confirm_links", "false", "counts only in"),
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
