"""A real HTTP server that answers like the PBX and notes when requests arrive."""

import queue
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class _Answering(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        self.server.arrived.put(time.monotonic())
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b"{}"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # overrides
        """Nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.arrived: queue.Queue[float] = queue.Queue()
        self.connections = 0

    def get_request(self) -> Any:
        """Count the connection: there must be none before a click."""
        self.connections += 1
        return super().get_request()


class StopwatchPbx:
    """Listens until `close`."""

    def __init__(self) -> None:
        self._server = _Server()
        self.port = int(self._server.server_address[1])
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def connections(self) -> int:
        """How many there were so far."""
        return self._server.connections

    def next(self) -> float:
        """When the next request arrived, in seconds of `time.monotonic`."""
        return self._server.arrived.get(timeout=15)

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()
