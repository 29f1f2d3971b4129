"""The icon in the tray, made anew whenever a tray host comes."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from ..desktop.gui_thread import GuiThread
from ..desktop.session import DesktopSession
from ..desktop.session_bus import SessionBus
from ..desktop.tray_panel import TrayPanel
from ..ui.tray import Tray
from ..ui.tray_picture import TrayPicture


class Icon(QObject):
    """Keeps the tray icon where there is a tray.

    There are two kinds of trays. StatusNotifierItem panels are found over D-Bus, XEmbed trays
    by a selection of the X server; Qt decides between them when an icon is made.
    """

    def __init__(
        self, picture: Callable[[], TrayPicture], gui: GuiThread, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.tray = Tray(picture, self)
        self._gui = gui
        self._panel: TrayPanel | None = None
        self._session: DesktopSession | None = None

    def show(self) -> None:
        """Show the icon, now or as soon as there is a tray."""
        self.tray.show()

    def watch_panel(self, bus: SessionBus) -> None:
        """Notice StatusNotifierItem panels that come and go."""
        first = True

        def changed(present: bool) -> None:
            nonlocal first
            # The first word is how it is at the start, which Qt has seen by itself.
            if not first and present:
                self.tray.recreate()
            first = False

        self._panel = TrayPanel(bus, changed)
        self._panel.watch()

    def watch_trays(self, session: DesktopSession) -> None:
        """Notice XEmbed trays that come and go."""
        self._session = session
        session.tray_host.watch(
            lambda present: self._gui.post(lambda: self.tray.recreate() if present else None)
        )

    @property
    def has_host(self) -> bool:
        """Whether anything shows icons now, as far as is known."""
        on_panel = bool(self._panel and self._panel.present)
        return on_panel or bool(self._session and self._session.tray_host.present())
