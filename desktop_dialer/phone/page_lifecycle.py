"""The page's life: loaded, lost when its process ends, loaded again, given up."""

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
"""From loading until the page tells that it is ready; 0.3 s is usual."""

_DEATHS = 3
_WITHIN_S = 60


class PageLifecycle(QObject):
    """One page, again and again. `on_event`: takes what the page tells, as JSON."""

    lost = Signal()
    """The page and its calls are gone; another one is being loaded."""

    given_up = Signal(str)
    """There will be no page any more, for this reason."""

    def __init__(self, files: PageFiles, on_event: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._profile = off_the_record(files, self)
        self.page = PhonePage(self._profile, self)
        self._bridge = Bridge(self.page, on_event)
        self._deaths: deque[float] = deque(maxlen=_DEATHS)
        self._patience = QTimer(self, singleShot=True, interval=_READY_LIMIT_S * 1000)
        self._patience.timeout.connect(self._on_no_page)
        self.page.renderProcessTerminated.connect(self._on_death)
        self.page.urlChanged.connect(self._on_url)

    def load(self) -> None:
        """Load the page; it tells when it is ready."""
        self._patience.start()
        self.page.load(INDEX)

    def has_come(self) -> None:
        """The page has told that it is ready."""
        self._patience.stop()

    def tell(self, command: Command) -> None:
        """Hand a command to a page that is ready."""
        self._bridge.tell(command)

    def end(self) -> None:
        """Delete the page, and then the profile that it lives in."""
        self._patience.stop()
        self.page.renderProcessTerminated.disconnect(self._on_death)
        self.page.urlChanged.disconnect(self._on_url)
        for part in (self.page, self._profile):
            part.deleteLater()

    def _on_no_page(self) -> None:
        self.given_up.emit(f"The phone's page did not start within {_READY_LIMIT_S} s.")

    def _on_death(self, how: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        note(f"the page's process ended: {how.name}, {code}")
        self._bring_back()

    def _on_url(self, url: QUrl) -> None:
        if not is_page(url):  # the engine asks for every page but about:blank (measured)
            note(f"the page went to a {url.scheme()} address")
            self._bring_back()

    def _bring_back(self) -> None:
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) == _DEATHS and now - self._deaths[0] < _WITHIN_S:
            self.given_up.emit(f"The phone's page broke down {_DEATHS} times within a minute.")
            return
        self.lost.emit()
        QTimer.singleShot(0, self, self.load)  # the engine is still clearing up when it tells
