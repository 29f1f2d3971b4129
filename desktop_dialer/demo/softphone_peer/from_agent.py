"""A call from the agent: the rules, the ringing, the answer, or the refusal."""

import asyncio

from ..pbx.rules import AskedCall
from .callees import Callee, Manner, callee_for
from .calls import PeerCall, PeerCallEnd, PeerCallState
from .dialog import Dialogs, Exchange
from .invite_fields import error_headers, read_invite
from .message import SipRequest, SipResponse, address_of, parameter, reply
from .registrar import RegisteredPhone

RINGS_AFTER_S = 0.3
ANSWERS_AFTER_S = 1.0
HANGS_UP_AFTER_S = 3.0
"""At pace 1, since the INVITE; the last since the answer."""


class FromAgent:
    """The calls that agents make."""

    def __init__(self, exchange: Exchange, dialogs: Dialogs) -> None:
        self._exchange = exchange
        self._dialogs = dialogs
        self._book = exchange.book
        self._asked: dict[str, tuple[PeerCall, SipRequest]] = {}
        """By branch: the INVITEs not yet answered for good."""

    def invite(self, request: SipRequest, phone: RegisteredPhone) -> SipResponse:
        """Answer a new INVITE, for good or for now."""
        challenge = self._exchange.registrar.challenge(request, 407)
        if challenge:
            return challenge
        if refusal := self._dialogs.refreshing.refusal(request):
            return refusal
        exchange = self._exchange
        asked, broken = read_invite(request, exchange.version, internal=exchange.internal)
        if asked is None or broken:
            self._book.tell(f"refused: {' '.join(broken)}")
            errors = error_headers(broken, self._exchange.version)
            return reply(request, 400, *errors, to_tag="broken")
        callee = callee_for(asked.callee)
        call = self._open(request, phone, asked, callee)
        self._asked[request.branch] = (call, request)
        call.task = self._book.spawn(self._play(call, request, callee))
        return reply(request, 100)

    def cancel(self, request: SipRequest, phone: RegisteredPhone) -> SipResponse:
        """Answer a CANCEL (RFC 3261, section 9.2)."""
        found = self._asked.pop(request.branch, None)
        if found is None:
            return reply(request, 481, to_tag="gone")
        call, invite = found
        phone.send(reply(request, 200, to_tag=call.own_tag))
        self._refuse(call, 487, PeerCallEnd.AGENT, f"agent {call.asked.agent} hangs up")
        return reply(invite, 487, to_tag=call.own_tag)

    def _open(
        self, request: SipRequest, phone: RegisteredPhone, asked: AskedCall, callee: Callee
    ) -> PeerCall:
        silent = callee.manner is Manner.SENDS_NOTHING
        call = self._book.open(asked, phone, request.header("call-id"), silent=silent)
        call.own_uri = request.header("to")
        call.other_uri = request.header("from").partition(";tag=")[0]
        call.other_tag = parameter(request.header("from"), "tag")
        call.target = address_of(request.header("contact"))
        self._book.enter(
            call, PeerCallState.CALLEE_RINGS, f"agent {asked.agent} calls {asked.callee}"
        )
        return call

    async def _play(self, call: PeerCall, request: SipRequest, callee: Callee) -> None:
        from .media import NoAudio

        pace = self._exchange.pace
        call.media = self._dialogs.media(call)
        try:
            await call.media.take_offer(request.body)
            await asyncio.sleep(RINGS_AFTER_S * pace)
            contact = self._dialogs.contact(call)
            if callee.manner is Manner.ANNOUNCES:
                announcement = await call.media.answer()
                call.code = 183
                early = reply(request, 183, contact, to_tag=call.own_tag, body=announcement)
                call.phone.send(early)
                await asyncio.sleep((ANSWERS_AFTER_S - RINGS_AFTER_S) * pace)
            if callee.refuses:
                self._say_no(call, request, callee)
                return
            call.phone.send(reply(request, 180, contact, to_tag=call.own_tag))
            call.code = 180
            if callee.manner is Manner.RINGS_ON:
                return
            await asyncio.sleep((ANSWERS_AFTER_S - RINGS_AFTER_S) * pace)
            answer = await call.media.answer()
        except NoAudio as error:
            self._asked.pop(request.branch, None)
            call.phone.send(reply(request, 488, to_tag=call.own_tag))
            self._refuse(call, 488, None, f"no audio in the offer: {error}")
            return
        self._asked.pop(request.branch, None)
        call.code = 200
        timer = self._dialogs.refreshing.answer_headers()
        call.phone.send(reply(request, 200, contact, *timer, to_tag=call.own_tag, body=answer))
        self._dialogs.refreshing.begin(call)
        self._book.enter(
            call, PeerCallState.TALKING, f"callee {call.asked.callee} answers, they talk"
        )
        if callee.manner is Manner.HANGS_UP:
            await asyncio.sleep(HANGS_UP_AFTER_S * pace)
            self._dialogs.hang_up(call)

    def _say_no(self, call: PeerCall, request: SipRequest, callee: Callee) -> None:
        self._asked.pop(request.branch, None)
        errors = error_headers((callee.error,) if callee.error else (), self._exchange.version)
        if callee.cause:
            errors.append(("Reason", f'Q.850;cause={callee.cause};text="Call Rejected"'))
        call.phone.send(reply(request, callee.code, *errors, to_tag=call.own_tag))
        self._refuse(call, callee.code, None, f"refused with {callee}")

    def _refuse(self, call: PeerCall, code: int, ending: PeerCallEnd | None, words: str) -> None:
        call.code, call.ended = code, ending
        self._book.enter(call, PeerCallState.HUNG_UP if ending else PeerCallState.REFUSED, words)
        self._dialogs.close(call)
