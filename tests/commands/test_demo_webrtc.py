"""`demo --webrtc` as a process of its own: what is talked there, and what it needs."""

import os
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from desktop_dialer.demo.tour.fake_microphone import HEARD_HZ
from desktop_dialer.demo.tour.softphone_pbx import TONE_OFF_HZ
from tests.support.commands.demo_seen import (
    callees_rung,
    different_colours,
    files,
    is_empty,
    person_at,
)
from tests.support.commands.program import argv, run
from tests.support.desktop.x_display import XDisplay
from tests.support.repository import ROOT

pytestmark = pytest.mark.usefixtures("temporary")
ENGINE = "QtWebEngine"
OF_THE_PBX = ("aiortc", "websockets")


def test_without_a_screen_it_talks_by_itself_and_the_pbx_hears_it(
    home: Path, work: Path, temporary: Path
) -> None:
    plain = work / "build/demo/01-ready.png"
    old = work / "build/demo/webrtc-99-old.png"
    plain.parent.mkdir(parents=True)
    plain.touch()
    old.touch()
    before = files(home)
    ended = run("demo", "--webrtc", stdin=None, environment={"DISPLAY": ""})
    assert (ended.code, ended.err) == (0, b"")
    told = ended.out.decode()
    heard = [int(hertz) for hertz in re.findall(r"hears (\d+) Hz", told)]
    assert heard == [pytest.approx(HEARD_HZ, abs=TONE_OFF_HZ)] * 4
    assert told.count("hears silence") == 1
    for words in (
        *("agent 204 calls 0820001234", "agent 204 presses #", "agent 204 holds"),
        *("refused with 486", "0215550123 calls agent 204", "caller 0215550123 hangs up"),
    ):
        assert told.count(words) == 1, words
    assert "answered, refused, unanswered, answered" in told
    assert files(home) == before
    assert is_empty(temporary)
    pictures = set(files(work)) - {plain}
    assert old not in pictures
    assert pictures == set((work / "build/demo").glob("webrtc-[01]*.png"))
    assert len(pictures) >= 12
    for picture in pictures:
        assert different_colours(picture) > 20, picture


def test_on_a_screen_somebody_is_called_who_asks_for_it(
    home: Path, work: Path, temporary: Path, display: XDisplay
) -> None:
    before = files(home)
    with person_at(display, "--webrtc") as person:
        assert any("021 555 0486   The number is busy." in line for line in person.told.lines)
        person.told.next("agent 204 is registered")
        person.enter("what now?")
        person.told.next("Type i to be called")
        person.enter("i")
        person.told.next("call W1: agent 204 rings")
        shown = display.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "calls you")
        assert shown.split()
        person.enter()
        code = person.program.wait(30)
        person.told.nothing("Traceback")
        assert code == 0, person.told.lines
        assert "Traceback" not in " ".join(person.told.lines)
    assert files(home) == before
    assert is_empty(temporary)
    assert not (work / "build").exists()


def test_without_the_programs_of_a_desktop_it_says_that_nobody_talks(work: Path) -> None:
    (work / "bin").mkdir()
    ended = run("demo", "--webrtc", stdin=None, environment={"PATH": str(work / "bin")})
    assert (ended.code, ended.err) == (0, b"")
    told = ended.out.decode()
    assert "nobody talks here" in told
    assert "apt-get install xvfb openbox trayer xclip xdotool\n" in told
    assert callees_rung(told.splitlines()) == ["0820001234"]


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        ((ENGINE,), "The softphone needs a component that is not installed. Add it"),
        (OF_THE_PBX, "The demo PBX needs aiortc and websockets for such calls. Add it"),
        ((ENGINE, "aiortc"), "not installed. The demo PBX needs aiortc for such calls. Add it"),
    ],
)
def test_what_is_not_installed_is_told_with_the_command(
    work: Path, tmp_path: Path, temporary: Path, hidden: tuple[str, ...], words: str
) -> None:
    site = installation_without(tmp_path / "site", hidden)
    done = subprocess.run(
        [sys.executable, "-S", *argv("demo", "--webrtc")[1:]],
        env=os.environ | {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert words in line
    assert line.endswith(': pip install "desktop-dialer[webrtc,demo]"')
    assert is_empty(temporary)
    assert is_empty(work)


def installation_without(folder: Path, hidden: tuple[str, ...]) -> Path:
    """A folder with all packages of this installation, but for what begins with these names."""
    site = Path(str(distribution("PySide6-Essentials").locate_file("")))
    (folder / "PySide6").mkdir(parents=True)
    for part in (*site.iterdir(), *(site / "PySide6").iterdir()):
        if part.name != "PySide6" and not part.name.startswith(hidden):
            (folder / part.relative_to(site)).symlink_to(part)
    return folder
