"""The engine is loaded and runs until the phone leaves."""

import builtins
import signal
import socket
from pathlib import Path

_plain_import = builtins.__import__

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal  # noqa: E402

# QtCore's import reads every module's source from now on and keeps it (PYSIDE-2029).
builtins.__import__ = _plain_import

from PySide6.QtGui import QGuiApplication  # noqa: E402

from .page_files import PageFiles, register_scheme  # noqa: E402
from .phone import PageHost  # noqa: E402
from .pipe import EventWriter, listen  # noqa: E402


class _Commands(QObject):
    """What other threads and signals ask for, on the thread of Qt's loop."""

    line = Signal(bytes)
    end = Signal()

    def __init__(self) -> None:
        super().__init__()
        # Python runs signal handlers between two bytecodes, and Qt's loop runs none while it
        # waits: the wake-up descriptor ends that wait.
        self._ears, self._mouth = socket.socketpair()
        self._ears.setblocking(False)
        self._mouth.setblocking(False)
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        names = ("SIGTERM", "SIGINT", "SIGHUP")  # Windows has no SIGHUP
        for name in (name for name in names if hasattr(signal, name)):
            signal.signal(getattr(signal, name), lambda *_: None)
        notifier = QSocketNotifier(self._ears.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._hear)

    def _hear(self) -> None:
        if self._ears.recv(64):
            self.end.emit()


def run(folder: Path, commands: int, outlet: EventWriter) -> int:
    """Host the page in `folder` until the end of `commands`; the exit code. Raises OSError."""
    register_scheme()
    application = QGuiApplication(["desktop-dialer-phone"])
    phone = PageHost(PageFiles(folder), outlet.tell, application.exit)
    wishes = _Commands()
    wishes.line.connect(phone.obey, Qt.ConnectionType.QueuedConnection)
    wishes.end.connect(phone.end, Qt.ConnectionType.QueuedConnection)
    listen(commands, wishes.line.emit, wishes.end.emit)
    return application.exec()
