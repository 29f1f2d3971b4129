"""The keypad of a call: keys that go out as tones, and those that did."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...translation import tr
from .keypad import KEYS, Keypad


class DtmfPad(QWidget):
    """Emits each key once, however long it is held: a tone more is another choice in a menu."""

    key_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._released = (0, -1)
        self.keypad = Keypad(tr("Sends this digit"), typed="")
        self.sent = QLabel()
        self.sent.setTextFormat(Qt.TextFormat.PlainText)
        self.sent.setWordWrap(True)
        hint = QLabel(tr("Press or type digits to send them as tones."))
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(hint)
        column.addWidget(self.keypad, 1)
        column.addWidget(self.sent)
        self.keypad.key_pressed.connect(self.key_pressed)
        self.show_tones("")

    def show_tones(self, tones: str) -> None:
        """Show what was sent, as the phone says."""
        grouped = " ".join(tones[at : at + 4] for at in range(0, len(tones), 4))
        nothing = tr("Nothing sent yet.")
        self.sent.setText(tr("Sent: {digits}").format(digits=grouped) if tones else nothing)

    def take_key(self, event: QKeyEvent) -> bool:
        """Take a typed key that is one of a phone's; False where it is none."""
        typed = event.text()
        if not typed or typed not in KEYS:
            return False
        held = event.isAutoRepeat() or (event.key(), event.timestamp()) == self._released
        if not held:
            self.key_pressed.emit(typed)
        return True

    def note_release(self, event: QKeyEvent) -> None:
        """X11 repeats a held key as release and press at one instant (see PressGuard)."""
        self._released = event.key(), event.timestamp()
