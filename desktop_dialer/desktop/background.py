"""Work on other threads whose result comes back to the GUI thread."""

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool

from .gui_thread import GuiThread

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Background(QObject):
    """A small pool of threads. See dialer.Background.

    Its threads never expire: an expiring one wakes up for it, and an idle app does not wake.
    """

    def __init__(self, gui: GuiThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gui = gui
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(4)
        self._pool.setExpiryTimeout(-1)

    def run(
        self,
        work: Callable[[], _T],
        on_result: Callable[[_T], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Run `work` on a thread of the pool, then one of the two on the GUI thread."""

        def carry_out() -> None:
            # Whatever goes wrong in `work` belongs to `on_error`, which has words for it.
            try:
                result = work()
            except Exception as error:  # noqa: BLE001
                failure = error
                self._gui.post(lambda: on_error(failure))
            else:
                self._gui.post(lambda: on_result(result))

        self._pool.start(carry_out)

    def drop_waiting(self) -> None:
        """Start nothing of what waits for a thread."""
        self._pool.clear()

    def wait(self, limit_ms: int) -> bool:
        """Wait for everything, at most `limit_ms`; whether all of it ended."""
        return self._pool.waitForDone(limit_ms)
