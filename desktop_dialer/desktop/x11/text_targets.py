"""What to ask the owner of a selection for, and what its answers mean.

ICCCM 2.6.2 for the targets. A text is asked for only after the list of targets has shown that
it is not marked secret.
"""

import struct

from ..clipboard import HINT_FORMAT, OWN_FORMAT, CopiedReading, ReadOutcome, Selection
from .connection import X11Connection
from .selection_reader import Question, SelectionAnswer, Steps

_TEXT_TARGETS = ("UTF8_STRING", "text/plain;charset=utf-8", "STRING", "TEXT")
_UTF_8 = ("UTF8_STRING", "text/plain;charset=utf-8")


class SelectionText:
    """Steps for an SelectionReader."""

    def __init__(self, connection: X11Connection) -> None:
        self.atoms = {selection: connection.atom(selection.value) for selection in Selection}
        self._targets = connection.atom("TARGETS")
        self._timestamp = connection.atom("TIMESTAMP")
        self._integer = connection.atom("INTEGER")
        self._incr = connection.atom("INCR")
        self._secret = connection.atom(HINT_FORMAT)
        self._own = connection.atom(OWN_FORMAT)
        self._text_targets = [connection.atom(name) for name in _TEXT_TARGETS]
        self._utf_8 = {connection.atom(name) for name in _UTF_8}

    def of(self, selection: Selection, *, own_too: bool) -> Steps:
        """Its text; `own_too`: also where this program is the owner."""
        atom = self.atoms[selection]
        offered = _atoms_in((yield Question(atom, self._targets)))
        if self._own in offered and not own_too:
            return CopiedReading(ReadOutcome.OWN, selection)
        if self._secret in offered:
            hint = yield Question(atom, self._secret)
            if hint is None or hint.data.strip(b"\0\n ") == b"secret":
                return CopiedReading(ReadOutcome.HIDDEN, selection)
        for target in self._text_targets:
            # An owner that names no targets may still have text: the oldest programs do.
            answer = None
            if target in offered or not offered:
                answer = yield Question(atom, target)
            if answer is not None:
                return self._reading(selection, answer)
        return CopiedReading(ReadOutcome.NOTHING, selection)

    def of_newer(self) -> Steps:
        """The text of the one that was set last, by what the owners themselves say."""
        times = {}
        for selection, atom in self.atoms.items():
            answer = yield Question(atom, self._timestamp)
            # xclip answers every question with its text: only a time is a time
            if answer is None or answer.type != self._integer or len(answer.data) != 4:
                return CopiedReading(ReadOutcome.UNCERTAIN)
            (times[selection],) = struct.unpack("=I", answer.data)
        clipboard_later_by = times[Selection.CLIPBOARD] - times[Selection.PRIMARY] & 0xFFFFFFFF
        newer = Selection.CLIPBOARD if clipboard_later_by < 0x80000000 else Selection.PRIMARY
        return (yield from self.of(newer, own_too=True))

    def _reading(self, selection: Selection, answer: SelectionAnswer) -> CopiedReading:
        if answer.type == self._incr:
            return CopiedReading(ReadOutcome.TOO_LARGE, selection)
        coding = "utf-8" if answer.type in self._utf_8 else "latin-1"
        text = answer.data.decode(coding, errors="replace")
        if answer.cut:
            text = _without_cut_number(text)
        if not text:
            return CopiedReading(ReadOutcome.NOTHING, selection)
        return CopiedReading(ReadOutcome.TEXT, selection, text)


def _atoms_in(answer: SelectionAnswer | None) -> set[int]:
    if answer is None or answer.unit != 32:
        return set()
    return {atom for (atom,) in struct.iter_unpack("=I", answer.data)}


def _without_cut_number(text: str) -> str:
    """`text` up to its last letter or line: half a number would be another number."""
    end = len(text)
    while end and not (text[end - 1].isalpha() or text[end - 1] == "\n"):
        end -= 1
    return text[:end]
