"""A button that calls: whatever key is held down on it, it is pressed once."""

from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ..widgets.press_guard import ENTER_KEYS


class CallButton(QPushButton):
    """A push button without auto-repeat, neither of Enter nor of its mnemonic.

    Qt repeats both: a button's own mnemonic has no switch for it, so a shortcut takes its place.
    """

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mnemonic = QShortcut(self)
        self._mnemonic.setAutoRepeat(False)
        self._mnemonic.activated.connect(self.click)  # at once, not when the key is up
        self.show_words(words)

    def show_words(self, words: str) -> None:
        """Set the text, with & before the mnemonic."""
        self.setText(words)
        self.setShortcut(QKeySequence())
        self._mnemonic.setKey(QKeySequence.mnemonic(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """See QPushButton."""
        if event.key() not in ENTER_KEYS:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()
