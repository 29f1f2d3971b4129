"""A call to the agent, on request: the PBX offers, the agent answers or declines."""

import asyncio
import contextlib
import secrets
from typing import TypeAlias

from ...model.errors import NeverReached
from ..pbx.rules import AskedCall, read_fields
from .calls import PeerCall, PeerCallEnd, PeerCallState
from .dialog import Dialogs, Exchange, reason_header
from .message import SipRequest, SipResponse, address_of, parameter
from .registrar import RegisteredPhone

RINGS_S = 30.0
"""Then the caller gives up."""
FAREWELL_S = 5.0
"""For the agent's answer to a CANCEL."""
_Answers: TypeAlias = "asyncio.Queue[SipResponse | str]"
"""A text: the caller gives up, with it as the reason."""


class ToAgent:
    """The calls that agents get."""

    def __init__(self, exchange: Exchange, dialogs: Dialogs) -> None:
        self._exchange = exchange
        self._dialogs = dialogs
        self._book = exchange.book
        self._answers: dict[int, _Answers] = {}
        """By call, while the agent rings."""

    def ring(self, extension: str, caller: str, name: str = "") -> PeerCall:
        """Call `extension`, showing `caller` and `name` ("" = the number). Raises NeverReached."""
        asked, broken = read_fields(
            {"agent": extension, "callee": caller},
            self._exchange.version,
            internal=self._exchange.internal,
        )
        if asked is None:
            raise NeverReached(f"The demo PBX cannot make this call: {' '.join(broken)}")
        where = self._exchange.registrar.where(extension)
        if where is None:
            raise NeverReached(
                f"No phone is registered as {extension}, so nothing rings.", "Start the phone."
            )
        call = self._open(asked, name or asked.callee, *where)
        self._answers[call.id] = asyncio.Queue()
        call.task = self._book.spawn(self._play(call))
        return call

    def give_up(self, call: PeerCall, reason: str = "") -> None:
        """The caller hangs up before the agent has answered. `reason`: see `reason_header`."""
        self._answers[call.id].put_nowait(reason)

    def _open(self, asked: AskedCall, name: str, target: str, phone: RegisteredPhone) -> PeerCall:
        call = self._book.open(asked, phone, secrets.token_hex(12), incoming=True)
        address = self._exchange.address
        call.own_uri = f'"{_quotable(name)}" <sip:{asked.callee}@{address}>'
        call.other_uri = f"<sip:{asked.agent}@{address}>"
        call.target = target
        self._book.enter(
            call, PeerCallState.AGENT_RINGS, f"{asked.callee} calls agent {asked.agent}"
        )
        return call

    async def _play(self, call: PeerCall) -> None:
        call.media = self._dialogs.media(call)
        offer = await call.media.offer()
        invite = self._dialogs.request(
            call,
            "INVITE",
            self._dialogs.contact(call),
            ("Content-Type", "application/sdp"),
            ("Allow", "INVITE, ACK, BYE, CANCEL, INFO, OPTIONS"),
            *self._dialogs.refreshing.request_headers(),
            body=offer,
        )
        answers = self._answers[call.id]
        self._exchange.waiting[invite.branch] = answers.put_nowait
        try:
            call.phone.send(invite)
            answer = await self._final(call, answers)
            if isinstance(answer, str):
                await self._cancel(call, invite, answers, answer)
            else:
                await self._answered(call, invite, answer)
        finally:
            del self._exchange.waiting[invite.branch], self._answers[call.id]

    async def _final(self, call: PeerCall, answers: _Answers) -> SipResponse | str:
        """The answer that ends the ringing; the reason when the caller gives up first."""
        with contextlib.suppress(TimeoutError):  # nobody answered: the caller gives up
            async with asyncio.timeout(RINGS_S):
                while not isinstance(answer := await answers.get(), str) and answer.code < 200:
                    if answer.code > 100:
                        call.code = answer.code
                        self._book.tell(f"call W{call.id}: agent {call.asked.agent} rings")
                return answer
        return ""

    async def _answered(self, call: PeerCall, invite: SipRequest, answer: SipResponse) -> None:
        from .media import NoAudio

        call.code = answer.code
        self._acknowledge(call, invite, answer)
        if answer.code >= 300:
            words = f"agent {call.asked.agent} declines with {answer.code}"
            self._end(call, answer.code, PeerCallEnd.AGENT, words)
            return
        assert call.media  # noqa: S101  # made before the INVITE, closed after the call only
        try:
            await call.media.take_answer(answer.body)
        except NoAudio:
            self._dialogs.hang_up(call, PeerCallEnd.AUDIO_LOST)
            return
        self._dialogs.refreshing.begin(call)
        self._book.enter(
            call, PeerCallState.TALKING, f"agent {call.asked.agent} answers, they talk"
        )

    def _acknowledge(self, call: PeerCall, invite: SipRequest, answer: SipResponse) -> None:
        """ACK: with the INVITE's branch after a refusal (RFC 3261, section 17.1.1.3)."""
        call.other_tag = parameter(answer.header("to"), "tag")
        branch = invite.branch if answer.code >= 300 else ""
        if answer.code < 300:
            call.target = address_of(answer.header("contact")) or call.target
        call.phone.send(self._dialogs.request(call, "ACK", branch=branch))

    async def _cancel(
        self, call: PeerCall, invite: SipRequest, answers: _Answers, reason: str
    ) -> None:
        """Take the ringing back; an answer that crosses it is hung up at once."""
        cancel = self._dialogs.request(call, "CANCEL", *reason_header(reason), branch=invite.branch)
        call.phone.send(cancel)
        self._end(call, 487, PeerCallEnd.FAR_END, f"caller {call.asked.callee} hangs up")
        with contextlib.suppress(TimeoutError):  # the phone is gone, and its call is over here
            async with asyncio.timeout(FAREWELL_S):
                while not isinstance(answer := await answers.get(), str):
                    if answer.code >= 200 and answer.sequence[1] == "INVITE":
                        self._acknowledge(call, invite, answer)
                        if answer.code < 300:
                            call.phone.send(self._dialogs.request(call, "BYE"))
                        return

    def _end(self, call: PeerCall, code: int, ending: PeerCallEnd, words: str) -> None:
        call.code, call.ended = code, ending
        self._book.enter(
            call, PeerCallState.HUNG_UP if code == 487 else PeerCallState.REFUSED, words
        )
        self._dialogs.close(call)


def _quotable(name: str) -> str:
    """A name for a quoted string (RFC 3261, section 25.1), which cannot hold line breaks."""
    one_line = name.replace("\r", " ").replace("\n", " ").encode(errors="replace").decode()
    return one_line.replace("\\", "\\\\").replace('"', '\\"')
