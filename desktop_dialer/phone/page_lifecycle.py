"""The life of the page: loaded, lost when its process ends, reloaded, given up."""

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEnginePage

from ..pbx.softphone.commands import Command
from .bridge import Bridge
from .log import note
from .page import PhonePage, off_the_record
from .page_files import INDEX, PageFiles, is_page

_READY_LIMIT_S = 20
"""From loading until the page reports that it is ready; 0.3 s is usual."""

_CRASHES = 3
_WITHIN_S = 60


class PageLifecycle(QObject):
    """One page, reloaded when it is lost. `on_event`: called with each event, as JSON."""

    lost = Signal()
    """The page and its calls are lost; it is being reloaded."""

    given_up = Signal(str)
    """The page will not be loaded again, for this reason."""

    def __init__(self, files: PageFiles, on_event: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._profile = off_the_record(files, self)
        self.page = PhonePage(self._profile, self)
        self._bridge = Bridge(self.page, on_event)
        self._crashes: deque[float] = deque(maxlen=_CRASHES)
        self._ready_timer = QTimer(self, singleShot=True, interval=_READY_LIMIT_S * 1000)
        self._ready_timer.timeout.connect(self._on_not_ready)
        self.page.renderProcessTerminated.connect(self._on_crash)
        self.page.urlChanged.connect(self._on_url)

    def load(self) -> None:
        """Load the page, which reports when it is ready."""
        self._ready_timer.start()
        self.page.load(INDEX)

    def ready(self) -> None:
        """The page has reported that it is ready."""
        self._ready_timer.stop()

    def send(self, command: Command) -> None:
        """Send a command to the page, which must be ready."""
        self._bridge.send(command)

    def end(self) -> None:
        """Delete the page, and then its profile."""
        self._ready_timer.stop()
        self.page.renderProcessTerminated.disconnect(self._on_crash)
        self.page.urlChanged.disconnect(self._on_url)
        for part in (self.page, self._profile):
            part.deleteLater()

    def _on_not_ready(self) -> None:
        self.given_up.emit(f"The phone's page did not start within {_READY_LIMIT_S} s.")

    def _on_crash(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        note(f"the page's process ended: {status.name}, {code}")
        self._reload()

    def _on_url(self, url: QUrl) -> None:
        if not is_page(url):  # the engine does not ask before about:blank (measured)
            note(f"the page went to a {url.scheme()} address")
            self._reload()

    def _reload(self) -> None:
        now = time.monotonic()
        self._crashes.append(now)
        if len(self._crashes) == _CRASHES and now - self._crashes[0] < _WITHIN_S:
            self.given_up.emit(f"The phone's page crashed {_CRASHES} times within a minute.")
            return
        self.lost.emit()
        QTimer.singleShot(0, self, self.load)  # after the engine has cleaned up
