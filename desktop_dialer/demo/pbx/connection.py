"""One connection to the demo PBX: one request, one answer, closed.

The request is bounded in bytes and in time, and everything that is refused, also by the
standard library while it parses, is refused in one shape.
"""

import io
import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import BaseServer
from urllib.parse import urlsplit

BODY_LIMIT = 64 * 1024
"""Bytes. A call is some 300."""
FAREWELL_S = 2.0
"""Seconds for what comes after the request: the answer, and reading what nobody needs."""
_DISCARD_LIMIT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One complete request. `query` is None without a question mark in the target.

    `host`, `origin`: the headers, "" without them. `client`: the address it came from.
    """

    method: str
    path: str
    query: str | None
    content_type: str
    body: bytes
    host: str = ""
    origin: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What to send back. `headers`: names and values beside the type and the length."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


def json_answer(status: int, value: object, *headers: tuple[str, str]) -> HttpAnswer:
    """`value` as JSON, in plain ASCII."""
    return HttpAnswer(status, json.dumps(value).encode() + b"\n", headers=headers)


def errors_answer(
    status: int, *errors: str, headers: tuple[tuple[str, str], ...] = ()
) -> HttpAnswer:
    """The shape in which everything is refused: `{"errors": ["…", …]}`."""
    return json_answer(status, {"errors": errors}, *headers)


def shut(connection: socket.socket, how: int) -> None:
    """`socket.shutdown` that may come too late."""
    try:
        connection.shutdown(how)
    except OSError:
        return  # the client was quicker


class DemoConnection(BaseHTTPRequestHandler):
    """The parsing is the standard library's; it happens, and is answered, in the constructor.

    `patience_s`: how long the client may take for its whole request.
    """

    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.1"  # so that a broken first line is answered with headers
    server_version = "demo-pbx"
    sys_version = ""
    disable_nagle_algorithm = True

    def __init__(
        self,
        request: socket.socket,
        client_address: object,
        server: BaseServer,
        *,
        answer: Callable[[HttpRequest], HttpAnswer],
        patience_s: float,
    ) -> None:
        self._answer_to = answer
        self._deadline = time.monotonic() + patience_s
        self._unread = True
        super().__init__(request, client_address, server)

    def setup(self) -> None:
        """Read under the deadline instead of straight from the connection."""
        super().setup()
        self.rfile.close()
        self.rfile = io.BufferedReader(_Incoming(self.connection, self._deadline))

    def handle(self) -> None:
        """One request, whatever its method; a client that sends nothing gets nothing."""
        self.requestline = self.request_version = self.command = ""
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > 65536:
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
        elif self.raw_requestline and self.parse_request():
            self._send(self._answer())
        if self._unread:
            self._discard()

    def _answer(self) -> HttpAnswer:
        try:
            target = urlsplit(self.path)
        except ValueError:
            return errors_answer(400, "The address of the request is not valid.")
        body = self._body()
        if isinstance(body, HttpAnswer):
            return body
        query = target.query if "?" in self.path else None
        kind, host, origin = (
            self.headers.get(name, "") for name in ("Content-Type", "Host", "Origin")
        )
        client = str(self.client_address[0])
        return self._answer_to(
            HttpRequest(self.command, target.path, query, kind, body, host, origin, client)
        )

    def _body(self) -> bytes | HttpAnswer:
        lengths = set(self.headers.get_all("Content-Length", []))
        if self.headers.get("Transfer-Encoding"):
            return errors_answer(411, "Send the body in one piece, with a Content-Length.")
        length = lengths.pop() if lengths else "0"
        if lengths or not (length.isascii() and length.isdigit()):
            return errors_answer(400, "The Content-Length is not a number.")
        if len(length.lstrip("0")) > 9 or int(length) > BODY_LIMIT:
            return errors_answer(400, f"The body is longer than {BODY_LIMIT} bytes.")
        try:
            body = self.rfile.read(int(length))
        except TimeoutError:
            return errors_answer(408, "The body took too long to arrive.")
        if len(body) < int(length):
            return errors_answer(400, "The body is shorter than its Content-Length.")
        self._unread = False
        return body

    def _send(self, answer: HttpAnswer) -> None:
        self.connection.settimeout(max(FAREWELL_S, self._deadline - time.monotonic()))
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """What the standard library refuses while parsing, in the shape of all refusals."""
        self._send(errors_answer(code, f"{message or HTTPStatus(code).phrase}."))

    def _discard(self) -> None:
        """Read what is left: closing a socket with unread bytes can lose the answer just sent."""
        shut(self.connection, socket.SHUT_WR)
        self.rfile = io.BufferedReader(_Incoming(self.connection, time.monotonic() + FAREWELL_S))
        left = _DISCARD_LIMIT
        while left > 0 and (piece := self.rfile.read1(BODY_LIMIT)):
            left -= len(piece)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the calls are the log."""


class _Incoming(io.RawIOBase):
    """The bytes of a connection until `deadline` (of time.monotonic); then TimeoutError."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection = connection
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)
