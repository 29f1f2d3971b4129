"""The clipboard and the selection: what the rest of the program knows of them.

The text of a copy goes from here to one callback and is kept nowhere.
"""

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from ..translation import tr, tr_later

TEXT_LIMIT = 65536
"""Bytes of a text that are read; the rest is left alone."""
LIMIT_S = 0.5
"""Seconds that one reading may take in all."""
REREAD_LIMIT_S = 0.3
"""Seconds that reading again may take when somebody has clicked and waits for the call."""
HINT_FORMAT = "x-kde-passwordManagerHint"
"""A copy that offers this format with the value "secret" is a password (KDE's convention)."""
OWN_FORMAT = "application/x-desktop-dialer"
"""Our own copies offer this format beside their text, so that they make no offer."""


class Selection(Enum):
    """Where text to read can be, by the X server's names."""

    CLIPBOARD = "CLIPBOARD"
    """What was copied last."""
    PRIMARY = "PRIMARY"
    """What was marked with the mouse last (X11)."""


class ReadOutcome(Enum):
    """What came of one reading."""

    TEXT = "text"
    NOTHING = "nothing"
    """Nobody owns it, or it holds no text."""
    HIDDEN = "hidden"
    """Marked as a password: its text was not asked for."""
    OWN = "own"
    """Copied by this program. Never reported by a watch."""
    NO_ANSWER = "no answer"
    """Its owner did not answer within the limit."""
    TOO_LARGE = "too large"
    """Its owner sends it only in pieces (INCR), as programs do above some 256 kB."""
    UNCERTAIN = "uncertain"
    """Nothing changed since we came, and which of the two is newer could not be found out."""
    UNAVAILABLE = "unavailable"
    """This desktop offers no way to read it, or that way was lost."""


_NO_TEXT = {
    ReadOutcome.NOTHING: tr_later("The clipboard has no text. Copy the number, then try again."),
    ReadOutcome.HIDDEN: tr_later(
        "The clipboard has a password, which is not read. Copy the number instead."
    ),
    ReadOutcome.OWN: tr_later("The clipboard has what Desktop Dialer itself copied."),
    ReadOutcome.NO_ANSWER: tr_later(
        "The program that owns the clipboard does not respond. Copy the number in another "
        "program, or type it."
    ),
    ReadOutcome.TOO_LARGE: tr_later("The clipboard has too much text. Copy only the number."),
    ReadOutcome.UNCERTAIN: tr_later(
        "It is unknown whether the selection or the clipboard is newer. Select or copy the number "
        "again."
    ),
}
_NOTHING_SELECTED = _NO_TEXT | {
    ReadOutcome.NOTHING: tr_later("No text is selected. Select the number, then try again."),
    ReadOutcome.HIDDEN: tr_later(
        "The selection is a password, which is not read. Select the number instead."
    ),
    ReadOutcome.OWN: tr_later("The selection is in Desktop Dialer itself."),
    ReadOutcome.NO_ANSWER: tr_later(
        "The program that owns the selection does not respond. Select the number in another "
        "program, or type it."
    ),
    ReadOutcome.TOO_LARGE: tr_later("The selection is too long. Select only the number."),
}


@dataclass(frozen=True)
class CopiedReading:
    """One reading: its outcome, from where, and the text (only with the outcome TEXT).

    `selection` is None where it is not known which of the two it would have been.
    `reason` says why nothing can be read (only with UNAVAILABLE).
    """

    outcome: ReadOutcome
    selection: Selection | None = None
    text: str = field(default="", repr=False)
    reason: str = ""

    @property
    def words(self) -> str:
        """Why there is no text and what to do now; "" where there is one."""
        texts = _NOTHING_SELECTED if self.selection is Selection.PRIMARY else _NO_TEXT
        return self.reason or tr(texts.get(self.outcome, ""))


class Clipboard(Protocol):
    """Watches the clipboard, and reads it and the selection on demand. Never waits.

    Callbacks come on the watcher's own thread (on the caller's, at once, where nothing can be
    read); a program with a GUI turns them into queued signals.
    """

    @property
    def unavailable_reason(self) -> str:
        """Why the clipboard cannot be watched here; "" = it can."""

    def watch(
        self,
        on_copied: Callable[[CopiedReading], None],
        on_noticed: Callable[[], None] = lambda: None,
    ) -> None:
        """From now on call `on_copied` for every copy that another program makes.

        `on_noticed` comes before it, when the copy is made: reading it may take LIMIT_S, and
        what was copied before it is the older text from then on.
        """

    def pause(self) -> None:
        """Ask for no content any more until `watch` is called again."""

    def read(
        self,
        selection: Selection | None,
        on_read: Callable[[CopiedReading], None],
        limit_s: float = LIMIT_S,
    ) -> None:
        """Read once and call `on_read` once, whether there is a watch or not.

        `limit_s`: seconds after which the outcome is NO_ANSWER. None reads whichever of the two was
        set last; where that one cannot be read, the older one is not read instead.
        """


class NoClipboard:
    """No clipboard can be watched or read here, and why."""

    def __init__(self, unavailable_reason: str) -> None:
        self.unavailable_reason = unavailable_reason

    def watch(
        self,
        on_copied: Callable[[CopiedReading], None],
        on_noticed: Callable[[], None] = lambda: None,
    ) -> None:
        """Nothing will be noticed."""

    def pause(self) -> None:
        """There is nothing to pause."""

    def read(
        self,
        selection: Selection | None,
        on_read: Callable[[CopiedReading], None],
        limit_s: float = LIMIT_S,  # noqa: ARG002  # the answer comes at once
    ) -> None:
        """Say at once that nothing can be read."""
        on_read(CopiedReading(ReadOutcome.UNAVAILABLE, selection, reason=self.unavailable_reason))


def read_and_wait(
    clipboard: Clipboard, selection: Selection | None, limit_s: float = 2.0
) -> CopiedReading:
    """Read once and wait for it: for a command at a terminal, never for a GUI thread."""
    answers: queue.SimpleQueue[CopiedReading] = queue.SimpleQueue()
    clipboard.read(selection, answers.put)
    try:
        return answers.get(timeout=limit_s)
    except queue.Empty:
        return CopiedReading(ReadOutcome.NO_ANSWER, selection)
