"""The dial window: type a number, see what will be sent, call it; and the calls before."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ...model.call import PastCall
from ...model.live_call import LiveCall
from ...model.registration import Registered, Registration
from ...numbers.typed_text import TypedReading
from ...translation import tr
from ..call.call_text import not_now
from ..call.keypad import Keypad
from ..settings.registration_text import registration_text
from ..widgets.marks import Mark
from ..widgets.placement import put_on_screen
from ..widgets.press_guard import ENTER_KEYS, PressGuard
from ..widgets.status_label import StatusLabel, announce
from ..widgets.theme import app_icon
from .call_entry import CallEntry
from .call_status import CallStatus, Phase
from .caller_id_choice import CallerIdChoice
from .number_entry import GroupAsTyped
from .recent_calls import RecentCalls

_MARKS = {
    Phase.IDLE: Mark.INFO,
    Phase.SENDING: Mark.BUSY,
    Phase.ACCEPTED: Mark.GOOD,
    Phase.REFUSED: Mark.NO,
    Phase.UNREACHED: Mark.NO,
    Phase.UNKNOWN: Mark.QUESTION,
}


class DialWindow(QDialog):
    """Shows the state of dialling and says what the agent wants; it calls nobody itself.

    `text_changed`: asks for `show_reading` of that text. `call_requested` (text, confirmed) and
    `redial_requested` (call id): nothing more can be called until `show_status` shows any phase
    but sending, so each of them must be answered by one. `grouping_requested`: once, with the
    first showing; the numbering data may be loaded now and handed to `use_grouping`.
    """

    text_changed = Signal(str)
    call_requested = Signal(str, bool)
    redial_requested = Signal(str)
    copy_requested = Signal(str)
    caller_id_chosen = Signal(str)
    clear_log_requested = Signal()
    grouping_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowIcon(app_icon())
        self.setWindowTitle(tr("Dial a number"))
        self.setWindowIcon(app_icon())
        self._guard = PressGuard()
        self._shown_before = False
        self._sending = False
        self._notices = QVBoxLayout()
        self._notice_lines: list[StatusLabel] = []
        self.call_entry = CallEntry(self._guard)
        self.caller_id = CallerIdChoice()
        self.keypad = Keypad()
        self.recent = RecentCalls()
        self.status = StatusLabel(lines=2)
        self.registration = StatusLabel()
        self._registration = Registration()
        self._lay_out()
        self._connect()
        self.show_status(CallStatus())
        self.show_registration(Registration())

    @property
    def guard_open(self) -> bool:
        """Whether a press on Call would count now: it is not part of a double click."""
        return self._guard.open

    @property
    def notices(self) -> tuple[StatusLabel, ...]:
        """The notices shown."""
        return tuple(self._notice_lines)

    def use_grouping(self, group: GroupAsTyped) -> None:
        """Group numbers while they are typed, from now on."""
        self.call_entry.entry.use_grouping(group)
        self.call_entry.refresh()

    def fill(self, text: str) -> None:
        """Put `text` in the entry, as if it was typed."""
        self.call_entry.entry.fill(text)

    def show_reading(self, typed: str, reading: TypedReading) -> None:
        """Show what `typed` is; dropped if the text is another by now."""
        self.call_entry.show_reading(typed, reading)

    def ask(self, typed: str, reading: TypedReading) -> None:
        """Put a number in the entry and ask about it, as after Call: a redial that needs it.

        It answers `call_requested` and `redial_requested` like a status; a call being sent goes on.
        """
        self._set_busy(self._sending)
        self.call_entry.ask(typed, reading)

    def show_recent(self, calls: tuple[PastCall, ...]) -> None:
        """Show the latest calls, newest first."""
        self.recent.show_recent(calls)

    def show_status(self, status: CallStatus) -> None:
        """Show the state of the present call. Any phase but sending lets call again."""
        busy = status.phase is Phase.SENDING
        message = status.message
        if busy and not message:
            message = tr("Asking the PBX for the call …")
        words = f"{message} {status.advice}".strip()
        if words:
            self.status.show_words(_MARKS[status.phase], words)
        else:
            self.status.show_words(Mark.INFO, self._how_calls_go(), quiet=True)
        self._sending = busy
        self._set_busy(busy)
        announce(self, words)

    def show_registration(self, registration: Registration) -> None:
        """Show the state of the softphone; nothing while it is not in use."""
        hint, self._registration = self._how_calls_go(), registration
        mark, words = registration_text(registration)
        well = mark not in (Mark.WARNING, Mark.NO)
        self.registration.show_words(mark, words, quiet=well)
        self.registration.setVisible(self._talks_here)
        if self.status.words == hint:
            self.show_status(CallStatus())

    def show_live(self, live: LiveCall | None) -> None:
        """Show that no other call can be made during a softphone call."""
        self.call_entry.show_not_now(not_now(live))
        self.recent.show_live(live)

    def show_caller_ids(self, named: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Offer caller IDs as (name, ID); `chosen` "" = none is sent."""
        self.caller_id.show_caller_ids(named, chosen)

    def show_notices(self, notices: tuple[str, ...]) -> None:
        """Show what does not work on this desktop, above everything else."""
        for line in self._notice_lines:
            self._notices.removeWidget(line)
            line.deleteLater()
        self._notice_lines = [StatusLabel() for _ in notices]
        for line, notice in zip(self._notice_lines, notices, strict=True):
            line.show_words(Mark.WARNING, notice)
            self._notices.addWidget(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Enter calls, once however long it is held.

        Escape takes a question back, but never closes the window: it may be the only way in.
        """
        if event.key() == Qt.Key.Key_Escape:
            self.call_entry.cancel()
        elif event.key() not in ENTER_KEYS:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.call_entry.press()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """See PressGuard.note_release."""
        self._guard.note_release(event)
        super().keyReleaseEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        """See QWidget. Times and verdict may be old by now; a question is as new as its words."""
        super().showEvent(event)
        self.recent.refresh()
        if not self.call_entry.asking:
            self.call_entry.refresh()
        self.call_entry.entry.setFocus()
        self.call_entry.entry.selectAll()
        if not self._shown_before:
            self._shown_before = True
            self.grouping_requested.emit()

    @property
    def _talks_here(self) -> bool:
        """Whether the softphone is chosen, if only to say why it cannot be used."""
        return self._registration.state is not Registered.OFF or bool(self._registration.message)

    def _how_calls_go(self) -> str:
        if self._talks_here:
            return tr("You talk in this program. A call window opens.")
        return tr(
            "Your own phone rings first. Pick up to be connected. Hang up on the phone as well."
        )

    def _want_redial(self, call_id: str) -> None:
        if self._guard.take():
            self._set_busy(True)
            self.redial_requested.emit(call_id)

    def _want_call(self, text: str, confirmed: bool) -> None:
        self.recent.set_busy(True)
        self.call_requested.emit(text, confirmed)

    def _set_busy(self, busy: bool) -> None:
        self.call_entry.set_busy(busy)
        self.recent.set_busy(busy)

    def _type_key(self, key: str) -> None:
        self.call_entry.entry.put(key)

    def _connect(self) -> None:
        self.call_entry.text_changed.connect(self.text_changed)
        self.call_entry.call_requested.connect(self._want_call)
        self.caller_id.caller_id_chosen.connect(self.caller_id_chosen)
        self.keypad.key_pressed.connect(self._type_key)
        self.recent.redial_requested.connect(self._want_redial)
        self.recent.copy_requested.connect(self.copy_requested)
        self.recent.clear_log_requested.connect(self.clear_log_requested)
        closing = QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self)
        closing.activated.connect(self.close)

    def _lay_out(self) -> None:
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        below = QHBoxLayout()
        below.setSpacing(18)
        below.addWidget(self.keypad, 2)
        below.addWidget(self.recent, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(self._notices)
        column.addWidget(self.call_entry)
        column.addWidget(self.caller_id)
        column.addLayout(below, 1)
        column.addWidget(line)
        column.addWidget(self.status)
        column.addWidget(self.registration)
        metrics = self.fontMetrics()
        put_on_screen(self, QSize(92 * metrics.averageCharWidth(), 30 * metrics.height()))
