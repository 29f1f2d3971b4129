"""The way back to the GUI thread, from any thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class GuiThread(QObject):
    """Belongs to the thread that makes it; whatever is posted to it runs there, in order."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, work: Callable[[], None]) -> None:
        """Have `work` run on the GUI thread, soon. From any thread; never waits."""
        self._posted.emit(work)

    def _run(self, work: Callable[[], None]) -> None:
        work()
