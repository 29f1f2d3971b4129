"""Every copy that another program makes: read at once, and once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..clipboard import CopiedReading, ReadOutcome, Selection
from .connection import OwnerChange, X11Connection
from .selection_reader import OngoingReading, SelectionReader
from .text_targets import SelectionText

if TYPE_CHECKING:
    from .loop import Alarm

FOLD_S = 0.15
"""Copies that follow each other faster than this are one: some programs copy twice."""


class ClipboardChanges:
    """Reads CLIPBOARD after each change, while there is a watch. On the X thread only.

    A copy is read at once. Of copies that each follow within `fold_s` (seconds) of the one
    before, the last is read too, `fold_s` after it; it is reported if it is not the same.
    """

    def __init__(
        self, connection: X11Connection, reader: SelectionReader, text: SelectionText, fold_s: float
    ) -> None:
        self._connection = connection
        self._reader = reader
        self._text = text
        self._fold_s = fold_s
        self._on_copied: Callable[[CopiedReading], None] | None = None
        self._on_noticed: Callable[[], None] = lambda: None
        self._latest = OwnerChange(0, owned=False, at=0)
        self._reported: tuple[ReadOutcome, int] | None = None
        self._alarm: Alarm | None = None
        self._ongoing: OngoingReading | None = None

    def watch(
        self, on_copied: Callable[[CopiedReading], None], on_noticed: Callable[[], None]
    ) -> None:
        """Report copies from now on; see Clipboard."""
        self._on_copied, self._on_noticed = on_copied, on_noticed

    def pause(self) -> None:
        """Ask for no content any more, not even to the end of a reading under way."""
        self._on_copied = None
        self._drop()

    def changed(self, change: OwnerChange) -> None:
        """CLIPBOARD has another owner, or none."""
        gap_ms = (change.at - self._latest.at) & 0xFFFFFFFF
        self._latest = change
        if self._on_copied is None:
            return
        self._on_noticed()
        self._drop()
        if gap_ms < self._fold_s * 1000:
            self._alarm = self._connection.later(self._fold_s, self._read)
            return
        self._reported = None
        self._read()

    def _read(self) -> None:
        if not self._latest.owned:
            self._report(CopiedReading(ReadOutcome.NOTHING, Selection.CLIPBOARD))
            return
        self._ongoing = self._reader.begin(
            self._text.of(Selection.CLIPBOARD, own_too=False),
            self._latest.at,
            CopiedReading(ReadOutcome.NO_ANSWER, Selection.CLIPBOARD),
            self._report,
        )

    def _report(self, reading: CopiedReading) -> None:
        same = (reading.outcome, hash(reading.text))
        if reading.outcome is ReadOutcome.OWN or same == self._reported:
            return
        self._reported = same
        if self._on_copied is not None:
            self._on_copied(reading)

    def _drop(self) -> None:
        for pending in (self._alarm, self._ongoing):
            if pending is not None:
                pending.cancel()
