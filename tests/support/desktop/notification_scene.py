"""A bus, a display, our notifications, and a real dunst to show them."""

import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from desktop_dialer.desktop.dbus.session_bus import SessionBus
from desktop_dialer.desktop.notifications.notifications import NotificationEvents, Notifications
from desktop_dialer.desktop.session import notifications_on
from tests.support.desktop.private_bus import Loop, Voice, on_display, running

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
DUNST = (NAME, PATH, "org.dunstproject.cmd0")
CALL = {"call": "Call"}


class Scene:
    """A bus, a display, our notifications and what was told of them."""

    def __init__(self, address: str, display_name: str, folder: Path, ends: ExitStack) -> None:
        self.loop = Loop()
        self.told: list[tuple[Any, ...]] = []
        self.bus = SessionBus(self.loop.watch, address)
        self.notifications: Notifications = notifications_on(self.bus, self._events())
        self.voice = Voice(address)
        self._ends = ends
        self._folder = folder
        self._environment = on_display(display_name, address, folder)

    def _events(self) -> NotificationEvents:
        def teller(name: str) -> Callable[..., None]:
            return lambda *what: self.told.append((name, *what))

        return NotificationEvents(*map(teller, ("shown", "action", "closed", "failed")))

    def start_dunst(self, settings: str = "") -> "subprocess.Popen[bytes]":
        """A dunst that owns the name."""
        config = self._folder / "dunstrc"
        config.write_text(f"[global]\n{settings}\n")
        return self.start_server("dunst", "-conf", str(config))

    def start_server(self, *command: str) -> "subprocess.Popen[bytes]":
        """A notification server that owns the name."""
        environment = self._environment | {"GSETTINGS_BACKEND": "memory"}
        server = self._ends.enter_context(
            running(list(command), env=environment, stderr=subprocess.DEVNULL)
        )
        self.loop.until(lambda: self.voice.owner(NAME))
        return server

    def until(self, *told: Any) -> None:
        """Run until just this was told."""
        self.loop.until(lambda: told in self.told)

    def shown(self, body: str = "082 000 1234", **how: Any) -> int:
        """Have one shown."""
        number = self.notifications.show("Call?", body, CALL, **how)
        self.until("shown", number, True)
        return number

    def press(self) -> None:
        """Press the button of the topmost one."""
        self.voice.call(DUNST, "NotificationAction", "u", 0)

    def displayed(self) -> int:
        """How many dunst shows now."""
        properties = (NAME, PATH, "org.freedesktop.DBus.Properties")
        answer = self.voice.call(properties, "Get", "ss", DUNST[2], "displayedLength")
        return int(answer[0][1])

    def history(self) -> list[str]:
        """What dunst has drawn and kept."""
        return [
            entry["message"][1] for entry in self.voice.call(DUNST, "NotificationListHistory")[0]
        ]

    def settle(self) -> None:
        """Let all that was sent to us before now arrive."""
        asked: list[str] = []
        self.notifications.probe(lambda how, why: asked.append(how + why))
        self.loop.until(lambda: asked)
