"""Entry, verdict and the Call button: from a typed number to one request to call it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from ...model.policy import Decision
from ...numbers.typed_text import TypedReading
from ...translation import tr
from ..widgets.fonts import enlarge
from ..widgets.marks import Mark
from ..widgets.press_guard import PressGuard
from ..widgets.status_label import StatusLabel, announce
from .call_button import CallButton
from .number_entry import NumberEntry


class CallEntry(QWidget):
    """Where a number is typed and called.

    `text_changed`: the text; a reading of it is expected by `show_reading`, at once or later.
    `call_requested`: the text, and whether the reasons to ask were shown and answered. After it
    nothing can be called until `set_busy(False)`.
    """

    text_changed = Signal(str)
    call_requested = Signal(str, bool)

    def __init__(self, guard: PressGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guard = guard
        self._reading: TypedReading | None = None
        self._asking = False
        self._busy = False
        self._not_now = ""
        self._early = False
        """Call was pressed before the text was read."""
        self.entry = NumberEntry()
        self.call_button = CallButton(self._call_words())
        self.cancel_button = QPushButton(tr("Cance&l"))
        self.verdict = StatusLabel(lines=2)
        self._lay_out()
        self.entry.number_edited.connect(self._take_text)
        self.call_button.clicked.connect(self.press)
        self.cancel_button.clicked.connect(self.cancel)
        self._show_question(False)
        self._show_verdict()

    @property
    def asking(self) -> bool:
        """Whether the reasons are shown and a second press would call."""
        return self._asking

    def show_reading(self, typed: str, reading: TypedReading) -> None:
        """Show what `typed` is; a reading of an older text is dropped.

        A question stays, worded as it was asked, as long as there is one to ask.
        """
        verdict = reading.verdict
        if typed != self.entry.text() or (
            self._asking and verdict and verdict.decision is Decision.ASK
        ):
            return
        self._reading = reading
        self._show_question(False)
        self._show_verdict()
        if self._early:
            self._early = False
            self._decide()

    def ask(self, typed: str, reading: TypedReading) -> None:
        """Put `typed` in the entry; where its verdict is "ask", ask now, as after Call."""
        self.entry.setText(typed)
        self._early = False
        self._reading = reading
        self._show_question(False)
        self._show_verdict()
        free = not self._busy and not self._not_now
        if free and reading.verdict and reading.verdict.decision is Decision.ASK:
            self._begin_question()
            self.entry.setFocus()  # Enter answers here; in the list of calls it would ask again

    def set_busy(self, busy: bool) -> None:
        """Nothing can be called while busy. Afterwards the text is read again."""
        was_busy, self._busy = self._busy, busy
        if busy and self.call_button.hasFocus():
            self.entry.setFocus()
        if busy:
            self._early = False
            self._show_question(False)
            self._show_verdict()
        elif was_busy:
            self.refresh()
        self._show_what_can_be_done()

    def show_not_now(self, words: str) -> None:
        """Say why nothing can be called while another call lives; "" = it can again."""
        if words == self._not_now:
            return
        self._not_now = words
        if self.call_button.hasFocus():
            self.entry.setFocus()
        self._early = False
        self._show_question(False)
        self._show_verdict()
        if not words:
            self.refresh()

    def refresh(self) -> None:
        """Ask for a new reading: the verdict depends on the time of the last call."""
        self._take_text(self.entry.text())

    def press(self) -> None:
        """Call, or ask first, or answer the question with yes."""
        if not self._guard.take() or self._busy:
            return
        if self._not_now:
            announce(self, self._not_now)
        elif self._reading is None:
            self._early = True
        else:
            self._decide()

    def cancel(self) -> None:
        """Take the question back."""
        self._early = False
        if self._asking:
            self._show_question(False)
            self._show_verdict()
            self.entry.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        """A question that is not visible is not asked any more."""
        self.cancel()
        super().hideEvent(event)

    def _take_text(self, text: str) -> None:
        self._reading = TypedReading(text) if not text.strip() else None
        self._early = False
        self._show_question(False)
        self._show_verdict()
        self.text_changed.emit(text)

    def _decide(self) -> None:
        verdict = self._reading.verdict if self._reading else None
        if verdict and (verdict.decision is Decision.NOW or self._asking):
            self._request_call(confirmed=self._asking)
        elif verdict and verdict.decision is Decision.ASK:
            self._begin_question()
        else:
            announce(self, self.verdict.words)
            self.entry.setFocus()

    def _begin_question(self) -> None:
        self._guard.restart()
        self._show_question(True)
        self._show_verdict()
        announce(self, self.verdict.words)

    def _request_call(self, *, confirmed: bool) -> None:
        self.set_busy(True)
        self.call_requested.emit(self.entry.text(), confirmed)

    def _show_question(self, asking: bool) -> None:
        self._asking = asking
        self.cancel_button.setVisible(asking)
        self.call_button.show_words(tr("Call an&yway") if asking else self._call_words())

    def _show_verdict(self) -> None:
        mark, words = self._verdict_words()
        self.verdict.show_words(mark, words, quiet=mark in (Mark.NONE, Mark.INFO))
        self.entry.setAccessibleDescription(words)
        self._show_what_can_be_done()

    def _show_what_can_be_done(self) -> None:
        reading = self._reading
        hopeful = reading is None or (
            reading.verdict is not None and reading.verdict.decision is not Decision.NEVER
        )
        if self.call_button.hasFocus() and not hopeful:
            self.entry.setFocus()
        self.call_button.setEnabled(hopeful and not self._busy and not self._not_now)

    def _verdict_words(self) -> tuple[Mark, str]:
        reading = self._reading
        if self._not_now:
            return Mark.INFO, self._not_now
        if reading is None or self._busy:
            return Mark.NONE, ""
        if reading.verdict is None:
            empty = tr("Type or paste a number, or use the keys below.")
            words = f"{reading.fault} {reading.advice}".strip()
            return (Mark.INFO, words) if words else (Mark.NONE, empty)
        verdict = reading.verdict
        match verdict.decision:
            case Decision.NOW:
                words = tr("Will call {number} now, sent as {callee}.")
            case Decision.ASK if self._asking:
                words = tr("{reasons} Call {number} anyway? It is sent as {callee}.")
            case Decision.ASK:
                words = tr("Will ask before calling {number}: {reasons} Sent as {callee}.")
            case Decision.NEVER:
                words = tr("{number} cannot be called: {reasons} {advice}")
        marks = {Decision.NOW: Mark.GOOD, Decision.ASK: Mark.QUESTION, Decision.NEVER: Mark.NO}
        return marks[verdict.decision], words.format(
            number=reading.display,
            callee=verdict.callee,
            reasons=verdict.words,
            advice=verdict.advice,
        ).strip()

    def _call_words(self) -> str:
        return tr("&Call")

    def _lay_out(self) -> None:
        label = QLabel(tr("&Number:"))
        label.setBuddy(self.entry)
        self.entry.setAccessibleName(tr("Number"))
        enlarge(self.call_button, 1.25)
        widths = [self._width(tr("Call an&yway")), self._width(self._call_words())]
        self.call_button.setMinimumWidth(max(widths))
        self.call_button.setMinimumHeight(self.entry.sizeHint().height())
        self.call_button.setDefault(True)
        self.cancel_button.setAutoDefault(False)
        policy = self.cancel_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.cancel_button.setSizePolicy(policy)
        below = QHBoxLayout()
        below.addWidget(self.verdict, 1)
        below.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(label, 0, 0, 1, 2)
        grid.addWidget(self.entry, 1, 0)
        grid.addWidget(self.call_button, 1, 1)
        grid.addLayout(below, 2, 0, 1, 2)

    def _width(self, words: str) -> int:
        metrics = self.call_button.fontMetrics()
        return metrics.horizontalAdvance(words.replace("&", "")) + 3 * metrics.height()
