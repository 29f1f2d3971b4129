"""The twelve keys of a phone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from ...translation import tr
from ..widgets.fonts import enlarge

KEYS = "123456789*0#"
_COLUMNS = 3
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Down: _COLUMNS,
}


class Keypad(QWidget):
    """Keys that say which one was pressed.

    One of them is in the tab order; the arrow keys lead to the others. The mouse leaves the
    keyboard focus where it is, so that Enter still calls.
    """

    key_pressed = Signal(str)

    def __init__(self, purpose: str = "", typed: str = KEYS + "+") -> None:
        """`purpose`: what a key does, for screen readers. `typed`: digits taken when written."""
        super().__init__()
        self._purpose = purpose or tr("Adds this digit to the number")
        self._typed = typed
        self.setAccessibleName(tr("Keypad"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.keys = [self._new_key(key) for key in KEYS]
        for index, button in enumerate(self.keys):
            grid.addWidget(button, *divmod(index, _COLUMNS))
        self.keys[0].setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Arrow keys move within the keypad; a typed digit presses its key."""
        focused = next((index for index, key in enumerate(self.keys) if key.hasFocus()), None)
        typed = event.text()
        if focused is not None and event.key() in _STEPS:
            self._move(focused, _STEPS[Qt.Key(event.key())])
        elif typed and typed in self._typed:
            self.key_pressed.emit(typed)
        else:
            super().keyPressEvent(event)

    def _move(self, index: int, step: int) -> None:
        target = index + step
        same_row = target // _COLUMNS == index // _COLUMNS
        if not 0 <= target < len(self.keys) or (abs(step) == 1 and not same_row):
            return
        self.keys[index].setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.keys[target].setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.keys[target].setFocus(Qt.FocusReason.OtherFocusReason)

    def _new_key(self, key: str) -> QPushButton:
        button = _Key(key)
        names = {"*": tr("Star"), "#": tr("Hash")}
        button.setAccessibleName(names.get(key, key))
        button.setAccessibleDescription(self._purpose)
        button.clicked.connect(lambda: self.key_pressed.emit(key))
        return button


class _Key(QPushButton):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoDefault(False)  # Enter calls; Space presses the key
        enlarge(self, 1.25)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        metrics = self.fontMetrics()
        self.setMinimumSize(metrics.height() * 2, round(metrics.height() * 1.3))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Leave the arrow keys to the keypad: Qt's own ones go to the next key only."""
        if event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)
