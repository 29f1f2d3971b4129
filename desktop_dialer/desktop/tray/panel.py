"""Whether a panel is there that shows StatusNotifierItem icons, and when that changes.

Qt chooses between such a panel and the older XEmbed trays when an icon is made, and not again:
the app recreates its icon when the panel starts late, crashes or comes back.
"""

from collections.abc import Callable

from ..dbus.messages import BUS, BusSignal, Peer, Reply
from ..dbus.session_bus import SessionBus

_WATCHER = Peer(
    "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher"
)
_PROPERTIES = Peer(_WATCHER.name, _WATCHER.path, "org.freedesktop.DBus.Properties")


class TrayPanel:
    """Tells `on_change(present)` of each change, and once of how it is at the start.

    `present` is None before that. Another watcher taking over from the first is reported as a
    loss and a gain: icons registered at the first one are not known to it.
    """

    def __init__(self, bus: SessionBus, on_change: Callable[[bool], None]) -> None:
        self._bus = bus
        self._on_change = on_change
        self.present: bool | None = None
        self._asked = 0
        bus.listen(BUS, "NameOwnerChanged", self._owner_changed, first_argument=_WATCHER.name)
        bus.listen(_WATCHER, "StatusNotifierHostRegistered", self._host_changed)
        bus.listen(_WATCHER, "StatusNotifierHostUnregistered", self._host_changed)
        bus.on_connection(self._connected)

    def watch(self) -> None:
        """Begin; opens the connection if need be. Without a bus there is no such panel."""
        self._ask()

    def _ask(self) -> None:
        self._asked += 1
        asked = self._asked

        def on_reply(reply: Reply) -> None:
            # An answer given before the latest change says nothing any more.
            if asked == self._asked:
                # No such property: a watcher of an older make, which is its own host.
                unnamed = reply.error.endswith((".UnknownProperty", ".InvalidArgs"))
                self._is(bool(reply.body[0][1]) if not reply.error else unnamed)

        self._bus.call(
            *(_PROPERTIES, "Get", "ss"),
            (_WATCHER.interface, "IsStatusNotifierHostRegistered"),
            on_reply,
            may_start_it=False,
        )

    def _owner_changed(self, signal: BusSignal) -> None:
        _, before, after = signal.body
        self._asked += 1
        if before:
            self._is(False)
        if after:
            self._ask()

    def _host_changed(self, _: BusSignal) -> None:
        self._ask()

    def _connected(self, there: bool) -> None:
        if not there:
            self._asked += 1
            self._is(False)

    def _is(self, present: bool) -> None:
        if present is not self.present:
            self.present = present
            self._on_change(present)
