"""The WebSocket side: one per phone, path /ws, subprotocol sip (RFC 7118)."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..pbx.listening import is_loopback
from .message import SipRequest, SipResponse

if TYPE_CHECKING:
    from websockets.asyncio.server import Server, ServerConnection
    from websockets.http11 import Request as HttpRequest
    from websockets.http11 import Response as HttpResponse

    from .switchboard import Switchboard

PATH = "/ws"
FRAME_LIMIT = 64 * 1024
"""Bytes of one message. An INVITE is some 3000."""
SOCKET_LIMIT = 64
"""WebSockets at a time; one more is refused."""


class PhoneSocket:
    """One phone's WebSocket, as the calls see it."""

    def __init__(self, connection: "ServerConnection") -> None:
        self._connection = connection
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._silent = False

    def send(self, message: SipRequest | SipResponse | str) -> None:
        """Send after what was sent before, or lose it when the socket is gone."""
        if not self._silent:
            self._waiting.put_nowait(str(message))

    def fall_silent(self) -> None:
        """Neither read nor write any more, and leave the socket open."""
        self._silent = True
        self._connection.transport.pause_reading()

    def drop(self) -> None:
        """Close the socket without a farewell."""
        self._connection.transport.abort()

    async def converse(self, take: Callable[["PhoneSocket", str | bytes], None]) -> None:
        """Until the phone is gone."""
        from websockets.exceptions import ConnectionClosed

        writer = asyncio.get_running_loop().create_task(self._write())
        with contextlib.suppress(ConnectionClosed):
            async for frame in self._connection:
                take(self, frame)
        writer.cancel()

    async def _write(self) -> None:
        from websockets.exceptions import ConnectionClosed

        with contextlib.suppress(ConnectionClosed):
            while True:
                await self._connection.send(await self._waiting.get())


class Sockets:
    """Every phone's WebSocket. `host`: what the server listens on."""

    def __init__(self, switchboard: "Switchboard", host: str) -> None:
        self._switchboard = switchboard
        self._host = host
        self._open: set[PhoneSocket] = set()

    async def serve(self, listening: socket.socket) -> "Server":
        """Serve at a bound socket."""
        from websockets.asyncio.server import serve
        from websockets.typing import Subprotocol

        # What a rude client does wrong is not printed on the terminal.
        quiet = logging.getLogger(__name__)
        quiet.setLevel(logging.CRITICAL)
        return await serve(
            self._converse,
            sock=listening,
            subprotocols=[Subprotocol("sip")],
            process_request=self._refusal,
            compression=None,
            ping_interval=None,  # idle costs nothing; phones keep alive themselves
            close_timeout=1,
            max_size=FRAME_LIMIT,
            logger=quiet,
        )

    def fall_silent(self) -> None:
        """Every socket open now; new ones are served."""
        for phone in self._open:
            phone.fall_silent()

    def drop(self) -> None:
        """Every socket open now."""
        for phone in tuple(self._open):
            phone.drop()

    def _refusal(
        self, connection: "ServerConnection", request: "HttpRequest"
    ) -> "HttpResponse | None":
        if request.path.partition("?")[0] != PATH:
            return connection.respond(404, f"Phones connect to {PATH}.\n")
        if not self._may_come_from(request.headers.get("Origin", "")):
            return connection.respond(403, "No page of another site is a phone here.\n")
        if len(self._open) >= SOCKET_LIMIT:
            return connection.respond(503, "Too many phones.\n")
        return None

    def _may_come_from(self, origin: str) -> bool:
        """Whether `origin` is no web page's, or one of this machine or server.

        The demo's password is known to all, and a browser lets every page open a WebSocket.
        """
        found = urlsplit(origin)
        host = found.hostname or ""
        return not found.scheme.startswith("http") or is_loopback(host) or host == self._host

    async def _converse(self, connection: "ServerConnection") -> None:
        phone = PhoneSocket(connection)
        self._open.add(phone)
        try:
            await phone.converse(self._switchboard.take)
        finally:
            self._open.discard(phone)
            self._switchboard.gone(phone)
