"""Deliberate presses: what a double click, a bouncing finger or a held key adds counts nothing."""

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

LEAST_MS = 300
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PressGuard:
    """Lets a press through only after some time without any.

    The time is that of a double click on this desktop, and never below 300 ms. Presses that
    come too early restart it, so rapid presses count as one.
    """

    def __init__(self) -> None:
        self._since = QElapsedTimer()

    @property
    def open(self) -> bool:
        """Whether a press would count now."""
        pause = max(LEAST_MS, QApplication.doubleClickInterval())
        return not self._since.isValid() or self._since.elapsed() >= pause

    def take(self) -> bool:
        """Whether this press counts."""
        counts = self.open
        self.restart()
        return counts

    def restart(self) -> None:
        """Let nothing through for the time from now."""
        self._since.start()

    def note_release(self, event: QKeyEvent) -> None:
        """Take the release of a key that may have called: Enter, or Alt with a letter.

        X11 repeats a held key as release and press at one instant, and Qt's isAutoRepeat() is
        often false for them (measured with Qt 6.11 under Xvfb). A press right behind a release
        is the held key.
        """
        if event.key() in ENTER_KEYS or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.restart()
