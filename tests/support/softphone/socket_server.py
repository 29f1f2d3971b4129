"""A WebSocket server that records its clients, unencrypted or with a self-issued certificate."""

import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import trustme
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

EXPIRES = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)


class SocketServer:
    """At `url`; `origins`: of its clients. `fingerprint`: SHA-256 of its certificate."""

    def __init__(self, *, host: str = "127.0.0.1", secure: bool = False) -> None:
        self.origins: list[str | None] = []
        self.fingerprint = ""
        context = self._certified() if secure else None
        self._server = serve(
            *(self._meet, host, 0),
            ssl=context,
            subprotocols=[Subprotocol("sip")],
            process_request=self._note,  # before the client knows that it is open
        )
        self._scheme = "wss" if secure else "ws"
        self._port = self._server.socket.getsockname()[1]
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def url(self, host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self._port}/ws"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()

    def _certified(self) -> ssl.SSLContext:
        own = trustme.CA(organization_name="Test").issue_cert(
            "127.0.0.1", "localhost", common_name="pbx.example", not_after=EXPIRES
        )
        pem = own.cert_chain_pems[0].bytes().decode()
        self.fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        own.configure_cert(context)
        return context

    def _note(self, _client: ServerConnection, request: Request) -> None:
        self.origins.append(request.headers.get("Origin"))

    def _meet(self, client: ServerConnection) -> None:
        try:
            client.recv()
        except ConnectionClosed:
            return


@contextmanager
def socket_server(*, host: str = "127.0.0.1", secure: bool = False) -> Iterator[SocketServer]:
    server = SocketServer(host=host, secure=secure)
    try:
        yield server
    finally:
        server.close()
