"""Reading another program's selection over X11, in steps that never wait.

ICCCM 2.4: ConvertSelection asks the owner, the owner puts the answer in a property of our
window and says so (SelectionNotify). A reading is a generator: it yields what it asks for and
is sent the answer, so that a program that never answers costs an alarm and nothing else.
"""

import itertools
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ..clipboard import LIMIT_S, TEXT_LIMIT, CopiedReading
from .connection import X11Connection
from .incr_drain import IncrDrain

if TYPE_CHECKING:
    from .loop import Alarm

_SLOTS = 16


@dataclass(frozen=True)
class Question:
    """Ask the owner of `selection` for `target` (atoms)."""

    selection: int
    target: int


@dataclass(frozen=True)
class SelectionAnswer:
    """The answer to a Question: a property's type (an atom), unit (8, 16, 32 bits) and bytes.

    `cut`: it was longer than TEXT_LIMIT.
    """

    type: int
    unit: int
    data: bytes = field(repr=False)
    cut: bool


Steps: TypeAlias = Generator[Question, SelectionAnswer | None, CopiedReading]
"""None is sent for a refused question."""


class OngoingReading:
    """A reading under way, for its reader to move on and its owner to give up."""

    def __init__(
        self,
        reader: "SelectionReader",
        steps: Steps,
        at: int,
        on_done: Callable[[CopiedReading], None],
    ) -> None:
        self.steps = steps
        self.at = at
        self.on_done = on_done
        self.question: Question | None = None
        self.slot = 0
        self.alarm: Alarm | None = None
        self._reader = reader

    def cancel(self) -> None:
        """Give it up without a result."""
        self._reader.forget(self)


class SelectionReader:
    """Moves readings on. On the X thread only."""

    def __init__(self, connection: X11Connection) -> None:
        self._connection = connection
        # An answer that comes too late must not pass for one to a later question.
        slots = [connection.atom(f"_DESKTOP_DIALER_{number}") for number in range(_SLOTS)]
        self._slots = itertools.cycle(slots)
        self._drain = IncrDrain(connection)
        self._ongoing: list[OngoingReading] = []
        connection.handle(connection.xproto.SelectionNotifyEvent, self._answered)

    def begin(
        self,
        steps: Steps,
        at: int,
        otherwise: CopiedReading,
        on_done: Callable[[CopiedReading], None],
        limit_s: float = LIMIT_S,
    ) -> OngoingReading:
        """Begin; `on_done` is called with its end, or with `otherwise` after `limit_s`.

        `at`: X server time at which the selection got its owner; 0 = not known.
        """
        reading = OngoingReading(self, steps, at, on_done)
        reading.alarm = self._connection.later(limit_s, lambda: self._done(reading, otherwise))
        self._ongoing.append(reading)
        self._advance(reading, None)
        return reading

    def forget(self, reading: OngoingReading) -> None:
        """Go on with it no more."""
        if reading in self._ongoing:
            self._ongoing.remove(reading)
            reading.steps.close()
        if reading.alarm is not None:
            reading.alarm.cancel()

    def _done(self, reading: OngoingReading, result: CopiedReading) -> None:
        self.forget(reading)
        reading.on_done(result)

    def _advance(self, reading: OngoingReading, answer: SelectionAnswer | None) -> None:
        try:
            question = reading.steps.send(answer)
        except StopIteration as end:
            self._done(reading, end.value)
            return
        reading.question = question
        reading.slot = next(slot for slot in self._slots if slot not in self._drain.slots)
        connection = self._connection
        connection.core.ConvertSelection(
            connection.window, question.selection, question.target, reading.slot, reading.at
        )

    def _answered(self, event: Any) -> None:
        question = Question(event.selection, event.target)
        for reading in self._ongoing:
            if reading.question != question:
                continue
            if event.property == reading.slot:
                self._advance(reading, self._take(event.property))
                return
            if not event.property and event.time in (0, reading.at):
                self._advance(reading, None)
                return
        if event.property:  # too late, but what it says must not stay in the X server
            self._take(event.property, 0)

    def _take(self, slot: int, limit: int = TEXT_LIMIT) -> SelectionAnswer:
        connection = self._connection
        ask = connection.core.GetProperty(False, connection.window, slot, 0, 0, limit // 4)
        reply = ask.reply()
        if reply.type == self._drain.incr:
            self._drain.begin(slot)
        else:
            connection.core.DeleteProperty(connection.window, slot)
        return SelectionAnswer(reply.type, reply.format, reply.value.buf(), reply.bytes_after > 0)
