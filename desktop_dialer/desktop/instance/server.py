"""The running app's ear: a thread that hears what other processes ask for.

A thread of its own, not the GUI's: it sleeps in `select` without a time limit while nobody
speaks (no wake-ups), needs no Qt, and a link is acknowledged even while the GUI is busy.

A client is silent until its whole request was read, then served. Too many silent ones cost the
oldest of them its connection, so a process that opens connections and says nothing locks
nobody out. Clients that wait for the outcome of a call are never dropped for others. A client
that closes its connection, or the sending half of it, takes back a call that was not sent yet;
it is answered either way, if it still reads.
"""

import logging
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from ...translation import tr
from ..waker import Waker
from .client import LIMIT, TAKEN_LINE, peer_uid
from .protocol import BadRequest, InstanceRequest, read_request, refused, taken

_log = logging.getLogger(__name__)
REQUEST_WITHIN_S = 2.0
"""How long a client may take to send its request."""
MOST = 32
"""Clients at once that wait for the outcome of a call."""
MOST_SILENT = 128
"""Clients at once that have not sent their whole request."""
_READ_SIZE = 16384
_REST_S = 0.1


class InstanceReply:
    """The way back to the client of one request. May be used from any thread."""

    def __init__(self, send: Callable[[dict[str, object]], None]) -> None:
        self._send = send
        self._on_gone: Callable[[], object] = lambda: None

    def answer(self, result: dict[str, object]) -> None:
        """Answer the request. A second answer is dropped, and so is one to a client that left."""
        self._send(result)

    def when_gone(self, act: Callable[[], object]) -> None:
        """Call `act` on the server's thread if the client leaves, or takes its request back.

        To be set while the request is handed over, so that nothing is missed.
        """
        self._on_gone = act

    def gone(self) -> None:
        """The client has left (for the server)."""
        self._on_gone()


OnMessage = Callable[[InstanceRequest, InstanceReply], None]


@dataclass(eq=False)
class _Client:
    end: socket.socket
    until: float
    received: bytearray = field(default_factory=bytearray)
    reply: InstanceReply | None = None
    """Of a client that waits for the outcome of its call."""


class InstanceServer:
    """Serves a listening socket in a thread.

    `on_message(message, reply)` is called in that thread and must return at once. Only `dial`
    needs a `reply`; the rest is answered before `on_message` is called. `owner`: the user id of
    the only one who may speak.
    """

    def __init__(self, listening: socket.socket, owner: int, on_message: OnMessage) -> None:
        self._listening = listening
        self._on_message = on_message
        self._owner = owner
        self._clients: dict[_Client, None] = {}  # oldest first
        self._replies: deque[tuple[_Client, bytes]] = deque()
        self._ending = False
        self._waker = Waker()
        self._selector = selectors.DefaultSelector()
        self._thread = threading.Thread(target=self._serve, name="instance", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._listening.setblocking(False)
        self._selector.register(self._listening, selectors.EVENT_READ)
        self._selector.register(self._waker, selectors.EVENT_READ)
        self._thread.start()

    def stop(self) -> None:
        """Send the replies given so far, answer all others that the app is ending, and end."""
        self._ending = True
        self._rouse()
        self._thread.join()
        self._waker.close()

    def _serve(self) -> None:
        while not self._ending:
            for key, _ in self._selector.select(self._patience()):
                if key.fileobj is self._listening:
                    self._accept()
                elif key.fileobj is self._waker:
                    self._waker.clear()
                else:
                    self._read(key.data)
            self._send_replies()
            self._dismiss_the_slow()
        self._say_goodbye()

    def _patience(self) -> float | None:
        """Seconds until a client has taken too long; None where nobody is speaking."""
        oldest = next(iter(self._silent()), None)
        return max(0.0, oldest.until - time.monotonic()) if oldest else None

    def _silent(self) -> list[_Client]:
        return [client for client in self._clients if client.reply is None]

    def _accept(self) -> None:
        client = self._next_client()
        if client is None:
            return
        self._read(client)  # what it has to say is often there already
        silent = self._silent()
        if len(silent) > MOST_SILENT:
            self._drop_unread(silent[0])

    def _next_client(self) -> _Client | None:
        """The next client, if there is one that may speak."""
        while True:
            try:
                end, _ = self._listening.accept()
            except BlockingIOError:
                return None
            except OSError as error:
                self._make_room(error)
                return None
            end.setblocking(False)
            client = _Client(end, time.monotonic() + REQUEST_WITHIN_S)
            self._clients[client] = None
            self._selector.register(end, selectors.EVENT_READ, client)
            if peer_uid(end) == self._owner:
                return client
            self._refuse(client, "not_yours", tr("This Desktop Dialer belongs to another user."))

    def _make_room(self, error: OSError) -> None:
        """Out of file descriptors, say. The client is still waiting to be accepted."""
        _log.warning("a client could not be heard: %s", error)
        silent = self._silent()
        if silent:
            self._drop_unread(silent[0])
        else:
            time.sleep(_REST_S)

    def _drop_unread(self, client: _Client) -> None:
        self._refuse(client, "busy", tr("Too many requests came at once. Nothing was sent."))

    def _read(self, client: _Client) -> None:
        if client not in self._clients:
            return
        try:
            data = client.end.recv(_READ_SIZE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data and client.reply:
            self._selector.unregister(client.end)  # it would be readable from now on
            client.reply.gone()
        elif not data:
            self._refuse(client, "incomplete", tr("The request ended before its end of line."))
        elif client.reply is None:  # else it gets the result of its call, whatever it sends now
            self._hear(client, data)

    def _hear(self, client: _Client, data: bytes) -> None:
        client.received += data
        line, end_of_line, rest = bytes(client.received).partition(b"\n")
        if rest:
            self._refuse(client, "one_line", tr("One connection carries one request."))
        elif len(client.received) > LIMIT:
            self._refuse(
                client, "too_large", tr("A request has at most {limit} bytes.").format(limit=LIMIT)
            )
        elif end_of_line:
            self._carry_out(client, line)

    def _carry_out(self, client: _Client, line: bytes) -> None:
        try:
            message = read_request(line)
        except BadRequest as bad:
            self._refuse(client, bad.error, bad.message)
            return
        reply = InstanceReply(lambda result: self._reply(client, result))
        if message.command != "dial":
            self._answer(client, TAKEN_LINE)
        elif len(self._clients) - len(self._silent()) >= MOST:
            self._refuse(
                client, "calls_waiting", tr("Too many calls are waiting. Nothing was sent.")
            )
            return
        else:
            client.reply = reply
        try:
            self._on_message(message, reply)
        except Exception:  # noqa: BLE001  # a defect in one request must not make the app deaf
            _log.exception("a defect in what was asked by another process")
            if client in self._clients:
                self._refuse(client, "defect", tr("Internal error in Desktop Dialer."))

    def _reply(self, client: _Client, result: dict[str, object]) -> None:
        self._replies.append((client, taken(result)))
        self._rouse()

    def _rouse(self) -> None:
        try:
            self._waker.wake()
        except OSError:
            _log.debug("a reply came after the end")

    def _send_replies(self) -> None:
        while self._replies:
            client, line = self._replies.popleft()
            if client in self._clients:
                self._answer(client, line)

    def _refuse(self, client: _Client, error: str, message: str) -> None:
        self._answer(client, refused(error, message))

    def _answer(self, client: _Client, line: bytes) -> None:
        """Say it if the socket takes it at once, and hang up."""
        try:
            client.end.send(line)
        except OSError as error:
            _log.debug("nobody waits for the answer: %s", error)
        self._drop(client)

    def _drop(self, client: _Client) -> None:
        self._clients.pop(client, None)
        if client.end in self._selector.get_map():
            self._selector.unregister(client.end)
        client.end.close()

    def _dismiss_the_slow(self) -> None:
        now = time.monotonic()
        for client in self._silent():
            if client.until <= now:
                self._refuse(client, "too_slow", tr("The request did not come in time."))

    def _say_goodbye(self) -> None:
        """Tell clients that were not heard yet: they can start the app again or do it alone."""
        self._send_replies()
        while self._next_client():
            pass
        for client in list(self._clients):
            if client.reply:
                self._drop(client)
            else:
                self._refuse(client, "ending", tr("Desktop Dialer is quitting."))
        self._selector.close()
