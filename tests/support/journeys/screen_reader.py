"""What our windows say to a screen reader: their words and controls, read over AT-SPI.

The registry of the desktop (at-spi2-core) is the real one. Elements are read again for every
question, so nothing here is older than the answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.journeys.agent_desk import PATIENCE_S, AgentDesk, until

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COMPONENT = "org.a11y.atspi.Component"
_ROOT = "/org/a11y/atspi/accessible/root"
_REGISTRY = "org.a11y.atspi.Registry"
_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
_ENABLED, _FOCUSED, _SHOWING = 8, 12, 25
"""Bits of AtspiStateType (atspi-constants.h)."""


@dataclass(frozen=True)
class Element:
    """A window or a control as it was when read. `place`: x, y, width, height on the screen."""

    role: str
    name: str
    description: str
    state: int
    place: tuple[int, int, int, int]
    text: str = ""
    value: float = 0.0
    """Of a bar."""

    @property
    def enabled(self) -> bool:
        """Whether it can be used."""
        return bool(self.state >> _ENABLED & 1)

    @property
    def focused(self) -> bool:
        """Whether it has the keyboard."""
        return bool(self.state >> _FOCUSED & 1)


class ScreenReader:
    """Start it before the app, which then tells it everything."""

    def __init__(self, desk: AgentDesk) -> None:
        self._desk = desk
        desk.env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        self._launcher = desk.start(_LAUNCHER, "--launch-immediately")
        desk.run("gdbus", "wait", "--session", "--timeout", "30", "org.a11y.Bus")
        told = desk.run(
            *("gdbus", "call", "--session", "-d", "org.a11y.Bus", "-o", "/org/a11y/bus"),
            *("-m", "org.a11y.Bus.GetAddress"),
        )
        address = re.search(r"'(.*)'", told)
        assert address, told
        self._bus: DBusConnection = open_dbus_connection(address[1])

    def close(self) -> None:
        """Hear nothing more."""
        self._bus.close()
        self._launcher.terminate()  # killed, it would leave its own bus behind
        self._launcher.wait(PATIENCE_S)

    def elements(self, window: str) -> list[Element]:
        """Everything shown in the windows whose title has this in it."""
        try:
            return [
                element
                for name, path in self._children(_REGISTRY, _ROOT)
                for element in self._of_app(name, path, window)
            ]
        except DBusErrorResponse:
            return []  # it changed while it was read: whoever waits asks again

    def words(self, window: str) -> str:
        """Every word shown there, names and contents, line by line."""
        return "\n".join(
            line for one in self.elements(window) for line in (one.name, one.text) if line
        )

    def until_said(self, window: str, words: str) -> str:
        """All words there, as soon as these are among them."""
        told = ""

        def said() -> bool:
            nonlocal told
            told = self.words(window)
            return words in told

        try:
            until(said, words)
        except AssertionError as error:
            raise AssertionError(f"{words!r} was never said; at the end:\n{told}") from error
        return told

    def find(self, window: str, name: str, *, enabled: bool | None = True) -> Element:
        """The first control of that name, as soon as it is there (and can be used)."""

        def found() -> Element | None:
            for element in self.elements(window):
                if element.name == name and enabled in (None, element.enabled):
                    return element
            return None

        return until(found, f"{name!r} in {window!r}")

    def click(self, window: str, name: str) -> None:
        """Click in the middle of a control."""
        x, y, width, height = self.find(window, name).place
        self._desk.click(x + width // 2, y + height // 2)

    def focused(self, window: str) -> str:
        """The name of the control that has the keyboard."""
        return next((one.name for one in self.elements(window) if one.focused), "")

    # --- AT-SPI over D-Bus -----------------------------------------------------------------

    def _of_app(self, name: str, path: str, window: str) -> Iterator[Element]:
        for child_name, child in self._children(name, path):
            if window in self._property(child_name, child, "Name"):
                yield from self._walk(child_name, child)

    def _walk(self, name: str, path: str) -> Iterator[Element]:
        low, high = self._call(name, path, _ACCESSIBLE, "GetState")[0]
        state = low | high << 32
        if not state >> _SHOWING & 1:
            return
        role = self._call(name, path, _ACCESSIBLE, "GetRoleName")[0]
        interfaces = self._call(name, path, _ACCESSIBLE, "GetInterfaces")[0]
        place = (0, 0, 0, 0)
        if _COMPONENT in interfaces:
            place = self._call(name, path, _COMPONENT, "GetExtents", "u", (0,))[0]
        text = ""
        if "org.a11y.atspi.Text" in interfaces:
            text = self._call(name, path, "org.a11y.atspi.Text", "GetText", "ii", (0, -1))[0]
        value = 0.0
        if "org.a11y.atspi.Value" in interfaces:
            value = float(self._property(name, path, "CurrentValue", "org.a11y.atspi.Value"))
        yield Element(
            role,
            self._property(name, path, "Name"),
            self._property(name, path, "Description"),
            state,
            place,
            text,
            value,
        )
        for child_name, child in self._children(name, path):
            yield from self._walk(child_name, child)

    def _children(self, name: str, path: str) -> list[tuple[str, str]]:
        children: list[tuple[str, str]] = self._call(name, path, _ACCESSIBLE, "GetChildren")[0]
        return [child for child in children if child[1] != "/org/a11y/atspi/null"]

    def _property(self, name: str, path: str, which: str, interface: str = _ACCESSIBLE) -> str:
        address = DBusAddress(path, name, interface)
        reply = self._bus.send_and_get_reply(Properties(address).get(which), timeout=PATIENCE_S)
        return str(self._body(reply)[0][1])

    def _call(
        self, name: str, path: str, interface: str, method: str, *arguments: Any
    ) -> tuple[Any, ...]:
        message = new_method_call(DBusAddress(path, name, interface), method, *arguments)
        return self._body(self._bus.send_and_get_reply(message, timeout=PATIENCE_S))

    @staticmethod
    def _body(reply: Any) -> tuple[Any, ...]:
        if reply.header.message_type.name == "error":
            raise DBusErrorResponse(reply)
        body: tuple[Any, ...] = reply.body
        return body
