"""The signalling of the tests' phone: one WebSocket, and who waits for which answer."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable

import websockets
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.support.sip.sip_wire import Message, credentials, read, request

WITHIN_S = 10.0


class SipLine:
    """On the phone's own loop only. `asked` takes requests, `changed` hears of every frame."""

    def __init__(
        self,
        url: str,
        extension: str,
        password: str,
        asked: Callable[[Message], Awaitable[None]],
        changed: Callable[[], None],
    ) -> None:
        self.url, self.extension, self.password = url, extension, password
        self.server = url.split("/")[2]
        self.contact = f"Contact: <sip:{secrets.token_hex(4)}@tests.invalid;transport=ws>"
        self.received: list[Message] = []
        self.pongs = 0
        self.closed = asyncio.Event()
        self._asked, self._changed = asked, changed
        self._answers: dict[str, asyncio.Queue[Message]] = {}
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._call_id = secrets.token_hex(8)
        self._registers = 0

    async def connect(self) -> None:
        self._socket = await connect(
            self.url,
            subprotocols=[Subprotocol("sip")],
            proxy=None,
            ping_interval=None,
            close_timeout=1,
        )
        self.closed.clear()
        self._reader = asyncio.create_task(self._read(self._socket))

    async def close(self) -> None:
        if self._socket and self._reader:
            await self._socket.close()
            await self._reader

    async def send(self, text: str | bytes) -> None:
        assert self._socket
        await self._socket.send(text)

    async def ask(
        self, line: str, sequence: int, call_id: str, *head: str, body: str = ""
    ) -> Message:
        """Send a request; the first final answer."""
        text, branch = request(line, sequence, call_id, *head, body=body)
        await self.send(text)
        return await self.final(branch)

    async def final(self, branch: str, enough: int = 200, seen: list[int] | None = None) -> Message:
        """The next answer with a code of at least `enough`; the codes before go to `seen`."""
        queue = self._answers.setdefault(branch, asyncio.Queue())
        while True:
            message = await asyncio.wait_for(queue.get(), WITHIN_S)
            if message.code >= enough:
                return message
            if seen is not None:
                seen.append(message.code)

    async def register(self, expires: int) -> Message:
        uri = f"sip:{self.server}"
        own = f"<sip:{self.extension}@{self.server}>"
        head = [f"From: {own};tag=reg", f"To: {own}", f"{self.contact};expires={expires}"]
        self._registers += 1
        answer = await self.ask(f"REGISTER {uri}", self._registers, self._call_id, *head)
        if answer.code == 401:
            proof = self.proof("REGISTER", uri, answer["www-authenticate"])
            self._registers += 1
            head.append(f"Authorization: {proof}")
            answer = await self.ask(f"REGISTER {uri}", self._registers, self._call_id, *head)
        return answer

    def proof(self, method: str, uri: str, challenge: str) -> str:
        return credentials(self.extension, self.password, method, uri, challenge)

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                await self._take(str(frame))
        except websockets.ConnectionClosed:
            pass
        finally:
            self.closed.set()
            self._changed()

    async def _take(self, text: str) -> None:
        if text == "\r\n":
            self.pongs += 1
        else:
            message = read(text)
            self.received.append(message)
            branch = re.search(r"branch=([^;]+)", message["via"])
            assert branch
            if message.code:
                self._answers.setdefault(branch[1], asyncio.Queue()).put_nowait(message)
            else:
                await self._asked(message)
        self._changed()
