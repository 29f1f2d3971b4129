"""A phone of the tests' own: SIP over a WebSocket, audio by aiortc, on a thread with a loop.

It shares no code with the demo PBX but the meter, so that the two agree by the RFCs only.
"""

import asyncio
import re
import secrets
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar

from aiortc import RTCPeerConnection, RTCSessionDescription

from tests.support.sip.sip_line import WITHIN_S, SipLine
from tests.support.sip.sip_sound import Ear, Tone, local_description, new_peer
from tests.support.sip.sip_wire import Message, request, response

_T = TypeVar("_T")
Soon: TypeAlias = Callable[[Callable[[], object]], bool]
"""Waits until a condition holds; whether it came to hold in time."""
SDP = "Content-Type: application/sdp"


@dataclass(eq=False)
class Call:
    """One dialog as the phone sees it. `provisional`: the 1xx codes before the answer."""

    local: str
    remote: str
    target: str
    hertz: int
    call_id: str = field(default_factory=lambda: secrets.token_hex(8))
    branch: str = ""
    sequence: int = 1
    provisional: list[int] = field(default_factory=list)
    ear: Ear = field(default_factory=Ear)
    ended: threading.Event = field(default_factory=threading.Event)
    tone: Tone = field(init=False)
    peer: RTCPeerConnection = field(init=False)

    def new_peer(self) -> None:
        self.tone = Tone(self.hertz)
        self.peer = new_peer(self.tone, self.ear)

    @property
    def between(self) -> tuple[str, str]:
        return f"From: {self.local}", f"To: {self.remote}"


class SipAgent:
    """The phone of one extension. All methods are called on the test's thread."""

    def __init__(self, url: str, extension: str = "204", password: str = "demo-secret") -> None:
        self.incoming: list[Message] = []
        self.ring_with = 180
        self._calls: dict[str, Call] = {}
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.line = SipLine(url, extension, password, self._asked, self._notify)

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WITHIN_S * 2)

    def connect(self) -> None:
        self.run(self.line.connect())

    def register(self, expires: int = 600) -> Message:
        """The last answer: 200, or the 401 to the second try."""
        return self.run(self.line.register(expires))

    def call(
        self, callee: str, *head: str, hertz: int = 1000, body: str = ""
    ) -> tuple[Message, Call]:
        """Invite and wait for the final answer. `body`: instead of a real offer."""
        return self.run(self._invite(callee, head, hertz, 200, body))

    def ring(self, callee: str) -> Call:
        """Invite and wait for the 180."""
        return self.run(self._invite(callee, (), 1000, 180, ""))[1]

    def cancel(self, call: Call) -> Message:
        """The INVITE's final answer."""
        return self.run(self._cancel(call))

    def bye(self, call: Call) -> Message:
        return self.run(self._bye(call))

    def renew(self, call: Call, direction: str, *, anew: bool = False) -> Message:
        """A re-INVITE with `direction`; `again`: over a new connection, as after an ICE restart."""
        return self.run(self._renew(call, direction, anew))

    def inside(self, call: Call, method: str, body: str = "", kind: str = "") -> Message:
        return self.run(self._inside(call, method, body, kind))

    def press(self, call: Call, key: str) -> Message:
        body = f"Signal={key}\r\nDuration=160\r\n"
        return self.inside(call, "INFO", body, "application/dtmf-relay")

    def answer(self, invite: Message, hertz: int = 1000) -> Call:
        return self.run(self._answer(invite, hertz))

    def decline(self, invite: Message, code: int) -> None:
        self.send(response(invite, code, tag="mine"))

    def send(self, text: str | bytes) -> None:
        self.run(self.line.send(text))

    def wait_for(self, condition: Callable[[], object], within: float = WITHIN_S) -> bool:
        """Looked at again with every frame, and when the socket closes."""
        with self._changed:
            return bool(self._changed.wait_for(condition, within))

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    # On the phone's own loop from here.

    async def _close(self) -> None:
        for call in self._calls.values():
            await call.peer.close()
            await call.ear.close()
        await self.line.close()

    async def _end(self) -> None:
        """As asyncio.run does it; aioice 0.13 may leave a task when closed as it connects."""
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._loop.shutdown_default_executor()

    async def _asked(self, message: Message) -> None:
        if message.method == "INVITE":
            await self.line.send(response(message, self.ring_with, tag="mine"))
            self.incoming.append(message)
        elif message.method == "CANCEL":
            await self.line.send(response(message, 200))
            await self.line.send(response(self.incoming[-1], 487, tag="mine"))
        elif message.method == "BYE":
            await self.line.send(response(message, 200))
            self._calls[message["call-id"]].ended.set()

    async def _invite(
        self, callee: str, head: tuple[str, ...], hertz: int, enough: int, body: str
    ) -> tuple[Message, Call]:
        uri = f"sip:{callee}@{self.line.server}"
        own = f"<sip:{self.line.extension}@{self.line.server}>;tag={secrets.token_hex(4)}"
        call = Call(own, f"<{uri}>", uri, hertz)
        self._calls[call.call_id] = call
        call.new_peer()
        body = body or await local_description(call.peer, "offer")
        head += (*call.between, self.line.contact, SDP)
        answer = await self._ask(call, head, body, enough)
        if answer.code == 407:
            proof = self.line.proof("INVITE", uri, answer["proxy-authenticate"])
            call.sequence += 1
            head += (f"Proxy-Authorization: {proof}",)
            call.remote = f"<{uri}>"
            answer = await self._ask(call, head, body, enough)
        call.remote = answer["to"]
        return answer, call

    async def _ask(self, call: Call, head: tuple[str, ...], body: str, enough: int) -> Message:
        line = f"INVITE {call.target}"
        text, call.branch = request(line, call.sequence, call.call_id, *head, body=body)
        await self.line.send(text)
        answer = await self.line.final(call.branch, enough, call.provisional)
        await self._settle(call, answer)
        return answer

    async def _settle(self, call: Call, answer: Message) -> None:
        """ACK a final answer, and connect the audio of a good one."""
        if answer.code < 200:
            return
        call.remote = answer["to"]
        branch = call.branch
        if answer.code < 300:
            call.target, branch = uri_in(answer["contact"]), ""
        text, _ = request(
            f"ACK {call.target}", call.sequence, call.call_id, *call.between, branch=branch
        )
        await self.line.send(text)
        if answer.code < 300:
            await call.peer.setRemoteDescription(RTCSessionDescription(answer.body, "answer"))

    async def _cancel(self, call: Call) -> Message:
        head = (f"From: {call.local}", f"To: <{call.target}>")
        text, _ = request(
            f"CANCEL {call.target}", call.sequence, call.call_id, *head, branch=call.branch
        )
        await self.line.send(text)
        answer = await self.line.final(call.branch)
        assert (answer.method, answer.code) == ("CANCEL", 200)
        answer = await self.line.final(call.branch)
        await self._settle(call, answer)
        return answer

    async def _inside(self, call: Call, method: str, body: str, kind: str) -> Message:
        call.sequence += 1
        head = [*call.between, *([f"Content-Type: {kind}"] if kind else [])]
        line = f"{method} {call.target}"
        return await self.line.ask(line, call.sequence, call.call_id, *head, body=body)

    async def _bye(self, call: Call) -> Message:
        answer = await self._inside(call, "BYE", "", "")
        await call.peer.close()
        return answer

    async def _renew(self, call: Call, direction: str, anew: bool) -> Message:
        if anew:
            old = call.peer
            call.new_peer()
            await old.close()
        call.peer.getTransceivers()[0].direction = direction
        body = await local_description(call.peer, "offer")
        call.sequence += 1
        return await self._ask(call, (*call.between, self.line.contact, SDP), body, 200)

    async def _answer(self, invite: Message, hertz: int) -> Call:
        local, target = invite["to"] + ";tag=mine", uri_in(invite["contact"])
        call = Call(local, invite["from"], target, hertz, invite["call-id"])
        self._calls[call.call_id] = call
        call.new_peer()
        await call.peer.setRemoteDescription(RTCSessionDescription(invite.body, "offer"))
        body = await local_description(call.peer, "answer")
        await self.line.send(response(invite, 200, self.line.contact, SDP, tag="mine", body=body))
        return call


def uri_in(header: str) -> str:
    found = re.search("<(.*)>", header)
    assert found
    return found[1]
