"""The way back to the GUI thread, from any thread."""

from collections.abc import Callable
from threading import RLock

from PySide6.QtCore import QObject, Qt, Signal


class GuiThread(QObject):
    """Belongs to the thread that makes it; whatever is posted to it runs there, in order."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._posting = RLock()  # a garbage collection in here may post, too
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, work: Callable[[], None]) -> None:
        """Have `work` run on the GUI thread, soon. From any thread; never waits for `work`."""
        with self._posting:
            if not self._closed:
                self._posted.emit(work)

    def close(self) -> None:
        """Take nothing more: the program ends.

        Threads of libraries and of the phone process may outlive the Qt objects by a moment, and
        PySide6 6.11 crashes where one of them emits a signal of an object that is being deleted
        (7 of 20 ends, measured with a thread that posts all the time).
        """
        with self._posting:
            self._closed = True

    def _run(self, work: Callable[[], None]) -> None:
        work()
