"""Requests and answers inside a call: hold, keys, hanging up by either side."""

import asyncio
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .calls import CallBook, PeerCall, PeerCallEnd, PeerCallState
from .message import Header, SipRequest, SipResponse, address_of, parameter, reply
from .policy import PeerPolicy
from .registrar import RegisteredPhone, Registrar
from .session_timer import SessionTimers

if TYPE_CHECKING:
    from .media import AudioConnection

LOST_AFTER_S = 2.0
"""From the end of the audio to the end of the call: a BYE is often just behind it."""
ANSWERS_WITHIN_S = 5.0
"""For the agent's answer to a request inside a call."""
_WORDS = {
    PeerCallEnd.AUDIO_LOST: "the audio is lost",
    PeerCallEnd.NOT_REFRESHED: "the call was not refreshed in time",
}
_SIGNAL = re.compile(r"^Signal[ \t]*=[ \t]*([0-9A-D*#])[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What every call of one PBX shares.

    `address`: host:port in its SIP URIs. `loopback`: as of AudioConnection.
    """

    version: int
    pace: float
    address: str
    loopback: str
    book: CallBook
    registrar: Registrar
    waiting: dict[str, Callable[[SipResponse], None]]
    """By branch: who takes the responses to a request of the PBX's own."""
    policy: PeerPolicy
    internal: bool = False
    """Whether an extension may be called."""


class Dialogs:
    """The calls once they are made."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._book = exchange.book
        self.refreshing = SessionTimers(
            exchange.policy,
            exchange.book,
            self._refresh,
            lambda call: self.hang_up(call, PeerCallEnd.NOT_REFRESHED),
        )

    def media(self, call: PeerCall) -> "AudioConnection":
        """A new audio connection for `call`; the call ends when it is lost while in use."""
        from .media import AudioConnection

        def lost() -> None:
            if call.media is media:
                self._book.spawn(self._lost(call, media))

        media = AudioConnection(call.voice, self._exchange.loopback, lost)
        return media

    def contact(self, call: PeerCall) -> Header:
        """Where requests inside `call` go."""
        return "Contact", f"<sip:{call.asked.callee}@{self._exchange.address};transport=ws>"

    def take(self, request: SipRequest, phone: RegisteredPhone) -> SipResponse | None:
        """Answer a request inside a call; None when the answer comes later, or never (ACK)."""
        call = self._find(request)
        if request.method == "ACK":
            return None
        if call is None:
            return reply(request, 481, to_tag="gone")
        call.phone = phone
        if request.method == "BYE":
            self._over(call, PeerCallEnd.AGENT, f"agent {call.asked.agent} hangs up")
            return reply(request, 200)
        if request.method == "INFO":
            return self._info(request, call)
        if request.method == "INVITE":
            self._book.spawn(self._renew(request, call, phone))
            return reply(request, 100)
        return self._other(request, call)

    def _other(self, request: SipRequest, call: PeerCall) -> SipResponse:
        if request.method == "UPDATE" and self._exchange.policy.takes_updates:
            self.refreshing.refreshed(call)
            return reply(request, 200, self.contact(call), *self.refreshing.answer_headers())
        return reply(request, 200 if request.method == "OPTIONS" else 405)

    def hang_up(
        self, call: PeerCall, ending: PeerCallEnd = PeerCallEnd.FAR_END, reason: str = ""
    ) -> None:
        """End an answered call from the PBX's side. `reason`: see `reason_header`."""
        bye = self.request(call, "BYE", *reason_header(reason))
        self.phone(call).send(bye)
        self._over(call, ending, _WORDS.get(ending) or f"{_other(call)} hangs up")

    async def hold(self, call: PeerCall, *, held: bool) -> None:
        """Have the PBX's side put an answered call on hold, or take it back."""
        assert call.media  # noqa: S101  # as long as the call lives
        invite = self.request(
            call,
            "INVITE",
            self.contact(call),
            ("Content-Type", "application/sdp"),
            *self.refreshing.request_headers(),
            body=call.media.offer_again(held=held),
        )
        answer = await self._answer_to(call, invite)
        if answer is None:
            self._book.tell(f"call W{call.id}: agent {call.asked.agent} does not answer a hold")
            return
        self.refreshing.begin(call)
        branch = invite.branch if answer.code >= 300 else ""
        self.phone(call).send(self.request(call, "ACK", branch=branch))
        words = f"holds with {answer.code}" if held else f"talks again with {answer.code}"
        self._book.tell(f"call W{call.id}: {_other(call)} {words}")

    def stop(self) -> None:
        """End every call without a word to the agents."""
        for call in self._book.live():
            self._over(call, PeerCallEnd.STOPPED, "the PBX stops")

    def close(self, call: PeerCall) -> None:
        """Let go of the sound of `call`."""
        if call.task and call.task is not asyncio.current_task():
            call.task.cancel()
        self.refreshing.end(call)
        media, call.media = call.media, None
        if media:
            self._book.spawn(media.close(), to_its_end=True)

    def phone(self, call: PeerCall) -> RegisteredPhone:
        """The WebSocket to reach the agent of `call`: the newest, after a reconnection."""
        found = self._exchange.registrar.where(call.asked.agent)
        return found[1] if found else call.phone

    def request(
        self, call: PeerCall, method: str, *headers: Header, branch: str = "", body: str = ""
    ) -> SipRequest:
        """A request of the PBX's own inside `call`. An ACK and a CANCEL keep the INVITE's CSeq."""
        if method not in ("ACK", "CANCEL"):
            call.sequence += 1
        branch = branch or f"z9hG4bK{secrets.token_hex(8)}"
        to = f"{call.other_uri};tag={call.other_tag}" if call.other_tag else call.other_uri
        every = [
            ("Via", f"SIP/2.0/WS {self._exchange.address};branch={branch}"),
            ("Max-Forwards", "70"),
            ("From", f"{call.own_uri};tag={call.own_tag}"),
            ("To", to),
            ("Call-ID", call.call_id),
            ("CSeq", f"{call.sequence} {method}"),
            *headers,
        ]
        return SipRequest(tuple(every), body, method=method, uri=call.target)

    async def _answer_to(self, call: PeerCall, request: SipRequest) -> SipResponse | None:
        """Send a request inside `call`; the final answer, None when none comes in time."""
        answered: asyncio.Queue[SipResponse] = asyncio.Queue()
        self._exchange.waiting[request.branch] = answered.put_nowait
        try:
            self.phone(call).send(request)
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                while (answer := await answered.get()).code < 200:
                    pass
                return answer
        except TimeoutError:
            return None
        finally:
            del self._exchange.waiting[request.branch]

    async def _refresh(self, call: PeerCall) -> bool:
        headers = (self.contact(call), *self.refreshing.request_headers())
        answer = await self._answer_to(call, self.request(call, "UPDATE", *headers))
        return answer is not None and answer.code == 200

    def _find(self, request: SipRequest) -> PeerCall | None:
        call = self._book.find(request.header("call-id"))
        if call is None:
            return None
        own = parameter(request.header("to"), "tag") == call.own_tag
        other = parameter(request.header("from"), "tag") == call.other_tag
        return call if own and other else None

    def _info(self, request: SipRequest, call: PeerCall) -> SipResponse:
        kind = request.header("content-type").partition(";")[0].strip().lower()
        if kind != "application/dtmf-relay":
            return reply(request, 415, ("Accept", "application/dtmf-relay"))
        signal = _SIGNAL.search(request.body)
        if not signal:
            return reply(request, 400)
        call.dtmf += signal[1]
        self._book.tell(f"call W{call.id}: agent {call.asked.agent} presses {signal[1]}")
        return reply(request, 200)

    async def _renew(self, request: SipRequest, call: PeerCall, phone: RegisteredPhone) -> None:
        """Answer a new offer inside a call: hold, resume, or an ICE restart.

        aiortc cannot restart ICE on an open connection: its transport starts once, and the
        fragment and password of an old one are kept. So a new fragment gets a connection of its
        own, with a new fingerprint, upon which the agent's side starts DTLS again too. The old one
        is closed a little later, so that its farewell is not taken for the end of the new one.

        Chromium tries the old address from its new port first: the audio is away for 0.1 s over
        the loopback and for 2.5 s over a network (measured), until it drops the old address.
        """
        from .media import NoAudio, fragment_of, holds

        old = call.media
        rebuild = old is None or fragment_of(request.body) != old.fragment
        media = self.media(call) if rebuild or old is None else old
        try:
            await media.take_offer(request.body)
            answer = await media.answer()
        except NoAudio:
            if media is not old:
                await media.close()
            phone.send(reply(request, 488))
            return
        if not call.live:
            await media.close()
            phone.send(reply(request, 487))
            return
        call.target = address_of(request.header("contact")) or call.target
        call.media = media
        timer = self.refreshing.answer_headers()
        phone.send(reply(request, 200, self.contact(call), *timer, body=answer))
        self.refreshing.refreshed(call)
        self._held(call, held=holds(request.body))
        if old and media is not old:
            self._book.tell(f"call W{call.id}: audio over a new connection")
            try:
                await asyncio.sleep(LOST_AFTER_S)
            finally:
                await old.close()

    def _held(self, call: PeerCall, *, held: bool) -> None:
        call.voice.hold(held)
        if held and call.state is PeerCallState.TALKING:
            self._book.enter(call, PeerCallState.HELD, f"agent {call.asked.agent} holds")
        elif not held and call.state is PeerCallState.HELD:
            self._book.enter(call, PeerCallState.TALKING, f"agent {call.asked.agent} talks again")

    async def _lost(self, call: PeerCall, media: "AudioConnection") -> None:
        await asyncio.sleep(LOST_AFTER_S)
        if call.live and call.media is media:
            self.hang_up(call, PeerCallEnd.AUDIO_LOST)

    def _over(self, call: PeerCall, ending: PeerCallEnd, words: str) -> None:
        call.ended = ending
        self._book.enter(call, PeerCallState.HUNG_UP, words)
        self.close(call)


def reason_header(value: str) -> list[Header]:
    """A Reason header (RFC 3326) such as "Q.850;cause=16"; "" = none."""
    return [("Reason", value)] if value else []


def _other(call: PeerCall) -> str:
    return f"{'caller' if call.incoming else 'callee'} {call.asked.callee}"
