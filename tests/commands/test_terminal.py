"""Foreign text on a terminal: it is shown, and never obeyed."""

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.text.terminal import for_terminal
from tests.support.commands.program import Argument, Ended, configure, dial, run
from tests.support.desktop.running_app import LINK, running_app, runtime_folder
from tests.support.pbx.faulty_pbx import FaultyPbx, answer, response
from tests.support.repository import ROOT

HOUSE = ROOT / "desktop_dialer"
# Colour, title, line break, C1 control, override of the direction, separators, a half character.
EVIL = "\x1b[31m\x1b]0;title\x07\r\nAccepted\x9b2J\u202egnp\u2028\u200b"
EVIL_TOML = json.dumps(EVIL).replace("\\u2028", "\u2028")


def check(ended: Ended, lines: int = 1) -> str:
    """What was shown on both streams: `lines` lines, and not one character to obey."""
    shown = (ended.out + ended.err).decode()
    assert shown.endswith("\n")
    assert len(shown[:-1].split("\n")) == lines
    assert all(character.isprintable() for character in shown.replace("\n", ""))
    return shown


@pytest.mark.parametrize(
    ("arguments", "code", "lines"),
    [
        (["config", "set", EVIL, "1"], 2, 1),
        (["config", "set", "pbx.server", EVIL], 2, 1),
        (["config", "set", b"\x1b[31m\xff", b"\xff\x9b"], 2, 1),
        (["find", EVIL], 2, 1),
        (["account", "set", "--extension", EVIL], 2, 1),
        (["dial", EVIL + "hello"], 3, 1),
        (["dial", "0820001234", "--extension", "204", "--caller-id", EVIL], 2, 1),
        (["dial", "0820001234", "--extension", EVIL], 2, 1),
        (["dial", "0820001234", "--ref", EVIL], 2, 1),
        ([EVIL], 2, 2),
        (["--" + EVIL], 2, 2),
        (["dial", "1", "2" + EVIL], 2, 2),
        (["demo-pbx", "--host", EVIL], 2, 2),
    ],
    ids=ascii,
)
def test_arguments(arguments: list[Argument], code: int, lines: int) -> None:
    configure(pbx_server="127.0.0.1")
    ended = run(*arguments)
    assert ended.code == code
    check(ended, lines)


def test_settings_files(home: Path) -> None:
    file = home / ".config/desktop-dialer/config.toml"
    file.parent.mkdir()
    file.write_text(f"{EVIL_TOML} = 1\n[pbx]\nca_file = {EVIL_TOML}\nserver = {EVIL_TOML}\n")
    for arguments in (["config", "show"], ["find"], ["dial", "0820001234"]):
        ended = run(*arguments)
        check(ended, (ended.out + ended.err).count(b"\n"))
        assert ended.err.count(b"\n") == (1 if "dial" in arguments else 2)
    [shown] = [line for line in run("config", "show").out.split(b"\n") if b"pbx.ca_file" in line]
    assert b"\\x9b2J" in shown


def test_words_of_the_pbx() -> None:
    words = json.dumps({"errors": [EVIL]}).encode()
    with FaultyPbx(answer(response("409 Conflict", words))) as server:
        configure(pbx_server="127.0.0.1", pbx_port=server.port)
        ended = dial("0820001234")
    assert ended.code == 7
    assert "Accepted" in check(ended)


def test_the_environment(home: Path) -> None:
    folder = str(home / EVIL)
    assert EVIL not in check(run("config", "path", environment={"XDG_CONFIG_HOME": folder}))
    unwritable = {"XDG_CONFIG_HOME": f"/proc/{EVIL}"}
    check(run("config", "set", "pbx.port", "81", environment=unwritable))


@given(st.text())
def test_nothing_is_obeyed_and_plain_text_stays(text: str) -> None:
    shown = for_terminal(text)
    assert shown.isprintable()
    assert shown == text or not text.isprintable()
    assert for_terminal(shown) == shown


def test_every_command_prints_through_one_place() -> None:
    rooms = [*HOUSE.glob("*.py"), *(HOUSE / "commands").glob("*.py"), *(HOUSE / "app").glob("*.py")]
    printing = {
        file.name: ast.unparse(node.args[0])
        for file in rooms
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
        if not isinstance(node.args[0], ast.Constant)
    }
    assert "for_terminal" in printing.pop("output.py")
    # The lines of the demo PBX, the names of our packages, JSON in ASCII.
    assert printing.pop("demo_pbx.py") == "for_terminal(line)"
    assert printing.pop("smoke_test.py").startswith("json.dumps(")
    assert "apt-get install" in printing.pop("demo.py")
    assert printing == {}


@pytest.mark.parametrize("before", [["--"], ["--verbose"], ["--verbose", "--"]], ids=" ".join)
def test_a_link_may_follow_the_end_of_the_options(
    monkeypatch: pytest.MonkeyPatch, before: list[str]
) -> None:
    with runtime_folder(monkeypatch), running_app() as app:
        assert run(*before, LINK) == Ended(0, b"", b"")
        message = app.next()
    assert (message.command, message.link) == ("link", LINK)


def test_what_follows_the_end_of_the_options_is_no_option() -> None:
    for argument in ("--smoke-test", "--version"):
        assert run("--", argument).code == 2
