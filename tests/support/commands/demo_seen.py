"""The demo seen from outside: its words, its pictures, and somebody at its terminal."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QImage

from tests.support.commands.program import argv
from tests.support.desktop.x_display import XDisplay
from tests.support.journeys.agent_desk import Told


def is_empty(folder: Path) -> bool:
    return list(folder.iterdir()) == []


def files(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def callees_rung(told: list[str]) -> list[str]:
    return [line.split()[-2] for line in told if "callee" in line and line.endswith(" rings")]


def different_colours(file: Path) -> int:
    image = QImage(str(file))
    every = range(0, image.width(), 2), range(0, image.height(), 2)
    return len({image.pixel(x, y) for x in every[0] for y in every[1]})


def _terminal() -> tuple[int, int]:
    """Both ends of a new one."""
    if sys.platform == "win32":
        raise NotImplementedError  # for the type checker: terminals of Unix
    return pty.openpty()


class Person:
    """The demo on a screen, with a terminal for its input."""

    def __init__(self, display: XDisplay, *options: str) -> None:
        self._terminal, terminal_end = _terminal()
        self.program = subprocess.Popen(
            argv("demo", *options),
            env=os.environ | {"DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"},
            stdin=terminal_end,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        os.close(terminal_end)
        self.told = Told(self.program)

    def enter(self, typed: str = "") -> None:
        """Type this and Enter."""
        os.write(self._terminal, f"{typed}\n".encode())

    def close(self) -> None:
        self.program.kill()
        self.program.wait()
        os.close(self._terminal)
        if self.program.stdout:
            self.program.stdout.close()


@contextmanager
def person_at(display: XDisplay, *options: str) -> Iterator[Person]:
    person = Person(display, *options)
    try:
        person.told.next("Enter.* to end.")
        yield person
    finally:
        person.close()
