"""The page's interface to this process: one object with one signal and one slot."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage

from ..pbx.softphone.commands import Command


class Bridge(QObject):
    """In the page `channel.objects.phone`: `command.connect(…)` and `event(…)`, both with JSON."""

    command = Signal(str)

    def __init__(self, page: QWebEnginePage, on_event: Callable[[str], None]) -> None:
        super().__init__(page)
        self._on_event = on_event
        channel = QWebChannel(self)
        channel.registerObject("phone", self)
        page.setWebChannel(channel)

    def send(self, command: Command) -> None:
        """Send a command to the page, which must have reported that it is ready."""
        self.command.emit(command.line().decode())

    @Slot(str)
    def event(self, given: QEvent | str, /) -> bool:
        """Handle an event from the page. Qt's own events for this object use the same name."""
        if not isinstance(given, str):
            return super().event(given)
        self._on_event(given)
        return True
