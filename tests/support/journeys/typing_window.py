"""Another program's window in which somebody types."""

from tests.support.journeys.agent_desk import AgentDesk, Told, until

_TITLE = "Event Tester"


class TypingWindow:
    """xev: it has the keyboard, and tells each key it gets."""

    def __init__(self, desk: AgentDesk) -> None:
        self._desk = desk
        self._told = Told(desk.start("xev", "-geometry", "300x200+60+60", "-event", "keyboard"))
        self._window = desk.window(_TITLE)
        desk.xdotool("windowactivate", "--sync", self._window)
        until(self.has_keyboard, "the keyboard")

    def has_keyboard(self) -> bool:
        """Whether this window is the active one."""
        return self._desk.xdotool("getactivewindow") == self._window

    def types(self, key: str) -> bool:
        """Press a key; whether it arrives here."""
        self._desk.xdotool("key", key)
        return not self._told.nothing(f", {key}\\),", 3.0)

    def got(self, key: str) -> bool:
        """Whether such a key was pressed here so far and not asked for."""
        return not self._told.nothing(f", {key}\\),", 0.1)
