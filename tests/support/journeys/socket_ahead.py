"""A stretch of the way between phone and PBX: a WebSocket that passes everything on, and counts.

With a certificate of its own making where that is requested for, as PBXs have them.
"""

import hashlib
import ssl
from threading import Thread
from types import TracebackType
from typing import Self

import trustme
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

_SIP = [Subprotocol("sip")]


class SocketAhead:
    """At `url`, in front of the PBX's `behind`. `fingerprint`: SHA-256 of its certificate."""

    def __init__(self, behind: str, *, secure: bool = False) -> None:
        self.fingerprint = ""
        self._behind = behind
        self._first_lines: list[str] = []
        context = self._certified() if secure else None
        self._server = serve(self._meet, "127.0.0.1", 0, ssl=context, subprotocols=_SIP)
        port = self._server.socket.getsockname()[1]
        self.url = f"{'wss' if secure else 'ws'}://127.0.0.1:{port}/ws"
        self._thread = Thread(target=self._server.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()

    def sent(self, method: str) -> int:
        """How many requests of this method the phone has sent."""
        return sum(line.startswith(f"{method} ") for line in list(self._first_lines))

    def _certified(self) -> ssl.SSLContext:
        own = trustme.CA(organization_name="Test").issue_cert(
            "127.0.0.1", common_name="pbx.example"
        )
        pem = own.cert_chain_pems[0].bytes().decode()
        self.fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        own.configure_cert(context)
        return context

    def _meet(self, phone: ServerConnection) -> None:
        with connect(self._behind, subprotocols=_SIP, proxy=None) as pbx:
            back = Thread(target=_pass_on, args=(pbx, phone))
            back.start()
            try:
                for message in phone:
                    text = message if isinstance(message, str) else message.decode()
                    self._first_lines.append(text.split("\r\n", 1)[0])
                    pbx.send(message)
            except ConnectionClosed:
                pass
            pbx.close()
            back.join()


def _pass_on(pbx: ClientConnection, phone: ServerConnection) -> None:
    try:
        for message in pbx:
            phone.send(message)
    except ConnectionClosed:
        pass
    phone.close()
