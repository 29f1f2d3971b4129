"""What can be done with a call: answer, decline, hang up, mute, hold, keypad, sound."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ...model.live_call import CallStage, HeldBy, LiveCall
from ...translation import tr
from ..widgets.click_guard import ClickGuard
from ..widgets.fonts import enlarge
from ..widgets.icon_button import IconButton
from ..widgets.marks import Mark


class CallButtons(QWidget):
    """The buttons, those shown that fit the stage. Each emits `requested` when pressed."""

    def __init__(self, guard: ClickGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer = IconButton(tr("&Answer"), "answer", guard, key="Ctrl+A", mark=Mark.GOOD)
        self.decline = IconButton(tr("&Decline"), "hang-up", guard, key="Ctrl+H", mark=Mark.NO)
        self.hang_up = IconButton(tr("&Hang up"), "hang-up", guard, key="Ctrl+H", mark=Mark.NO)
        self.close_button = IconButton(tr("C&lose"), "", guard)
        self.mute = IconButton(
            *(tr("&Mute"), "mute", guard), key="Ctrl+M", mark=Mark.WARNING, checkable=True
        )
        self.hold = IconButton(
            *(tr("H&old"), "hold", guard), key="Ctrl+O", mark=Mark.BUSY, checkable=True
        )
        self.keypad = IconButton(tr("&Keypad"), "keypad", guard, key="Ctrl+K", checkable=True)
        self.sound = IconButton(tr("&Sound"), "speaker", guard, key="Ctrl+S", checkable=True)
        self._toggles = (self.mute, self.hold, self.keypad, self.sound)
        self._lay_out()

    @property
    def all(self) -> list[IconButton]:
        """All of them, in the order of the Tab key."""
        return [
            *(self.answer, self.decline, self.mute, self.hold),
            *(self.keypad, self.sound, self.hang_up, self.close_button),
        ]

    @property
    def least_width(self) -> int:
        """Room for the widest row, shown or not, so that the window keeps its width."""
        gaps = 8 * len(self._toggles)
        return sum(button.sizeHint().width() for button in self._toggles) + gaps

    def show_call(self, call: LiveCall, *, leaving: bool) -> None:
        """Show what fits `call`; `leaving`: it is being ended.

        Answer stays what it is while the phone answers: the focus would move to Decline.
        """
        incoming, ended = call.stage is CallStage.INCOMING, call.stage is CallStage.ENDED
        talking = call.stage is CallStage.TALKING and not leaving
        for button in (self.answer, self.decline):
            button.setVisible(incoming)
        for button in self._toggles:
            button.setVisible(not incoming and not ended)
            button.setEnabled(talking or button is self.sound)
        self.hang_up.setVisible(not incoming and not ended)
        self.close_button.setVisible(ended)
        self.answer.setEnabled(not leaving)
        self.decline.setEnabled(not leaving)
        self.hang_up.setEnabled(not leaving)
        self.mute.setChecked(call.muted)
        self.hold.setChecked(call.held_by is HeldBy.AGENT)

    def show_hotkeys(self, answer: str, hang_up: str, mute: str) -> None:
        """Tell the keys that do the same in any program, "" = none."""
        self.answer.show_hotkey(answer)
        self.decline.show_hotkey(hang_up)
        self.hang_up.show_hotkey(hang_up)
        self.mute.show_hotkey(mute)

    def first_of(self, stage: CallStage) -> IconButton:
        """Where the focus goes when a call comes to `stage`: nowhere that ends it."""
        if stage is CallStage.INCOMING:
            return self.answer
        if stage is CallStage.ENDED:
            return self.close_button
        return self.mute if stage is CallStage.TALKING else self.sound

    def note_release(self, event: QKeyEvent) -> None:
        """See IconButton.note_release."""
        for button in self.all:
            button.note_release(event)

    def _lay_out(self) -> None:
        for large in (self.answer, self.decline, self.hang_up):
            enlarge(large, 1.15)
            large.setMinimumHeight(round(2.1 * large.fontMetrics().height()))
        toggles = QGridLayout()
        for column, button in enumerate(self._toggles):
            toggles.addWidget(button, 0, column)
            toggles.setColumnStretch(column, 1)
        ends = QHBoxLayout()
        for button in (self.answer, self.decline, self.hang_up):
            ends.addWidget(button, 1)
        ends.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.addLayout(toggles)
        column_.addLayout(ends)
