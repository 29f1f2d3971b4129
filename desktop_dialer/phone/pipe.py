"""The pipe to the app: commands come in on standard input, events go out on standard output.

Both move to descriptors of our own that children do not inherit: the engine's processes can
neither read a password nor hold the pipe open when this process is gone, and nothing that
prints can put a line among the events.
"""

import os
import sys
import threading
from collections.abc import Callable

from ..pbx.softphone.events import Event
from ..pbx.softphone.protocol import LONGEST_LINE, lines
from .log import note


def take_over() -> tuple[int, int]:
    """Descriptors of the commands and of the events. Standard output is standard error now."""
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
    """Events to the app, each a whole line."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def tell(self, event: Event) -> bool:
        """Write `event`; False where nobody reads any more. Waits while the app is behind."""
        line = memoryview(event.line())
        if len(line) > LONGEST_LINE:
            note(f"too long an event: {event.kind}")
            return True
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
        except OSError:
            return False
        return True


def listen(descriptor: int, on_line: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
    """Call `on_line` with each line and `on_end` at the end, on a thread of its own.

    A thread on every system: Windows can wait for a pipe in no other way, and one way is tested
    better than two. It waits in the read and costs nothing.
    """

    def read() -> None:
        with os.fdopen(descriptor, "rb") as stream:
            for line in lines(stream):
                on_line(line)
        on_end()

    threading.Thread(target=read, name="commands", daemon=True).start()
