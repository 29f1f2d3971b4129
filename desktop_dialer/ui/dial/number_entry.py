"""The entry for a number: grouped while typed, the cursor kept beside its digit."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ..widgets.fonts import enlarge

GroupAsTyped = Callable[[str, int], tuple[str, int]]
"""Text and cursor → the same, grouped (`dialling.as_you_type.group_as_typed`)."""


class NumberEntry(QLineEdit):
    """A line for one number. Without a grouping function the text stays as typed.

    `number_edited`: the text after a person's or the keypad's change, grouped.
    """

    number_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group: GroupAsTyped | None = None
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        enlarge(self, 1.5)
        self.setTextMargins(4, 2, 4, 2)
        self.textEdited.connect(self._regroup)

    def use_grouping(self, group: GroupAsTyped) -> None:
        """Group from now on, including what is there already."""
        self._group = group
        grouped, cursor = group(self.text(), self.cursorPosition())
        self._replace(grouped, cursor)

    def put(self, key: str) -> None:
        """Type `key` at the cursor."""
        self.insert(key)
        self._regroup()

    def fill(self, text: str) -> None:
        """Put `text` in the place of everything, as if it was typed."""
        self.setText(text)
        self._regroup()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Delete digits, not the spaces that the grouping would put back at once."""
        one = event.modifiers() == Qt.KeyboardModifier.NoModifier  # not a whole word
        if self._group and one and not self.hasSelectedText():
            text, cursor = self.text(), self.cursorPosition()
            if event.key() == Qt.Key.Key_Backspace and text[:cursor].endswith(" "):
                self.cursorBackward(False)
            if event.key() == Qt.Key.Key_Delete and text[cursor:].startswith(" "):
                self.cursorForward(False)
        super().keyPressEvent(event)

    def _regroup(self) -> None:
        if self._group:
            grouped, cursor = self._group(self.text(), self.cursorPosition())
            self._replace(grouped, cursor)
        self.number_edited.emit(self.text())

    def _replace(self, text: str, cursor: int) -> None:
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(cursor)
