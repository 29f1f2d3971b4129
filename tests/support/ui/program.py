"""Talks to shown_program.py: commands in, answers and signals out."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Thread
from typing import Any

from tests.support.ui.window_desktop import DEADLINE_S, Desktop


class Program:
    """The running program. `signals` are those that arrived until the latest answer."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lines: Queue[list[Any]] = Queue()
        self.signals: list[list[Any]] = []
        Thread(target=self._read, daemon=True).start()

    def ask(self, name: str, *arguments: object) -> Any:
        """Have a command done; its answer."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps([name, *arguments]) + "\n")
        while (line := self._lines.get(timeout=DEADLINE_S))[0] != "answer":
            self.signals.append(line)
        return line[1]

    def next_signal(self, seconds: float = DEADLINE_S) -> list[Any]:
        """The oldest signal not yet taken; an empty list when none comes in `seconds`."""
        if self.signals:
            return self.signals.pop(0)
        try:
            return self._lines.get(timeout=seconds)
        except Empty:
            return []

    def steady_icon(self) -> list[int]:
        """Where the icon stays, empty while the tray still moves it as others come and go."""
        before: list[int] = self.ask("icon")
        time.sleep(0.3)  # the time itself is what is waited for
        return before if self.ask("icon") == before else []

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(json.loads(line))


@contextmanager
def shown_program(desktop: Desktop, scale: str = "1") -> Iterator[Program]:
    desktop.env["QT_SCALE_FACTOR"] = scale
    command = f"{sys.executable} -m tests.support.ui.shown_program"
    with desktop.program(command, stdin=subprocess.PIPE) as process:
        yield Program(process)
