"""Notifications over D-Bus, as the Desktop Notifications Specification 1.2 has them.

The numbers are our own: the daemon's come later, and start again with each daemon.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...translation import tr
from ..dbus.messages import BUS, LOST, BusSignal, Peer, Reply
from ..dbus.session_bus import SessionBus
from .notifications import NotificationEvents, Urgency

_DAEMON = Peer(
    "org.freedesktop.Notifications",
    "/org/freedesktop/Notifications",
    "org.freedesktop.Notifications",
)
_APP = "Desktop Dialer"
_ID = "desktop-dialer"
_MOST = 64
"""Notifications remembered at once; a daemon that never says "closed" makes no list grow."""
_TEXT_LIMIT = 2000
_NOBODY = {
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
}


@dataclass(frozen=True)
class _Content:
    summary: str
    body: str
    actions: Mapping[str, str]
    urgency: Urgency
    expire_ms: int
    kept: bool


@dataclass
class _Notification:
    """One notification and how far it has come."""

    content: _Content
    daemon: str = ""  # the unique name of the daemon that shows it
    daemon_id: int = 0
    in_flight: bool = False
    unsent: bool = True
    closing: bool = False


class DBusNotifications:
    """Notifications shown by the desktop's daemon, whichever it is at the time."""

    def __init__(self, bus: SessionBus, events: NotificationEvents) -> None:
        self.unavailable_reason = ""
        self._bus = bus
        self._events = events
        self._numbers = itertools.count(1)
        self._all: dict[int, _Notification] = {}
        self._capabilities: frozenset[str] | None = None
        self._asking = False
        self._showing = 0
        bus.listen(_DAEMON, "ActionInvoked", self._action_invoked)
        bus.listen(_DAEMON, "NotificationClosed", self._closed)
        bus.listen(BUS, "NameOwnerChanged", self._owner_changed, first_argument=_DAEMON.name)
        bus.on_connection(self._connected)

    def show(
        self,
        summary: str,
        body: str,
        actions: Mapping[str, str],
        *,
        replaces: int = 0,
        urgency: Urgency = Urgency.NORMAL,
        expire_ms: int = -1,
        kept: bool = False,
    ) -> int:
        """See Notifications."""
        content = _Content(_text(summary), _text(body), dict(actions), urgency, expire_ms, kept)
        one = self._all.get(replaces)
        if one is None or one.closing:
            number = next(self._numbers)
            self._all[number] = _Notification(content)
            if len(self._all) > _MOST:
                del self._all[min(self._all)]
        else:
            number = replaces
            one.content, one.unsent = content, True
        self._showing = number
        self._send_unsent()
        self._showing = 0
        return number if number in self._all else 0

    def close(self, notification: int) -> None:
        """See Notifications."""
        one = self._all.get(notification)
        if one is None:
            return
        if one.in_flight:
            one.closing = True
            return
        del self._all[notification]
        if one.daemon_id:
            self._take_away(one)

    def probe(self, answered: Callable[[str, str], None]) -> None:
        """See Notifications. Starts no daemon."""

        def on_reply(reply: Reply) -> None:
            if reply.error:
                answered("", _words(reply))
            else:
                answered(" ".join(str(part) for part in (reply.body[0], reply.body[2])), "")

        self._bus.call(_DAEMON, "GetServerInformation", on_reply=on_reply, may_start_it=False)

    def _send_unsent(self) -> None:
        """Send what is to be shown, asking the daemon first what it can do."""
        if self._capabilities is None:
            if not self._asking:
                self._asking = True
                self._bus.call(_DAEMON, "GetCapabilities", on_reply=self._can)
            return
        for number, one in list(self._all.items()):
            if one.unsent and not one.in_flight:
                self._notify(number, one, self._capabilities)

    def _can(self, reply: Reply) -> None:
        self._asking = False
        if reply.error:
            for number, one in list(self._all.items()):
                if one.unsent and not one.in_flight:
                    self._fail(number, reply)
            return
        self._capabilities = frozenset(reply.body[0])
        self._send_unsent()

    def _notify(self, number: int, one: _Notification, capabilities: frozenset[str]) -> None:
        content = one.content
        one.in_flight, one.unsent = True, False
        body = _escaped(content.body) if "body-markup" in capabilities else content.body
        hints = {
            "urgency": ("y", int(content.urgency)),
            "desktop-entry": ("s", _ID),
            "transient": ("b", not content.kept),
        }
        keys_and_words = [_text(part) for pair in content.actions.items() for part in pair]
        # A number of one daemon may be another program's notification at the next one.
        daemon = Peer(one.daemon, _DAEMON.path, _DAEMON.interface) if one.daemon else _DAEMON
        self._bus.call(
            daemon,
            "Notify",
            "susssasa{sv}i",
            (
                *(_APP, one.daemon_id, _ID, content.summary, body),
                *(keys_and_words, hints, content.expire_ms),
            ),
            lambda reply: self._answered(number, one, content, reply),
        )

    def _answered(self, number: int, one: _Notification, content: _Content, reply: Reply) -> None:
        one.in_flight = False
        if not reply.error:
            one.daemon, one.daemon_id = reply.sender, reply.body[0]
        if self._all.get(number) is not one:
            self._take_away(one)
        elif one.closing:
            del self._all[number]
            self._take_away(one)
        elif reply.error:
            self._fail(number, reply)
        elif one.unsent:
            self._send_unsent()
        else:
            self.unavailable_reason = ""
            able = self._capabilities or frozenset()
            self._events.shown(number, "actions" in able or not content.actions)

    def _take_away(self, one: _Notification) -> None:
        if one.daemon_id:
            daemon = Peer(one.daemon, _DAEMON.path, _DAEMON.interface)
            self._bus.call(daemon, "CloseNotification", "u", (one.daemon_id,))

    def _fail(self, number: int, reply: Reply) -> None:
        del self._all[number]
        self.unavailable_reason = _words(reply)
        if number != self._showing:
            self._events.failed(number, self.unavailable_reason)

    def _ours(self, signal: BusSignal) -> tuple[int, _Notification] | None:
        """The notification meant: one of ours, named by the daemon that shows it."""
        if len(signal.body) < 2:
            return None
        for number, one in self._all.items():
            if one.daemon_id and (one.daemon, one.daemon_id) == (signal.sender, signal.body[0]):
                return number, one
        return None

    def _action_invoked(self, signal: BusSignal) -> None:
        meant = self._ours(signal)
        # While a replacement is on its way, the button pressed is one of the old content.
        if meant and not (meant[1].in_flight or meant[1].unsent):
            number, one = meant
            if signal.body[1] in one.content.actions:
                self._events.action_invoked(number, signal.body[1])

    def _closed(self, signal: BusSignal) -> None:
        meant = self._ours(signal)
        if meant is None:
            return
        number, one = meant
        one.daemon, one.daemon_id = "", 0
        if not (one.in_flight or one.unsent):
            del self._all[number]
            self._events.closed(number)

    def _owner_changed(self, signal: BusSignal) -> None:
        self._capabilities = None
        self._forget(signal.body[1])
        if any(one.unsent for one in self._all.values()):
            self._send_unsent()

    def _connected(self, there: bool) -> None:
        if not there:
            self._capabilities = None
            self._forget(None)

    def _forget(self, daemon: str | None) -> None:
        """What that daemon, or any (None), showed is gone with it."""
        for number, one in list(self._all.items()):
            if one.daemon and daemon in {None, one.daemon}:
                one.daemon, one.daemon_id = "", 0
                if not (one.in_flight or one.unsent):
                    del self._all[number]
                    self._events.closed(number)


def _text(text: str) -> str:
    """What D-Bus can carry of it: no NUL, no lone surrogates, and not without end."""
    cut = text[:_TEXT_LIMIT].replace("\0", "")
    return cut.encode(errors="replace").decode()


def _escaped(text: str) -> str:
    """`text` in the specification's markup, so that it shows as it is written."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _words(reply: Reply) -> str:
    if reply.error in _NOBODY:
        return tr("No notification service is running on this desktop.")
    if reply.error == LOST:
        return reply.words
    return tr("The desktop did not show the notification ({words}).").format(words=reply.words)
