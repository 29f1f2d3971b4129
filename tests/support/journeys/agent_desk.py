"""An agent's desk, whole and real: display, window manager, tray, bus, keyring, PBX and our app.

Everything is a program of its own. What the PBX printed is the proof of a journey; the app is
only looked at from outside, as a person would: its icon, its windows, its exit status.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, TypeVar

from tests.support.desktop.secret_service import PrivateDesktop
from tests.support.desktop.x_display import XDisplay
from tests.support.journeys.x_windows import XWindows
from tests.support.repository import ROOT

PATIENCE_S = 30.0
QUIET_S = 1.0
"""So long nothing may arrive where nothing must: more than the app needs for a call."""
_T = TypeVar("_T")
_RINGS = r": agent \S+ rings"
"""The first line of each call that the PBX takes; the lines after it tell how the call goes."""


def until(condition: Callable[[], _T | None], what: str, seconds: float = PATIENCE_S) -> _T:
    """The first true value of a condition about other programs, which tell nobody."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{what}: it never came true"
        time.sleep(0.02)
    return value


class Told:
    """A program's output, line by line, as it comes."""

    def __init__(self, program: "subprocess.Popen[str]") -> None:
        self.lines: list[str] = []
        self._queue: Queue[str] = Queue()
        self._program = program
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            self._queue.put(line.rstrip("\n"))

    def next(self, having: str, seconds: float = PATIENCE_S) -> str:
        """The next line in which the pattern is found."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                line = self._queue.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                raise AssertionError(f"no line with {having!r}; so far: {self.lines}") from None
            self.lines.append(line)
            if re.search(having, line):
                return line

    def nothing(self, having: str, seconds: float = QUIET_S) -> bool:
        """Whether no such line comes for so long."""
        try:
            self.next(having, seconds)
        except AssertionError:
            return True
        return False


class AgentDesk:
    """Build it with what the journey needs; `close` ends everything it started."""

    def __init__(self, folder: Path) -> None:
        self.display = XDisplay()
        self.screen = XWindows(self.display.name)
        self.private = PrivateDesktop(folder)
        self.env = self.private.env
        self.env |= {
            "DISPLAY": self.display.name,
            "LANG": "C.UTF-8",
            "NO_AT_BRIDGE": "1",
            "QT_QPA_PLATFORM": "xcb",
        }
        self.display.environment = self.env
        self._children: list[subprocess.Popen[str]] = []
        self.pbx: Told | None = None
        self.pbx_program: subprocess.Popen[str] | None = None
        self.pbx_port = 0
        self.app: subprocess.Popen[str] | None = None
        self.start("openbox")
        until(lambda: "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), "WM")

    # --- programs ------------------------------------------------------------------------

    def start(self, *command: str, **env: str) -> "subprocess.Popen[str]":
        """Start a program that stays until the end."""
        child = subprocess.Popen(
            command,
            env=self.env | env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._children.append(child)
        return child

    def run(self, *command: str, code: int | None = 0, stdin: str = "") -> str:
        """Run a program to its end: what it printed."""
        return self.private.run(*command, code=code, stdin=stdin)

    def dialer(self, *words: str, code: int | None = 0, stdin: str = "") -> str:
        """Run `desktop-dialer` with these words to its end: what it printed."""
        return self.run(sys.executable, "-m", "desktop_dialer", *words, code=code, stdin=stdin)

    def start_trayer(self) -> "subprocess.Popen[str]":
        """A tray for icons that are windows (XEmbed), at the bottom right."""
        before = self.tray_owner()
        tray = self.start(
            *("trayer", "--edge", "bottom", "--align", "right"),
            *("--widthtype", "request", "--height", "26"),
        )
        until(lambda: self.tray_owner() not in (0, before), "trayer")
        return tray

    def tray_owner(self) -> int:
        """The window that owns the XEmbed tray, 0 = none."""
        return self.display.owner_of("_NET_SYSTEM_TRAY_S0")

    def start_pbx(self, port: int = 0, *words: str) -> Told:
        """The demo PBX as a program of its own; what it prints."""
        self.pbx_program = self.start(
            sys.executable, "-m", "desktop_dialer", "demo-pbx", "--port", str(port), *words
        )
        self.pbx = Told(self.pbx_program)
        self.pbx_port = int(self.pbx.next("Demo PBX").split()[5].rsplit(":", 1)[1].rstrip(","))
        return self.pbx

    def set_up(self, extension: str = "204", password: str = "pw") -> None:
        """Server and account, as after the first run. Needs PBX and keyring."""
        settings = self.private.root / "config/desktop-dialer/config.toml"
        settings.parent.mkdir(mode=0o700, parents=True)
        settings.write_text(f'[pbx]\nserver = "127.0.0.1"\nport = {self.pbx_port}\n')
        self.set_account(extension, password)
        told = self.private.root / ".local/state/desktop-dialer/watch-told"
        told.parent.mkdir(parents=True, exist_ok=True)
        told.touch()

    def set_account(self, extension: str, password: str) -> None:
        """Extension and password into the keyring."""
        words = ("account", "set", "--extension", extension, "--password-stdin")
        self.dialer(*words, stdin=f"{password}\n")

    def configure(self, **values: str) -> None:
        """Set settings by key."""
        for key, value in values.items():
            self.dialer("config", "set", key, value)

    def start_app(self, *words: str, docked: bool = True) -> "subprocess.Popen[str]":
        """Our app, until it is ready; with `docked`, until its icon is in the tray (XEmbed)."""
        before = self.log().count("ready;")
        self.app = self.start(sys.executable, "-m", "desktop_dialer", *words)
        until(lambda: self.log().count("ready;") > before, "the app")
        if docked:
            until(self.icon, "the icon")
        return self.app

    def wait_for_app(self) -> None:
        """Until the app answers other processes: it is up, whatever it shows."""
        until(self.ping, "the app")

    def ping(self) -> bool:
        """Whether the app answers."""
        script = (
            "from desktop_dialer.desktop.instance.client import hand_over;"
            "print(hand_over({'command': 'ping'}).state)"
        )
        return self.run(sys.executable, "-c", script).strip() == "taken"

    # --- what a person does and sees -----------------------------------------------------

    def copy(self, text: str, selection: str = "clipboard") -> None:
        """Copy (or mark, with "primary") a text in another program."""
        self.display.copy(text, selection)

    def xdotool(self, *words: str) -> str:
        """Mouse and keyboard."""
        return self.run("timeout", str(PATIENCE_S), "xdotool", *words, code=None).strip()

    def windows(self, name: str) -> list[str]:
        """The visible windows whose title has this in it."""
        return [str(window.id) for window in self.screen.shown() if name in window.title]

    def prompt(self) -> str:
        """The prompt's window, waited for."""
        return self.window("Call a number")

    def window(self, name: str) -> str:
        """The one such window, waited for."""
        return until(lambda: self.windows(name), f"a window {name!r}")[0]

    def place(self, window: str) -> tuple[int, int, int, int]:
        """x, y, width and height of a window on the screen."""
        lines = self.xdotool("getwindowgeometry", "--shell", window).split()
        told: dict[str, str] = dict(line.split("=", 1) for line in lines)
        return int(told["X"]), int(told["Y"]), int(told["WIDTH"]), int(told["HEIGHT"])

    def icon(self) -> tuple[int, int] | None:
        """The middle of our icon in trayer, None where it is not there."""
        for window in self.screen.shown():
            place = self.screen.place(window.id) if "desktop-dialer" in window.kind else None
            if place:
                x, y, width, height = place
                if 8 < width < 100 and 8 < height < 100 and (x, y) != (0, 0):
                    return x + width // 2, y + height // 2
        return None

    def click(self, x: int, y: int, button: int = 1, times: int = 1) -> None:
        """Click at a place on the screen."""
        self.xdotool("mousemove", str(x), str(y), "click", "--repeat", str(times), str(button))

    def click_icon(self, button: int = 1, times: int = 1) -> None:
        """Click on our icon."""
        x, y = until(self.icon, "the icon")
        self.click(x, y, button, times)

    def settle(self, seconds: float = 0.8) -> None:
        """Let what is shown grow old enough to be clicked: our offers 300 ms, and a margin."""
        time.sleep(seconds)  # the time itself is what is waited for

    def colours(self) -> int:
        """A checksum of what the icon shows, to wait for its change."""
        x, y = until(self.icon, "the icon")
        shot = subprocess.run(
            ["import", "-window", "root", "-crop", f"20x20+{x - 10}+{y - 10}", "rgb:-"],
            env=self.env,
            capture_output=True,
            check=True,
            timeout=PATIENCE_S,
        )
        return hash(shot.stdout)

    def picture(self, name: str) -> Path:
        """A picture of the whole screen in build/journeys, for a person to look at."""
        folder = ROOT / "build/journeys"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name}.png"
        self.run("import", "-window", "root", str(file))
        return file

    # --- the proof -----------------------------------------------------------------------

    def call(self) -> str:
        """The next call at the PBX, waited for: its line, such as "call 1: agent 204 rings"."""
        assert self.pbx
        return self.pbx.next(_RINGS)

    def no_more_calls(self) -> bool:
        """Whether no further call arrives at the PBX, not even one that it refuses."""
        assert self.pbx
        return self.pbx.nothing(f"{_RINGS}| refused: ")

    def calls(self) -> list[dict[str, Any]]:
        """All calls the PBX has taken, as its own page has them."""
        import urllib.request

        with urllib.request.urlopen(
            f"http://127.0.0.1:{self.pbx_port}/calls.json", timeout=PATIENCE_S
        ) as answer:
            calls: list[dict[str, Any]] = json.load(answer)
        return calls

    def log(self) -> str:
        """What the app has written to its log."""
        file = self.private.root / ".local/state/desktop-dialer/desktop-dialer.log"
        return file.read_text() if file.exists() else ""

    def end_app(self) -> int:
        """SIGTERM, and the exit status."""
        assert self.app
        self.app.terminate()
        return self.app.wait(PATIENCE_S)

    def close(self) -> None:
        """End everything that was started."""
        for child in reversed(self._children):
            subprocess.run(["kill", "-CONT", str(child.pid)], check=False, capture_output=True)
            child.kill()
            child.wait()
            if child.stdout is not None:
                child.stdout.close()
        self.private.stop()
        self.screen.close()
        self.display.close()
