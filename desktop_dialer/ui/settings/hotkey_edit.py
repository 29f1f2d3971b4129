"""A field that takes a key by pressing it, as the setting `hotkey.call` writes keys."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLineEdit, QWidget

_WINDOW_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_EMPTYING_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class HotkeyEdit(QKeySequenceEdit):
    """One key with its modifiers. Backspace empties it; Enter and Escape are the window's.

    `hotkey_changed`: the key in the portable form ("Ctrl+Alt+B"), "" = none; it may be one
    that the setting does not allow.
    """

    hotkey_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumSequenceLength(1)
        self.setClearButtonEnabled(True)
        self.keySequenceChanged.connect(lambda: self.hotkey_changed.emit(self.hotkey))

    @property
    def hotkey(self) -> str:
        """The key, in the form of the setting."""
        return self.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def show_hotkey(self, hotkey: str) -> None:
        """Show the key of the setting."""
        self.setKeySequence(QKeySequence(hotkey, QKeySequence.SequenceFormat.PortableText))

    def setAccessibleName(self, name: str) -> None:  # noqa: N802  # Qt's name
        """Name the line inside, too: it is what has the focus."""
        super().setAccessibleName(name)
        for line in self.findChildren(QLineEdit):
            line.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:  # noqa: N802  # Qt's name
        """As with the name."""
        super().setAccessibleDescription(description)
        for line in self.findChildren(QLineEdit):
            line.setAccessibleDescription(description)

    def event(self, event: QEvent) -> bool:
        """Let Enter and Escape through: QKeySequenceEdit takes them as keys to record."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _bare(event, _WINDOW_KEYS):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """See QKeySequenceEdit."""
        if _bare(event, _WINDOW_KEYS):
            event.ignore()
        elif _bare(event, _EMPTYING_KEYS):
            self.clear()
        else:
            super().keyPressEvent(event)


def _bare(event: QKeyEvent, keys: tuple[Qt.Key, ...]) -> bool:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in keys and modifiers == Qt.KeyboardModifier.NoModifier
