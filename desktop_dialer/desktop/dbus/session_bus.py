"""One connection to the D-Bus session bus, for everything of ours that speaks over it.

Nothing here waits: the connection is made on first use, its handshake and every answer are
handled in `drain`, which the event loop calls when the socket is readable. So a hung
notification daemon, or a hung bus, cannot hold up the GUI thread. jeepney does the wire format;
Qt's own D-Bus module cannot send a uint32 from Python (PySide6 6.8 to 6.11), so it cannot
call Notify.

Not safe for threads: everything happens in the thread that calls.
"""

import itertools
import logging
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...translation import tr
from .address import connected, session_address
from .messages import BUS, LOST, BusSignal, Listener, Peer, Reply

_log = logging.getLogger(__name__)
_READS_AT_ONCE = 64
_READ_SIZE = 16384

WatchReadable = Callable[[int, Callable[[], None]], Callable[[], None]]
"""How the event loop watches a socket: `watch(fd, on_readable)` returns what ends it."""


@dataclass
class _Connection:
    """The state of one connection: it goes as a whole when the connection goes."""

    socket: socket.socket
    authenticator: Any  # jeepney is not annotated
    parser: Any
    serials: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    pending: dict[int, Callable[[Reply], None]] = field(default_factory=dict)
    unsent: list[bytes] = field(default_factory=list)
    unwatch: Callable[[], None] = lambda: None


class SessionBus:
    """The connection. `watch` has the event loop watch the socket; `address` as in D-Bus.

    Without `address` it is the session's own bus.
    """

    def __init__(self, watch: WatchReadable, address: str | None = None) -> None:
        self._watch = watch
        self._address = session_address() if address is None else address
        self._connection: _Connection | None = None
        self._listeners: list[Listener] = []
        self._on_connection: list[Callable[[bool], None]] = []
        self.unavailable_reason = (
            "" if self._address else tr("This session has no D-Bus session bus.")
        )

    @property
    def has_address(self) -> bool:
        """Whether there is a bus to try; without one every call fails at once."""
        return bool(self._address)

    def fileno(self) -> int:
        """The socket that is watched, -1 where there is no connection (now)."""
        return -1 if self._connection is None else self._connection.socket.fileno()

    def open(self) -> bool:
        """Connect if needed; whether that works so far, else see `unavailable_reason`."""
        return self._opened() is not None

    def call(
        self,
        peer: Peer,
        member: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        on_reply: Callable[[Reply], None] = lambda _: None,
        *,
        may_start_it: bool = True,
    ) -> None:
        """Call a method; `on_reply` gets the answer later, or an error named LOST at once.

        Without `may_start_it` the bus starts no program that could answer.
        """
        from jeepney import DBusAddress, MessageFlag, new_method_call  # 17 ms

        connection = self._opened()
        if connection is None:
            on_reply(Reply((self.unavailable_reason,), error=LOST))
            return
        address = DBusAddress(peer.path, peer.name, peer.interface)
        message = new_method_call(address, member, signature or None, body)
        if not may_start_it:
            message.header.flags |= MessageFlag.no_auto_start
        serial = next(connection.serials)
        data = message.serialise(serial=serial)
        connection.pending[serial] = on_reply
        if connection.authenticator.authenticated:
            self._put(connection, data)
        else:
            connection.unsent.append(data)

    def listen(
        self,
        peer: Peer,
        member: str,
        heard: Callable[[BusSignal], None],
        *,
        first_argument: str | None = None,
    ) -> None:
        """Hear a signal, on this connection and on every later one. Opens no connection."""
        listener = Listener(peer, member, first_argument, heard)
        self._listeners.append(listener)
        if self._connection is not None:
            self.call(BUS, "AddMatch", "s", (listener.rule(),))

    def on_connection(self, changed: Callable[[bool], None]) -> None:
        """Call `changed` with True for each new connection, with False for each lost one."""
        self._on_connection.append(changed)

    def drain(self) -> None:
        """Handle what has arrived. To be called whenever the socket is readable."""
        for _ in range(_READS_AT_ONCE):
            connection = self._connection
            if connection is None:
                return
            try:
                data = connection.socket.recv(_READ_SIZE)
            except BlockingIOError:
                return
            except OSError as error:
                self._lose(
                    tr("The connection to the session bus was lost ({reason}).").format(
                        reason=error.strerror
                    )
                )
                return
            if not data:
                self._lose(tr("The session bus closed the connection."))
                return
            self._take(connection, data)

    def close(self) -> None:
        """End the connection. Calls still unanswered get an error named LOST."""
        self._lose(tr("The connection to the session bus was closed."))

    def _opened(self) -> _Connection | None:
        if self._connection is not None or not self._address:
            return self._connection
        from jeepney import Parser
        from jeepney.auth import Authenticator

        try:
            end = connected(self._address)
        except OSError as error:
            self.unavailable_reason = tr("The session bus cannot be reached ({name}).").format(
                name=error.strerror or error
            )
            return None
        connection = _Connection(end, Authenticator(), Parser())
        connection.unwatch = self._watch(end.fileno(), self.drain)
        self._connection = connection
        self._put(connection, connection.authenticator.data_to_send())
        if self._connection is None:
            return None
        self.unavailable_reason = ""
        self.call(BUS, "Hello")
        for listener in self._listeners:
            self.call(BUS, "AddMatch", "s", (listener.rule(),))
        for changed in self._on_connection:
            _safely(changed, True)
        return self._connection

    def _put(self, connection: _Connection, data: bytes) -> None:
        """Write at once. A bus that leaves 200 KiB unread is as good as gone."""
        try:
            sent = connection.socket.send(data)
        except OSError as error:
            _log.warning("the session bus takes nothing: %s", error)
            sent = -1
        if sent < len(data) and self._connection is connection:
            self._lose(tr("The session bus does not read messages."))

    def _take(self, connection: _Connection, data: bytes) -> None:
        try:
            if not connection.authenticator.authenticated:
                self._authenticate(connection, data)
                return
            connection.parser.add_data(data)
            messages = list(iter(connection.parser.get_next_message, None))
        except Exception as error:  # noqa: BLE001  # jeepney names no errors for a broken stream
            _log.error("the session bus cannot be understood: %r", error)
            self._lose(tr("The session bus sent an invalid message."))
            return
        for message in messages:
            if self._connection is connection:
                self._dispatch(connection, message)

    def _authenticate(self, connection: _Connection, data: bytes) -> None:
        connection.authenticator.feed(data)
        # data_to_send() is None from here on and never gives BEGIN (jeepney 0.9).
        if connection.authenticator.authenticated:
            unsent, connection.unsent = connection.unsent, []
            self._put(connection, b"BEGIN\r\n" + b"".join(unsent))

    def _dispatch(self, connection: _Connection, message: Any) -> None:
        from jeepney import HeaderFields, MessageType

        fields, kind = message.header.fields, message.header.message_type
        sender = fields.get(HeaderFields.sender, "")
        if kind in {MessageType.method_return, MessageType.error}:
            answered = connection.pending.pop(fields.get(HeaderFields.reply_serial), None)
            error = fields.get(HeaderFields.error_name, "")
            if answered is not None:
                _safely(answered, Reply(tuple(message.body), sender, error))
        elif kind == MessageType.signal:
            signal = BusSignal(
                sender=sender,
                interface=fields.get(HeaderFields.interface, ""),
                path=fields.get(HeaderFields.path, ""),
                member=fields.get(HeaderFields.member, ""),
                body=tuple(message.body),
            )
            for listener in self._listeners:
                if listener.fits(signal):
                    _safely(listener.heard, signal)

    def _lose(self, why: str) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        self.unavailable_reason = why
        connection.unwatch()
        connection.socket.close()
        for changed in self._on_connection:
            _safely(changed, False)
        for answered in connection.pending.values():
            _safely(answered, Reply((why,), error=LOST))


def _safely(callback: Callable[[Any], None], what: object) -> None:
    """Tell a listener; its defect is logged and keeps nobody else from hearing."""
    try:
        callback(what)
    except Exception:  # noqa: BLE001  # nothing may be thrown into the event loop
        _log.exception("a defect in what listens to the session bus")
