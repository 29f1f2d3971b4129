"""xfce4-panel on the desk: a tray that draws icons itself (StatusNotifierItem, over D-Bus)."""

from pathlib import Path

from tests.support.desktop.private_bus import Voice
from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.ui.window_desktop import PANEL

_WATCHER = "org.kde.StatusNotifierWatcher"
_SETTINGS_SERVICE = Path("/usr/share/dbus-1/services/org.xfce.Xfconf.service")
_BUS = ("org.freedesktop.DBus", "/", "org.freedesktop.DBus")


class Panel:
    """Start it before the app for the usual case."""

    def __init__(self, desk: AgentDesk) -> None:
        self._desk = desk
        desk.env["XDG_CURRENT_DESKTOP"] = "XFCE"
        folder = desk.private.root / "config/xfce4/xfconf/xfce-perchannel-xml"
        folder.mkdir(parents=True)
        (folder / "xfce4-panel.xml").write_text(PANEL)
        service = desk.private.root / "services" / _SETTINGS_SERVICE.name
        service.write_text(_SETTINGS_SERVICE.read_text())
        self._voice = Voice(desk.env["DBUS_SESSION_BUS_ADDRESS"])
        self._voice.call(_BUS, "ReloadConfig")
        self.start()

    def start(self) -> None:
        """Start it, again if need be."""
        self.program = self._desk.start("xfce4-panel", "--disable-wm-check")
        until(lambda: self._voice.owner(_WATCHER), "the panel's tray")

    def kill(self) -> None:
        """End it as a crash does."""
        self.program.kill()
        self.program.wait()
        until(lambda: not self._voice.owner(_WATCHER), "the end of the panel's tray")

    def close(self) -> None:
        """Leave the bus."""
        self._voice.close()

    def icons(self) -> int:
        """How many icons of running programs are here.

        xfce4-panel 4.18 may keep the name of an icon that went while the panel came up; it
        draws none for it.
        """
        properties = (_WATCHER, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties")
        items = self._voice.call(
            properties, "Get", "ss", _WATCHER, "RegisteredStatusNotifierItems"
        )[0]
        running = self._voice.clients()
        return len([item for item in items[1] if item.partition("/")[0] in running])

    def icon(self) -> tuple[int, int]:
        """The middle of our icon, the only one, waited for."""
        until(self.icons, "the icon at the panel")
        x, y, width, height = until(self._room, "the icon in the panel")
        return x + width // 2, y + height // 2

    def menus(self) -> int:
        """How many windows the tray shows: itself, and open menus."""
        return len(self._windows())

    def _room(self) -> tuple[int, int, int, int] | None:
        """The part of the panel where icons are, once it is wide enough for one."""
        places = [self._desk.place(window) for window in self._windows()]
        return next((place for place in places if place[2] >= 16), None)

    def _windows(self) -> list[str]:
        return [str(one.id) for one in self._desk.screen.shown() if one.kind.startswith("wrapper")]
