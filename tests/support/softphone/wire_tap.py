"""A WebSocket proxy between phone and PBX that records SIP messages and may remove headers."""

import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect
from websockets.sync.connection import Connection
from websockets.sync.server import Server, ServerConnection, serve
from websockets.typing import Subprotocol

from tests.support.sip.sip_trace import SipMessage

_SIP = [Subprotocol("sip")]
PHONE, PBX = 1, 2
"""Instead of the ports of a SipMessage."""


class WireTap:
    """Listens at `url` and passes everything on to the PBX at `target`. A context manager.

    `sieve`: the start of header lines that are removed for the phone, "" = none. `mute`: what
    the phone sends is not passed on.
    """

    def __init__(self, target: str) -> None:
        self.messages: list[SipMessage] = []
        self.moments: list[float] = []
        """When each arrived, by the monotonic clock."""
        self.sieve = ""
        self.mute = False
        self._target = target
        self._port = 0
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._noting = threading.Lock()
        self._open: set[Connection] = set()
        self._stranded: set[Connection] = set()
        """Of phones; with the PBX's in `_left`."""
        self._left: set[Connection] = set()

    def __enter__(self) -> Self:
        self.listen()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shut()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/ws"

    def listen(self) -> None:
        """Listen, at the same port as before."""
        self._server = serve(
            self._meet, "127.0.0.1", self._port, subprotocols=_SIP, compression=None
        )
        self._port = self._server.socket.getsockname()[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="tap")
        self._thread.start()

    def shut(self) -> None:
        """Close every connection and stop listening."""
        for connection in self._left:
            connection.close()
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server = None
        for connection in tuple(self._open):
            connection.close()

    def strand(self) -> None:
        """Close the phone's connections without the PBX noticing, as with a dead network."""
        self._stranded = {one for one in self._open if isinstance(one, ServerConnection)}
        self._left = self._open - self._stranded
        for connection in self._stranded:
            connection.close()

    def sent(self, method: str) -> list[SipMessage]:
        """The requests of that method that the phone sent."""
        return self._of(PHONE, f"{method} ")

    def sent_at(self, method: str) -> list[float]:
        """When the phone sent requests of that method."""
        asked = zip(self.messages, self.moments, strict=False)
        return [at for one, at in asked if one.text.startswith(f"{method} ")]

    def got(self, method: str, code: int) -> list[SipMessage]:
        """The answers with that code to a request of that method that the phone got."""
        answers = self._of(PBX, f"SIP/2.0 {code} ")
        return [answer for answer in answers if answer.method == method]

    def _of(self, source: int, start: str) -> list[SipMessage]:
        found = [one for one in list(self.messages) if one.text.startswith(start)]
        return [one for one in found if one.source == source]

    def _meet(self, phone: ServerConnection) -> None:
        with suppress(ConnectionClosed, OSError, InvalidHandshake):
            pbx = connect(self._target, subprotocols=_SIP, compression=None, ping_interval=None)
            with pbx:
                self._open |= {phone, pbx}
                back = threading.Thread(target=self._pass, args=(pbx, phone), daemon=True)
                back.start()
                self._pass(phone, pbx)
                back.join()
                self._open -= {phone, pbx}

    def _pass(self, giver: Connection, taker: Connection) -> None:
        source, goal = (PBX, PHONE) if isinstance(giver, ClientConnection) else (PHONE, PBX)
        with suppress(ConnectionClosed):
            for frame in giver:
                text = frame if isinstance(frame, str) else frame.decode()
                self._note(SipMessage(source, goal, text))
                if source == PBX:
                    taker.send(self._sieved(text))
                elif not self.mute:
                    taker.send(text)
        if giver in self._stranded:
            return
        with suppress(ConnectionClosed):
            taker.close()

    def _note(self, message: SipMessage) -> None:
        with self._noting:
            self.messages.append(message)
            self.moments.append(time.monotonic())

    def _sieved(self, text: str) -> str:
        lines = text.split("\r\n")
        kept = (line for line in lines if not (self.sieve and line.startswith(self.sieve)))
        return "\r\n".join(kept)
