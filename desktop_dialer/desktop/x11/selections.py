"""ClipboardWatcher CLIPBOARD and PRIMARY through XFixes, and reading them on demand."""

import time
from collections.abc import Callable
from functools import partial

from ...translation import tr, tr_later
from ..clipboard import LIMIT_S, CopiedReading, ReadOutcome, Selection
from .clipboard_changes import FOLD_S, ClipboardChanges
from .connection import OwnerChange, X11Connection
from .selection_reader import OngoingReading, SelectionReader
from .text_targets import SelectionText

_LOST = tr_later(
    "The clipboard can no longer be read: the connection to the X server was lost. "
    "Restart Desktop Dialer, or type the number."
)


class _Request:
    """One reading that somebody asked for; `selection` None = the newer of the two."""

    def __init__(
        self, selection: Selection | None, on_read: Callable[[CopiedReading], None], limit_s: float
    ) -> None:
        self.selection = selection
        self.on_read = on_read
        self.deadline = time.monotonic() + limit_s
        self.ongoing: OngoingReading | None = None


class X11Clipboard:
    """Clipboard of an X session. See `clipboard.Clipboard`; callbacks come on the X thread.

    PRIMARY is never read unless asked for: only the order of changes is noted, watch or not.
    `fold_s`: see ClipboardChanges.
    """

    unavailable_reason = ""

    def __init__(self, connection: X11Connection, fold_s: float = FOLD_S) -> None:
        self._connection = connection
        self._text = SelectionText(connection)
        self._reader = SelectionReader(connection)
        self._copies = ClipboardChanges(connection, self._reader, self._text, fold_s)
        self._requests: list[_Request] = []
        self._owned_since: dict[Selection, int] = {}  # X server time; 0 = before we came
        for selection, atom in self._text.atoms.items():
            connection.on_owner_change(atom, partial(self._changed, selection))
            if connection.has_owner(atom):
                self._owned_since[selection] = 0
        self._newest = next(iter(self._owned_since)) if len(self._owned_since) == 1 else None
        connection.on_end(self._answer_all)

    def watch(
        self,
        on_copied: Callable[[CopiedReading], None],
        on_noticed: Callable[[], None] = lambda: None,
    ) -> None:
        """See Clipboard."""
        self._connection.post(partial(self._copies.watch, on_copied, on_noticed))

    def pause(self) -> None:
        """See Clipboard."""
        self._connection.post(self._copies.pause)

    def read(
        self,
        selection: Selection | None,
        on_read: Callable[[CopiedReading], None],
        limit_s: float = LIMIT_S,
    ) -> None:
        """See Clipboard."""
        request = _Request(selection, on_read, limit_s)
        self._requests.append(request)
        begin = partial(self._begin, request)
        if not self._connection.post(partial(self._connection.catch_up, begin)):
            self._answer_all()

    def _changed(self, selection: Selection, change: OwnerChange) -> None:
        self._owned_since.pop(selection, None)
        if change.owned:
            # Losing its owner does not make the other one the newer: it stays the older text.
            self._newest = selection
            self._owned_since[selection] = change.at
        if selection is Selection.CLIPBOARD:
            self._copies.changed(change)
        for request in list(self._requests):
            if request.selection in (None, selection):
                self._begin(request)  # again: this owner may have marked its text secret

    def _begin(self, request: _Request) -> None:
        if request not in self._requests:
            return
        if request.ongoing is not None:
            request.ongoing.cancel()
        selection = request.selection or self._newest
        if selection in self._owned_since:
            steps = self._text.of(selection, own_too=True)
        elif selection is None and self._owned_since:
            steps = self._text.of_newer()
        else:
            self._answer(request, CopiedReading(ReadOutcome.NOTHING, selection))
            return
        request.ongoing = self._reader.begin(
            steps,
            self._owned_since[selection] if selection else 0,
            CopiedReading(ReadOutcome.NO_ANSWER, selection),
            partial(self._answer, request),
            request.deadline - time.monotonic(),
        )

    def _answer(self, request: _Request, reading: CopiedReading) -> None:
        self._requests.remove(request)
        request.on_read(reading)

    def _answer_all(self) -> None:
        """The connection is gone. Whoever takes a request off the list is the one to answer it."""
        while True:
            try:
                request = self._requests.pop()
            except IndexError:
                return
            request.on_read(
                CopiedReading(ReadOutcome.UNAVAILABLE, request.selection, reason=tr(_LOST))
            )
