"""The intent to end, from a signal or from the end of the desktop session, as one Qt signal."""

import logging
import os
import signal
import socket
from typing import NoReturn

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_log = logging.getLogger(__name__)


class ShutdownSignals(QObject):
    """Emits `requested` on SIGTERM, SIGINT and SIGHUP.

    Python runs signal handlers between two bytecodes, and Qt's loop runs none while it waits.
    The wake-up descriptor ends that wait without a timer that would wake an idle program.
    """

    requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ears, mouth = socket.socketpair()
        self._ears.setblocking(False)
        mouth.setblocking(False)
        self._mouth = mouth  # kept open: signal writes to its descriptor
        signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
        names = ("SIGTERM", "SIGINT", "SIGHUP")  # Windows has no SIGHUP
        for name in (name for name in names if hasattr(signal, name)):
            signal.signal(getattr(signal, name), lambda *_: None)
        notifier = QSocketNotifier(self._ears.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._hear)

    def _hear(self) -> None:
        if self._ears.recv(64):
            self.requested.emit()


def end_at_once(code: int) -> NoReturn:
    """End without waiting for threads: one may wait for the PBX, and so would the session.

    The call log has the intent without an outcome, which is what is known.
    """
    _log.warning("work was cut off at the end; a call without an outcome is unknown")
    logging.shutdown()
    os._exit(code)
