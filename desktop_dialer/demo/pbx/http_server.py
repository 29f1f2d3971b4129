"""The HTTP side of the demo PBX: one request per connection, whatever the client does.

Built on the standard library's `http.server`: the demo PBX needs one POST and two pages on the
loopback, no dependency is worth that, and the parsing of requests is well worn. What it lacks
for rude clients is added here: one deadline for the whole connection (its own time-out starts
again with every byte), bounds on body and connections, errors as JSON, no tracebacks, and a
server that sleeps until somebody connects instead of looking twice a second.
"""

import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from socketserver import TCPServer, ThreadingMixIn

from .connection import FAREWELL_S, DemoConnection, HttpAnswer, HttpRequest, shut

CONNECTION_LIMIT = 64
"""Connections at a time; one more is closed at once."""


class DemoHttpServer(ThreadingMixIn, TCPServer):
    """Answers every request with `answer(request)`, each on a daemon thread of its own.

    `fault` gets one line for a defect of ours. `patience_s`: how long a client may take for its
    whole request. Raises OSError when it cannot listen on `host` (a name or an address of
    either family) and `port` (0 = any free one).
    """

    daemon_threads = True
    # On Windows the same option would let two programs listen on one port.
    allow_reuse_address = sys.platform != "win32"
    request_queue_size = 64
    timeout = 0

    def __init__(
        self,
        host: str,
        port: int,
        answer: Callable[[HttpRequest], HttpAnswer],
        fault: Callable[[str], None],
        patience_s: float = 5.0,
    ) -> None:
        self._fault = fault
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        # "localhost" has both; clients written for 127.0.0.1 are the many.
        family, *_, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
        self.address_family = family
        self._slots = threading.BoundedSemaphore(CONNECTION_LIMIT)
        self._open: dict[socket.socket, threading.Thread] = {}
        self._opening = threading.Lock()
        conversation = partial(DemoConnection, answer=answer, patience_s=patience_s)
        super().__init__(address, conversation)  # type: ignore[arg-type]  # IPv6 has 4 parts
        self._waker, self._woken = socket.socketpair()
        self._listener = threading.Thread(target=self._listen, name="demo PBX", daemon=True)

    def start(self) -> None:
        """Answer from now on."""
        self._listener.start()

    def stop(self) -> None:
        """Listen no more, take no more of a request, and let answers on their way finish."""
        self._waker.send(b"\0")
        self._listener.join()
        self.server_close()
        self._waker.close()
        self._woken.close()
        with self._opening:
            left = dict(self._open)
        for connection in left:
            shut(connection, socket.SHUT_RD)
        deadline = time.monotonic() + FAREWELL_S
        for thread in left.values():
            if thread is not threading.current_thread():
                thread.join(max(0.0, deadline - time.monotonic()))

    def _listen(self) -> None:
        self.socket.setblocking(False)  # a client may be gone before the accept
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while all(key.fileobj is not self._woken for key, _ in selector.select()):
                self.handle_request()

    def process_request(self, request: object, client_address: object) -> None:
        """One connection on a thread of its own, known to `stop`, unless there are too many."""
        assert isinstance(request, socket.socket)  # noqa: S101  # as always with TCP
        if not self._slots.acquire(blocking=False):
            self.shutdown_request(request)
            return
        thread = threading.Thread(
            target=self._converse, args=(request, client_address), name="demo PBX", daemon=True
        )
        with self._opening:
            self._open[request] = thread
        thread.start()

    def _converse(self, request: socket.socket, client_address: tuple[str, int]) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._opening:
                del self._open[request]
            self._slots.release()

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        """Say a defect of ours in one line.

        A client that dropped the connection or fell silent is an ordinary event, not a defect:
        there is nobody left to answer.
        """
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            self._fault(f"a defect of the demo PBX: {error!r}")
