"""A real X server of the test's own, other programs on it, and what they copy and press."""

import os
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import xcffib
import xcffib.xproto

from desktop_dialer.desktop.clipboard import CopiedReading

_OWNER = Path(__file__).with_name("selection_owner.py")
_T = TypeVar("_T")
PATIENCE_S = 30.0


class Owner:
    """Another program that owns a selection, and what it has been asked for."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        assert self._line() == "owned"

    def asked(self) -> list[str]:
        """End the program: all targets it was asked for."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        lines = self.process.stdout.read().splitlines() if self.process.stdout else []
        self.process.wait(PATIENCE_S)
        return lines

    def swap(self, text: str) -> None:
        """Change the text without telling anybody; "" refuses it from now on. Needs --swap."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{text}\n")
        self.process.stdin.flush()
        while self._line() != "swapped":
            pass

    def pause(self) -> None:
        """Hang."""
        self._signal("-STOP")

    def resume(self) -> None:
        """Hang no more."""
        self._signal("-CONT")

    def _signal(self, name: str) -> None:
        subprocess.run(["kill", name, str(self.process.pid)], check=True)

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


class XDisplay:
    """An Xvfb and everything started on it; all ends with `close`."""

    def __init__(self) -> None:
        ours, theirs = os.pipe()
        self._children: list[subprocess.Popen[str]] = []
        self.server = subprocess.Popen(
            [
                *("Xvfb", "-displayfd", str(theirs), "-screen", "0", "800x600x24"),
                *("-nolisten", "tcp", "-noreset"),
            ],
            pass_fds=[theirs],
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        with os.fdopen(ours) as numbers:
            self.name = f":{numbers.readline().strip()}"
        self.environment = os.environ | {"DISPLAY": self.name}
        connect: Any = xcffib.Connection  # the library has no types
        self._connection: Any = connect(self.name)
        self._core: Any = self._connection.core

    def run(self, *command: str, text: str = "") -> str:
        """Run a program to its end: what it printed."""
        return subprocess.run(
            command,
            input=text,
            env=self.environment,
            # Not a pipe: xclip goes on in the background and would keep it open.
            stdout=subprocess.DEVNULL if command[0] == "xclip" else subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
            timeout=PATIENCE_S,
        ).stdout

    def copy(self, text: str, selection: str = "clipboard", program: str = "xclip") -> None:
        """Have another program own the selection when this returns."""
        arguments = {
            "xclip": ("-selection", selection),
            "xsel": (f"--{selection}", "--input"),
        }[program]
        before = self.owner_of(selection)
        self.run(program, *arguments, text=text)
        until(lambda: self.owner_of(selection) not in (0, before))

    def owner_of(self, selection: str) -> int:
        """The window that owns a selection, 0 = none.

        xclip goes into the background before it is sure to own anything.
        """
        name = selection if selection.startswith("_") else selection.upper()
        atom = self._core.InternAtom(False, len(name), name).reply().atom
        return int(self._core.GetSelectionOwner(atom).reply().owner)

    def owner(self, targets: dict[str, str], *more: str, selection: str = "CLIPBOARD") -> Owner:
        """A program that offers these targets, each with its text."""
        pairs = [f"{target}={text}" for target, text in targets.items()]
        return Owner(self.spawn(sys.executable, str(_OWNER), selection, *more, *pairs))

    def spawn(self, *command: str) -> "subprocess.Popen[str]":
        """Start a program that stays."""
        child = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._children.append(child)
        return child

    def press(self, *keys: str) -> None:
        """Press the keys, the first ones held, and let go."""
        down = [word for key in keys for word in ("keydown", key)]
        up = [word for key in reversed(keys) for word in ("keyup", key)]
        self.run("xdotool", *down, *up)

    def close(self) -> None:
        """End the X server and all programs."""
        self._connection.disconnect()
        for child in self._children:
            child.kill()
            child.wait()
        self.server.kill()
        self.server.wait()
        for child in self._children:
            for stream in (child.stdin, child.stdout):
                if stream is not None and not stream.closed:
                    stream.close()


def until(condition: Callable[[], _T]) -> _T:
    """The first true value of `condition`, which is about another process."""
    deadline = time.monotonic() + PATIENCE_S
    while not (value := condition()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)  # nothing of ours tells us
    return value


class Heard:
    """What came by callbacks, in order."""

    def __init__(self) -> None:
        self._queue: queue.Queue[object] = queue.Queue()

    def __call__(self, *what: object) -> None:
        self._queue.put(what[0] if what else None)

    def next(self) -> object:
        """The next one, waited for."""
        return self._queue.get(timeout=PATIENCE_S)

    def reading(self) -> CopiedReading:
        """The next one, a CopiedReading."""
        reading = self.next()
        assert isinstance(reading, CopiedReading)
        return reading

    def nothing_for(self, seconds: float) -> bool:
        """Whether nothing comes for so long."""
        try:
            self._queue.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


@pytest.fixture
def display(home: Path) -> Iterator[XDisplay]:
    """An X server of the test's own."""
    x_display = XDisplay()
    yield x_display
    x_display.close()
