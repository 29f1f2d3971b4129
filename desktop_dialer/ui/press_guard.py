"""Deliberate presses: what a double click or a bouncing finger adds counts for nothing."""

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

LEAST_MS = 300


class PressGuard:
    """Lets a press through only some time after the last one it let through.

    The time is that of a double click on this desktop, and never below 300 ms.
    """

    def __init__(self) -> None:
        self._since = QElapsedTimer()

    @property
    def open(self) -> bool:
        """Whether a press would count now."""
        pause = max(LEAST_MS, QApplication.doubleClickInterval())
        return not self._since.isValid() or self._since.elapsed() >= pause

    def take(self) -> bool:
        """Whether this press counts; if it does, the time starts anew."""
        if not self.open:
            return False
        self.restart()
        return True

    def restart(self) -> None:
        """Let nothing through for the time from now: something new is to be read first."""
        self._since.start()
