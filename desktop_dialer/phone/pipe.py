"""The pipe to the app: commands arrive on standard input, events leave on standard output.

Both are moved to new descriptors that children do not inherit: the engine's processes can
neither read a password nor keep the pipe open after this process has exited, and no other output
can get in between the events.
"""

import os
import sys
import threading
from collections.abc import Callable

from ..pbx.softphone.events import Event
from ..pbx.softphone.protocol import LONGEST_LINE, lines
from .log import note


def take_over() -> tuple[int, int]:
    """Descriptors of the commands and of the events. Standard output becomes standard error."""
    commands, events = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(commands, os.O_BINARY)
        msvcrt.setmode(events, os.O_BINARY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return commands, events


class EventWriter:
    """Writes events to the app, one line each."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, event: Event) -> bool:
        """Write `event`; False if the app does not read any more. Blocks while the pipe is full."""
        line = memoryview(event.line())
        if len(line) > LONGEST_LINE:
            note(f"event too long: {event.kind}")
            return True
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
        except OSError:
            return False
        return True


def listen(descriptor: int, on_line: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
    """Call `on_line` with each line and `on_end` at the end, on a separate thread.

    A thread on every system, because on Windows there is no other way to wait for a pipe.
    """

    def read() -> None:
        with os.fdopen(descriptor, "rb") as stream:
            for line in lines(stream):
                on_line(line)
        on_end()

    threading.Thread(target=read, name="commands", daemon=True).start()
