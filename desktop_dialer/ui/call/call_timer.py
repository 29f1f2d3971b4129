"""The running time of a call. Its timer runs only while there is somebody to look at it."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from ...model.live_call import clock_time
from ...translation import tr


class CallTimer(QLabel):
    """Shows m:ss since the answer, or h:mm:ss; empty before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since: float | None = None
        self._until: float | None = None
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._show)
        # A name would be read in the place of the time.
        self.setAccessibleDescription(tr("Call duration"))

    @property
    def running(self) -> bool:
        """Whether the timer runs."""
        return self._tick.isActive()

    def show_time(self, since: float | None, until: float | None) -> None:
        """Run from `since`, or are at `until`; seconds of the monotonic clock."""
        self._since, self._until = since, until
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        """See QWidget."""
        super().showEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        """See QWidget. A minimised window counts as hidden."""
        super().hideEvent(event)
        self._tick.stop()

    def _show(self) -> None:
        self._tick.stop()
        if self._since is None:
            self.clear()
            return
        now = time.monotonic() if self._until is None else self._until
        seconds = max(now - self._since, 0.0)
        self.setText(clock_time(seconds))
        if self._until is None and self.isVisible() and not self.window().isMinimized():
            self._tick.start(round(1000 * (1 - seconds % 1)) + 5)  # just behind the next second
