"""`demo` as a process of its own: on its own without a screen, for a person on one."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands.demo_seen import (
    callees_rung,
    different_colours,
    files,
    is_empty,
    person_at,
)
from tests.support.commands.program import argv, run
from tests.support.desktop.x_display import XDisplay

assert sys.platform != "win32"  # for the type checker: terminals and displays of Unix

pytestmark = pytest.mark.usefixtures("temporary")
CALLS = ["0820001234", "0835550148", "0215550190", "0860123456"]


def agents_rung(told: list[str]) -> list[str]:
    return [line for line in told if line.endswith("agent 204 rings")]


def test_without_a_screen_it_shows_itself_and_proves_every_call(
    home: Path, work: Path, temporary: Path
) -> None:
    before = files(home)
    ended = run("demo", stdin=None, environment={"DISPLAY": "", "XDG_CURRENT_DESKTOP": "XFCE"})
    assert (ended.code, ended.err) == (0, b"")
    told = ended.out.decode().splitlines()
    assert callees_rung(told) == CALLS
    assert len(agents_rung(told)) == len(CALLS)
    assert told[-1].endswith(str(work / "build/demo"))
    assert files(home) == before
    assert is_empty(temporary)
    assert set(files(work)) == set((work / "build/demo").glob("0*.png"))
    assert len(files(work)) >= 7
    for file in files(work):
        assert different_colours(file) > 20, file


def test_with_a_screen_but_nobody_at_the_terminal_it_leaves_the_screen_alone(
    work: Path, display: XDisplay
) -> None:
    before = display.run("xwininfo", "-root", "-tree")
    ended = run("demo", stdin=None, close=(0,), environment={"DISPLAY": display.name})
    assert (ended.code, ended.err) == (0, b"")
    assert callees_rung(ended.out.decode().splitlines()) == CALLS
    assert display.run("xwininfo", "-root", "-tree") == before


def test_a_step_that_does_not_happen_is_told_and_fails(work: Path, temporary: Path) -> None:
    (work / "bin").mkdir()
    broken = work / "bin/xclip"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    ended = run("demo", stdin=None, environment={"PATH": f"{work}/bin:{os.environ['PATH']}"})
    assert ended.code == 1
    assert b"xclip did not do its part of the demo" in ended.err
    assert callees_rung(ended.out.decode().splitlines()) == []
    assert (work / "build/demo/02-failed.png").exists()
    [profile] = temporary.iterdir()
    assert f"is left in {profile}" in ended.err.decode()


def test_pictures_that_cannot_be_written_are_told(work: Path) -> None:
    (work / "build").write_text("a file in the way")
    ended = run("demo", stdin=None)
    assert ended.code == 1
    assert b"build/demo cannot be written" in ended.err
    assert b"Start the demo in another folder." in ended.err


def test_without_the_programs_of_a_desktop_it_goes_on_in_words(
    home: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (work / "bin").mkdir()
    ended = run("demo", stdin=None, environment={"PATH": str(work / "bin")})
    assert (ended.code, ended.err) == (0, b"")
    told = ended.out.decode()
    assert "apt-get install xvfb openbox trayer xclip xdotool\n" in told
    assert callees_rung(told.splitlines()) == ["0820001234"]
    assert files(home) == {}
    assert not (work / "build").exists()


def test_on_a_screen_the_app_is_there_to_be_tried(
    home: Path, work: Path, temporary: Path, display: XDisplay
) -> None:
    before = files(home)
    with person_at(display) as person:
        display.copy("Client: (082) 000-1234")
        prompt = display.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "Call a n")
        assert prompt.split()
        person.enter()
        assert person.program.wait(30) == 0
        assert person.told.nothing("agent", 0.2)
        assert "Traceback" not in " ".join(person.told.lines)
    assert files(home) == before
    assert is_empty(temporary)
    assert not (work / "build").exists()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(
    temporary: Path, display: XDisplay, ending: signal.Signals
) -> None:
    with person_at(display) as person:
        person.program.send_signal(ending)
        assert person.program.wait(30) == 0
    assert is_empty(temporary)


def test_quit_in_the_app_ends_it(temporary: Path, display: XDisplay) -> None:
    with person_at(display) as person:
        [profile] = temporary.iterdir()
        assert run("quit", environment={"XDG_RUNTIME_DIR": str(profile / "run")}).code == 0
        assert person.program.wait(30) == 0
    assert is_empty(temporary)


def test_an_app_that_does_not_start_is_told_with_its_own_words(work: Path) -> None:
    terminal, terminal_end = pty.openpty()
    try:
        done = subprocess.run(
            argv("demo"),
            env=os.environ | {"DISPLAY": ":987654", "QT_QPA_PLATFORM": "xcb"},
            stdin=terminal_end,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(terminal)
        os.close(terminal_end)
    assert done.returncode == 1
    assert "The app did not start." in done.stderr
    assert "could not connect to display" in done.stderr
