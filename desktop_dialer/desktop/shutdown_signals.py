"""The request to end, from a signal or from the end of the desktop session, as one Qt signal."""

import signal

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from .waker import Waker


class ShutdownSignals(QObject):
    """Emits `requested` on SIGTERM, SIGINT and SIGHUP.

    Python runs signal handlers between two bytecodes, and Qt's loop runs none while it waits.
    The wake-up descriptor ends that wait without a timer that would wake an idle program.
    """

    requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waker = Waker()
        signal.set_wakeup_fd(self._waker.write_fd, warn_on_full_buffer=False)
        names = ("SIGTERM", "SIGINT", "SIGHUP")  # Windows has no SIGHUP
        for name in (name for name in names if hasattr(signal, name)):
            signal.signal(getattr(signal, name), lambda *_: None)
        notifier = QSocketNotifier(self._waker.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        if self._waker.clear():
            self.requested.emit()
