"""Loads the web engine and runs it until the phone exits."""

import builtins
import signal
import socket
from pathlib import Path

_plain_import = builtins.__import__

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal  # noqa: E402

# QtCore replaces the import function by one that reads and keeps the source of every module
# that is imported afterwards (PYSIDE-2029).
builtins.__import__ = _plain_import

from PySide6.QtGui import QGuiApplication  # noqa: E402

from .page_files import PageFiles, register_scheme  # noqa: E402
from .phone import PageHost  # noqa: E402
from .pipe import EventWriter, listen  # noqa: E402


class _Commands(QObject):
    """Passes commands of other threads and POSIX signals on to the thread of Qt's loop."""

    line = Signal(bytes)
    end = Signal()

    def __init__(self) -> None:
        super().__init__()
        # Python runs signal handlers between two bytecodes, and while Qt's loop waits there are
        # none: the wake-up descriptor ends that wait.
        self._read_end, self._write_end = socket.socketpair()
        self._read_end.setblocking(False)
        self._write_end.setblocking(False)
        signal.set_wakeup_fd(self._write_end.fileno(), warn_on_full_buffer=False)
        names = ("SIGTERM", "SIGINT", "SIGHUP")  # Windows has no SIGHUP
        for name in (name for name in names if hasattr(signal, name)):
            signal.signal(getattr(signal, name), lambda *_: None)
        notifier = QSocketNotifier(self._read_end.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        if self._read_end.recv(64):
            self.end.emit()


def run(folder: Path, commands: int, writer: EventWriter) -> int:
    """Host the page in `folder` until the end of `commands`; the exit code. Raises OSError."""
    register_scheme()
    application = QGuiApplication(["desktop-dialer-phone"])
    host = PageHost(PageFiles(folder), writer.write, application.exit)
    incoming = _Commands()
    incoming.line.connect(host.handle_line, Qt.ConnectionType.QueuedConnection)
    incoming.end.connect(host.end, Qt.ConnectionType.QueuedConnection)
    listen(commands, incoming.line.emit, incoming.end.emit)
    return application.exec()
