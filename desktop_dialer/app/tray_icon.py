"""The icon in the tray, made again whenever a tray host comes. `startup_steps` makes the first."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from ..desktop.dbus.session_bus import SessionBus
from ..desktop.gui_thread import GuiThread
from ..desktop.session import DesktopSession
from ..desktop.tray.panel import TrayPanel
from ..ui.tray.icon import Tray


class AppTrayIcon(QObject):
    """Keeps the tray icon where there is a tray.

    There are two kinds of trays. StatusNotifierItem panels are found over D-Bus, XEmbed trays
    by a selection of the X server; Qt decides between them when an icon is made.
    """

    def __init__(self, tray: Tray, gui: GuiThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tray = tray
        tray.setParent(self)
        self._gui = gui
        self._panel: TrayPanel | None = None
        self._session: DesktopSession | None = None
        self._panel_known = False
        self._on_known: list[Callable[[bool], None]] = []

    def watch_panel(self, bus: SessionBus) -> None:
        """Notice StatusNotifierItem panels that come and go."""
        self._panel = TrayPanel(bus, self._panel_changed)
        self._panel.watch()

    def look(self, on_known: Callable[[bool], None]) -> None:
        """Call `on_known` once it is known whether there is a panel: now, or soon."""
        if self._panel and self._panel.present is not None:
            on_known(self._panel.present)
        else:
            self._on_known.append(on_known)

    def _panel_changed(self, present: bool) -> None:
        if not self._panel_known:
            # The first state is the one at the start, which Qt knows already.
            self._panel_known = True
            for on_known in self._on_known:
                on_known(present)
        elif present:
            self.tray.recreate()

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
