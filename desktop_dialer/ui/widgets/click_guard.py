"""A window that appears or changes under a hand takes no click at first."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

CLOSED_MS = 300
"""People need about this long to notice a change and hold a click back."""

_PRESSES = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchBegin,
    QEvent.Type.KeyPress,
)
_PRESSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ClickGuard(QObject):
    """Swallows presses on the watched widgets until they have been seen for `CLOSED_MS`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._seen = QElapsedTimer()
        self._released = (0, -1)

    def watch(self, widget: QWidget) -> None:
        """Guard `widget` too."""
        widget.installEventFilter(self)

    def close(self) -> None:
        """Something has changed: let nothing through until it has been painted, and a while."""
        self._seen.invalidate()

    def painted(self) -> None:
        """The change is on the screen; the time runs from the first painting."""
        if not self._seen.isValid():
            self._seen.start()

    @property
    def is_open(self) -> bool:
        """Whether a click may count now."""
        return self._seen.isValid() and self._seen.elapsed() >= CLOSED_MS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt asks here before a watched widget gets an event."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyRelease:
            self._released = event.key(), event.timestamp()
        if event.type() in _PRESSES and (not self.is_open or self._is_held_down(event)):
            return True
        return super().eventFilter(watched, event)

    def _is_held_down(self, event: QEvent) -> bool:
        """Whether a key that presses buttons repeats itself: it went down before, elsewhere.

        X11 repeats a held key as release and press at one instant, and Qt's isAutoRepeat() is
        often false for them (measured with Qt 6.11 under Xvfb).
        """
        if not isinstance(event, QKeyEvent) or event.key() not in _PRESSING_KEYS:
            return False
        return event.isAutoRepeat() or (event.key(), event.timestamp()) == self._released
