"""The running app's ear: a thread that hears what other processes wish.

A thread of its own, not the GUI's: it sleeps in `select` without a time limit while nobody
speaks (no wake-ups), needs no Qt, and a link is acknowledged even while the GUI is busy.
"""

import logging
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .instance_client import LIMIT, TAKEN_LINE, peer_uid
from .instance_protocol import BadRequest, Message, read_request, refused, taken

_log = logging.getLogger(__name__)
REQUEST_WITHIN_S = 2.0
"""How long a client may take to say what it wishes."""
MOST = 32
"""Clients at once, those who wait for a call among them."""
_READ_SIZE = 16384
_REST_S = 0.1

Reply = Callable[[dict[str, object]], None]
"""Answers a request, from any thread; what is said twice or to nobody is dropped."""
OnMessage = Callable[[Message, Reply], None]


@dataclass(eq=False)
class _Client:
    end: socket.socket
    until: float
    received: bytearray = field(default_factory=bytearray)
    waits: bool = False  # for the result of its request


class InstanceServer:
    """Serves a listening socket in a thread.

    `on_message(message, reply)` is called in that thread and must return at once. Only for
    `dial` is `reply` wanted; the rest is answered before `on_message` is called. `owner`: the
    user id of the only one who may speak.
    """

    def __init__(self, listening: socket.socket, owner: int, on_message: OnMessage) -> None:
        self._listening = listening
        self._on_message = on_message
        self._owner = owner
        self._clients: set[_Client] = set()
        self._replies: deque[tuple[_Client, bytes]] = deque()
        self._ending = False
        self._wake, self._woken = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._thread = threading.Thread(target=self._serve, name="instance", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._listening.setblocking(False)
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        self._selector.register(self._listening, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._thread.start()

    def stop(self) -> None:
        """Send the replies given so far, tell all others that the app is ending, and end."""
        self._ending = True
        self._rouse()
        self._thread.join()
        self._wake.close()

    def _serve(self) -> None:
        while not self._ending:
            for key, _ in self._selector.select(self._patience()):
                if key.fileobj is self._listening:
                    self._accept()
                elif key.fileobj is self._woken:
                    self._woken.recv(_READ_SIZE)
                else:
                    self._read(key.data)
            self._send_replies()
            self._dismiss_the_slow()
        self._say_goodbye()

    def _patience(self) -> float | None:
        """Seconds until a client has taken too long; None where nobody is speaking."""
        times = [client.until for client in self._clients if not client.waits]
        return max(0.0, min(times) - time.monotonic()) if times else None

    def _accept(self) -> bool:
        """Take in the next client; whether there was one."""
        try:
            end, _ = self._listening.accept()
        except BlockingIOError:
            return False
        except OSError as error:
            _log.warning("a client could not be heard: %s", error)
            time.sleep(_REST_S)  # out of file descriptors, say: the client is still waiting
            return False
        end.setblocking(False)
        client = _Client(end, time.monotonic() + REQUEST_WITHIN_S)
        self._clients.add(client)
        self._selector.register(end, selectors.EVENT_READ, client)
        if peer_uid(end) != self._owner:
            self._refuse(client, "not_yours", "This Desktop Dialer belongs to somebody else.")
        elif len(self._clients) > MOST:
            self._refuse(client, "busy", "Too many speak to Desktop Dialer at once.")
        return True

    def _read(self, client: _Client) -> None:
        if client not in self._clients:
            return
        try:
            data = client.end.recv(_READ_SIZE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(client)
            return
        client.received += data
        line, end_of_line, rest = bytes(client.received).partition(b"\n")
        if client.waits or rest:
            self._refuse(client, "one_line", "One connection carries one request.")
        elif len(client.received) > LIMIT:
            self._refuse(client, "too_large", f"A request has at most {LIMIT} bytes.")
        elif end_of_line:
            self._carry_out(client, line)

    def _carry_out(self, client: _Client, line: bytes) -> None:
        try:
            message = read_request(line)
        except BadRequest as bad:
            self._refuse(client, bad.error, bad.message)
            return
        if message.command == "dial":
            client.waits = True
        else:
            self._answer(client, TAKEN_LINE)
        try:
            self._on_message(message, lambda result: self._reply(client, result))
        except Exception:  # noqa: BLE001  # a defect in one request must not make the app deaf
            _log.exception("a defect in what was asked by another process")
            if client in self._clients:
                self._refuse(client, "defect", "Desktop Dialer made a mistake.")

    def _reply(self, client: _Client, result: dict[str, object]) -> None:
        self._replies.append((client, taken(result)))
        self._rouse()

    def _rouse(self) -> None:
        try:
            self._wake.send(b"\0")
        except BlockingIOError:
            return  # it has been woken often enough
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
        self._clients.discard(client)
        self._selector.unregister(client.end)
        client.end.close()

    def _dismiss_the_slow(self) -> None:
        now = time.monotonic()
        for client in [one for one in self._clients if not one.waits and one.until <= now]:
            self._refuse(client, "too_slow", "The request did not come in time.")

    def _say_goodbye(self) -> None:
        """Whoever was not heard yet learns it, and can start the app anew or do it alone."""
        self._send_replies()
        while self._accept():
            pass
        for client in list(self._clients):
            if client.waits:
                self._drop(client)
            else:
                self._refuse(client, "ending", "Desktop Dialer is ending.")
        self._selector.close()
        self._woken.close()
