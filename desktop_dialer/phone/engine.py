"""Loads the web engine and runs it until the phone exits."""

import builtins
from pathlib import Path

_plain_import = builtins.__import__

from PySide6.QtCore import QObject, Qt, Signal  # noqa: E402

# QtCore replaces the import function by one that reads and keeps the source of every module
# that is imported afterwards (PYSIDE-2029).
builtins.__import__ = _plain_import

from PySide6.QtGui import QGuiApplication  # noqa: E402

from ..desktop.shutdown_signals import ShutdownSignals  # noqa: E402
from .page_files import PageFiles, register_scheme  # noqa: E402
from .phone import PageHost  # noqa: E402
from .pipe import EventWriter, listen  # noqa: E402


class _Commands(QObject):
    """Passes commands of other threads on to the thread of Qt's loop."""

    line = Signal(bytes)
    end = Signal()


def run(folder: Path, commands: int, writer: EventWriter) -> int:
    """Host the page in `folder` until the end of `commands`; the exit code. Raises OSError."""
    register_scheme()
    application = QGuiApplication(["desktop-dialer-phone"])
    host = PageHost(PageFiles(folder), writer.write, application.exit)
    incoming = _Commands()
    incoming.line.connect(host.handle_line, Qt.ConnectionType.QueuedConnection)
    incoming.end.connect(host.end, Qt.ConnectionType.QueuedConnection)
    signals = ShutdownSignals(incoming)
    signals.requested.connect(host.end, Qt.ConnectionType.QueuedConnection)
    listen(commands, incoming.line.emit, incoming.end.emit)
    return application.exec()
