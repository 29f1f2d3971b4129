"""The call window: the present call of the softphone, small and quiet."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.live_call import CallStage, HeldBy, LiveCall
from ...translation import tr
from ..prompt.placement import place
from ..settings.sound_panel import SoundPanel
from ..widgets.click_guard import ClickGuard
from ..widgets.status_label import announce
from ..widgets.theme import app_icon
from .call_buttons import CallButtons
from .call_header import CallHeader
from .call_notes import CallNotes, settle
from .call_text import notes_of, quality_of, state_of, title_of, turned_away
from .dtmf_pad import DtmfPad


class CallWindow(QWidget):
    """Shows what the phone says about a call and says what the agent wants; it does nothing.

    It appears automatically with a new call, without the focus; `show_call(None)` hides it.
    Closing it changes nothing about the call, nor does Escape. Mute and Hold show the call's
    own state, not the click; hanging up shows at once, whatever the phone does.

    Wishes name their call by LiveCall.id. `meter_requested`: the sound part came into view, or
    went; while it is there `show_level` is expected.
    """

    answer_requested = Signal(str)
    decline_requested = Signal(str)
    hang_up_requested = Signal(str)
    mute_requested = Signal(str, bool)
    hold_requested = Signal(str, bool)
    keys_requested = Signal(str, str)
    copy_requested = Signal(str)
    """The number."""
    sound_chosen = Signal(AudioChoice)
    meter_requested = Signal(bool)
    test_ring_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowIcon(app_icon())
        self.setWindowTitle(tr("Call"))
        self._call: LiveCall | None = None
        self._turned_away: tuple[str, ...] = ()
        self._leaving = False
        self._answering = False
        self._placed = False
        self._home = QPoint()
        """Where the window was before what it shows grew beyond the screen."""
        self._pushed_to: QPoint | None = None
        self._guard = ClickGuard(self)
        self.head = CallHeader(self._guard)
        self.buttons = CallButtons(self._guard)
        self.notes = CallNotes()
        self.tones = DtmfPad()
        self.sound = SoundPanel()
        self._lay_out()
        self._connect()

    @property
    def guard_open(self) -> bool:
        """Whether a press would count now: what changed has been seen for a moment."""
        return self._guard.is_open

    def show_call(self, call: LiveCall | None) -> None:
        """Show `call`; a new one brings the window up. None: there is none, the window goes."""
        before, self._call = self._call, call
        if call is None:
            self.hide()
            return
        new = before is None or before.id != call.id
        moved_on = new or (before is not None and before.stage is not call.stage)
        if moved_on:
            self._leaving = self._leaving and not new and call.stage is not CallStage.ENDED
            self._answering = False
            self._guard.close()
        if new or call.stage is not CallStage.TALKING:
            self._unfold(self.tones, False)
        if new or call.stage is CallStage.ENDED:
            self._unfold(self.sound, False)
        self._refresh()
        if moved_on:
            self.buttons.first_of(call.stage).setFocus(Qt.FocusReason.OtherFocusReason)
        if new:
            self._come_up()

    def activate(self) -> None:
        """Bring the window up with the keyboard, because the person asked for it."""
        if self._call is None:
            return
        self._guard.close()
        self._come_up()
        self.activateWindow()

    def show_devices(self, devices: AudioDevices, choice: AudioChoice) -> None:
        """Offer `devices`; `choice` is in use."""
        self.sound.show_devices(devices, choice)
        self._fit()

    def show_level(self, level: float) -> None:
        """Show the microphone's level, 0 to 1."""
        self.sound.show_level(level)

    def show_turned_away(self, callers: tuple[str, ...]) -> None:
        """Tell who called during this call and heard busy, as `party` of each."""
        if callers != self._turned_away:
            self._turned_away = callers
            self._refresh()

    def show_hotkeys(self, answer: str, hang_up: str, mute: str) -> None:
        """Tell the keys that do the same in any program, such as "Ctrl+Alt+M"; "" = none."""
        self.buttons.show_hotkeys(answer, hang_up, mute)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Digits go out as tones while the keypad is open. Escape folds it, and no more."""
        if event.key() == Qt.Key.Key_Escape:
            self._unfold(self.tones, False)
            self._unfold(self.sound, False)
        elif not (self.tones.isVisible() and self.tones.take_key(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """See IconButton.note_release."""
        self.tones.note_release(event)
        self.buttons.note_release(event)
        self.head.copy_button.note_release(event)
        super().keyReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See ClickGuard.painted."""
        super().paintEvent(event)
        self._guard.painted()

    def _refresh(self) -> None:
        call = self._call
        if call is None:
            return
        state, before = self._state(call), self.head.state.text()
        told_before = self.notes.shown
        notes = [*notes_of(call), *turned_away(self._turned_away)]
        self.setWindowTitle(title_of(call))
        self.head.show_call(call, state)
        self.buttons.show_call(call, leaving=self._leaving)
        self.notes.show_notes(notes, quality_of(call))
        self.tones.show_tones(call.tones)
        ended = call.stage is CallStage.ENDED
        self._column.insertWidget(1 if ended else 2, self.notes)  # above Close, below Hang up
        self._fit()
        self.update()
        new = [words for note in notes if note not in told_before for words in note[1:]]
        announce(self, " ".join([*([state] if state != before else []), *new]))

    def _state(self, call: LiveCall) -> str:
        if call.stage is CallStage.ENDED:
            return state_of(call)
        if self._leaving:
            incoming = call.stage is CallStage.INCOMING
            return tr("Declining …") if incoming else tr("Hanging up …")
        return tr("Answering …") if self._answering else state_of(call)

    def _leave(self) -> None:
        call = self._call
        if call is None or call.stage is CallStage.ENDED or self._leaving:
            return
        self._leaving = True
        self._refresh()
        request = (
            self.decline_requested if call.stage is CallStage.INCOMING else self.hang_up_requested
        )
        request.emit(call.id)

    def _answer(self) -> None:
        deaf = self._answering or self._leaving
        if self._call and self._call.stage is CallStage.INCOMING and not deaf:
            self._answering = True
            self._refresh()
            self.answer_requested.emit(self._call.id)

    def _mute(self) -> None:
        if self._call:
            self.mute_requested.emit(self._call.id, not self._call.muted)

    def _hold(self) -> None:
        if self._call:
            self.hold_requested.emit(self._call.id, self._call.held_by is not HeldBy.AGENT)

    def _send_key(self, key: str) -> None:
        if self._call and self._call.stage is CallStage.TALKING:
            self.keys_requested.emit(self._call.id, key)

    def _copy(self) -> None:
        if self._call and self._call.number:
            self.copy_requested.emit(self._call.number)

    def _unfold(self, part: QWidget, shown: bool) -> None:
        """One part at a time, beside the call, so that no button moves."""
        other = self.sound if part is self.tones else self.tones
        if shown:
            other.hide()
        part.setVisible(shown)
        self.buttons.keypad.setChecked(not self.tones.isHidden())
        self.buttons.sound.setChecked(not self.sound.isHidden())
        self._fit()

    def _fit(self) -> None:
        """Just large enough for what is shown; the notes give way on a small screen."""
        for part in (self.head, self.buttons, self.notes, self.tones, self.sound):
            settle(part)
        narrow = max(self._narrow, self.buttons.least_width)
        self._left.setFixedWidth(narrow)
        parts = [part for part in (self.tones, self.sound) if not part.isHidden()]
        wide = sum(self._row.spacing() + part.sizeHint().width() for part in parts)
        edges = self._row.contentsMargins()
        self.notes.setFixedHeight(0)
        without = self._column.totalHeightForWidth(narrow)
        frame = 3 * self.fontMetrics().height()
        free = self.screen().availableSize().height() - edges.top() - edges.bottom() - frame
        self.notes.fit(narrow, free - without)
        heights = [self._column.totalHeightForWidth(narrow)]
        for part in parts:
            asked = part.sizeHint()
            heights.append(max(asked.height(), part.heightForWidth(asked.width())))
        self.setFixedSize(
            edges.left() + narrow + wide + edges.right(),
            edges.top() + max(heights) + edges.bottom(),
        )
        self._keep_on_screen()

    def _keep_on_screen(self) -> None:
        """What unfolds at the edge of the screen moves the window into it, and back once folded."""
        if not self.isVisible():
            return
        free, frame = self.screen().availableGeometry(), self.frameGeometry()
        frame.setSize(frame.size() - self.geometry().size() + self.size())
        pushed = self._pushed_to is not None and self._pushed_to == frame.topLeft()
        if not pushed:  # it never was, or somebody has moved it since
            self._home = frame.topLeft()
        frame.moveTopLeft(self._home)
        left = max(min(frame.left(), free.right() + 1 - frame.width()), free.left())
        top = max(min(frame.top(), free.bottom() + 1 - frame.height()), free.top())
        spot = QPoint(left, top)
        self._pushed_to = spot if spot != self._home else None
        if spot != self.pos():
            self.move(spot)

    def _come_up(self) -> None:
        if not self._placed:
            self._placed = True
            screen = self.screen()
            frame = QSize(8, 2 * self.fontMetrics().height())
            whole, free = screen.geometry(), screen.availableGeometry()
            self.move(place(self.size() + frame, QRect(), QCursor.pos(), whole, free))
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()

    def _connect(self) -> None:
        buttons = self.buttons
        buttons.answer.requested.connect(self._answer)
        buttons.decline.requested.connect(self._leave)
        buttons.hang_up.requested.connect(self._leave)
        buttons.close_button.requested.connect(self.close)
        buttons.mute.requested.connect(self._mute)
        buttons.hold.requested.connect(self._hold)
        buttons.keypad.requested.connect(lambda: self._unfold(self.tones, self.tones.isHidden()))
        buttons.sound.requested.connect(lambda: self._unfold(self.sound, self.sound.isHidden()))
        self.head.copy_button.requested.connect(self._copy)
        self.tones.key_pressed.connect(self._send_key)
        self.sound.sound_chosen.connect(self.sound_chosen)
        self.sound.meter_requested.connect(self.meter_requested)
        self.sound.test_ring_requested.connect(self.test_ring_requested)
        closing = QShortcut(self)
        closing.setKeys(QKeySequence.StandardKey.Close)
        closing.activated.connect(self.close)

    def _lay_out(self) -> None:
        self._narrow = 44 * self.fontMetrics().averageCharWidth()
        self._left = QWidget()
        self._column = QVBoxLayout(self._left)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        for part in (self.head, self.buttons, self.notes):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 12, 14, 12)
        self._row.setSpacing(18)
        self._row.addWidget(self._left)
        for folded in (self.tones, self.sound):
            folded.hide()
            self._row.addWidget(folded, 1)
