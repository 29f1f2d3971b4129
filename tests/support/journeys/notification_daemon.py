"""A real dunst on the desk, and somebody who looks at it and uses its buttons."""

from typing import TYPE_CHECKING

from tests.support.desktop.private_bus import Voice
from tests.support.journeys.agent_desk import AgentDesk, until

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_DUNST = "org.dunstproject.cmd0"
_CHOOSER = """#!/bin/sh
# dunst shows a notification's buttons through a menu program; this one takes a given line.
grep -m 1 -F -f "$HOME/choice"
rm "$HOME/choice"
"""


class NotificationDaemon:
    """Start it before the app shows anything."""

    def __init__(self, desk: AgentDesk) -> None:
        self._desk = desk
        folder: Path = desk.private.root
        self._choice = folder / "choice"
        chooser = folder / "chooser"
        chooser.write_text(_CHOOSER)
        chooser.chmod(0o700)
        config = folder / "dunstrc"
        config.write_text(
            f"[global]\ndmenu = {chooser}\nmouse_left_click = do_action\n"
            "mouse_right_click = context\n"
        )
        self.program = desk.start("dunst", "-conf", str(config))
        self._voice = Voice(desk.env["DBUS_SESSION_BUS_ADDRESS"])
        until(lambda: self._voice.owner(_NAME), "dunst")

    def close(self) -> None:
        """Look no more."""
        self._voice.close()

    def shown(self) -> int:
        """How many notifications are on the screen."""
        properties = (_NAME, _PATH, "org.freedesktop.DBus.Properties")
        answer = self._voice.call(properties, "Get", "ss", _DUNST, "displayedLength")
        return int(answer[0][1])

    def press(self, words: str, *, lowest: bool = False) -> None:
        """Press the button with these words, on the notification at the top or the lowest."""
        self._choice.write_text(words)
        x, y, width, height = self._desk.place(self._desk.window("Dunst"))
        self._desk.click(x + width // 2, y + (height - 12 if lowest else 20), button=3)
        until(lambda: not self._choice.exists(), "the choice")

    def pretend(self, action: str) -> None:
        """Say, as another program, that this button of each notification was pressed."""
        for number in range(1, 20):
            self._voice.announce(_PATH, _NAME, "ActionInvoked", "us", number, action)
        self._voice.clients()  # the bus has passed on what came before its answer

    def notify(self, key: str, words: str) -> None:
        """Show another program's notification with a button."""
        self._voice.call(
            *((_NAME, _PATH, _NAME), "Notify", "susssasa{sv}i"),
            *("other", 0, "", "another's", "", [key, words], {}, 0),
        )
