"""How a call ended: its status for the call log, and a message with a next step."""

from dataclasses import dataclass, replace

from ...model.call import CallOutcome, Status
from ...model.live_call import CallStage, LiveCall, clock_time
from ...model.user_message import UserMessage
from ...translation import tr, tr_later
from .events import Ended
from .faults import MICROPHONE_CAUSES, broken
from .refusals import NETWORK_CAUSES, NO_ANSWER_CAUSES, call_refused

_LISTEN = tr_later("Wait a moment before you call again: the callee's phone may still ring.")


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What LiveCall does not show. `sent`: the INVITE has left. `heard`: audio has arrived."""

    sent: bool = False
    heard: bool = True


@dataclass(frozen=True, slots=True)
class CallEnd:
    """How a call ended. `status` None: an incoming call that was answered."""

    status: Status | None
    message: UserMessage


def outcome_of(call: LiveCall) -> CallOutcome:
    """What the call log keeps of a call that has ended here.

    It replaces the outcome with which an outgoing call was accepted: busy after ringing, or talked
    for 2:13. Raises ValueError for a call that has not ended.
    """
    if call.stage is not CallStage.ENDED:
        raise ValueError(call.stage)
    if call.answered_at is not None:
        talked_s = (call.ended_at or call.answered_at) - call.answered_at
        return CallOutcome(Status.ANSWERED, call.words, call.advice, talked_s=talked_s)
    status = call.status or Status.UNKNOWN
    if status is Status.ACCEPTED:
        status = Status.UNANSWERED
    return CallOutcome(status, call.words, call.advice)


def ended(call: LiveCall, facts: CallFacts, event: Ended, now: float) -> CallEnd:
    """The end that the phone reported. `now`: by the clock of `answered_at`."""
    if event.by == "us":
        return hung_up(call, facts, now)
    if call.answered_at is not None and event.by == "them":
        lost = event.q850 in NETWORK_CAUSES
        text = (
            tr("The telephone network ended the call after {length}.")
            if lost
            else tr("{party} hung up after {length}.")
        )
        return _after_talk(call, facts, text, now)
    if call.incoming and event.by == "them":
        return _missed(call, event)
    # "No answer", whether the PBX's or our own.
    if event.code == 408 and not call.status and not event.q850:
        return broke_off(call, replace(facts, sent=True), broken("Request Timeout"), now)
    if event.code >= 300 and call.answered_at is None:
        return _refused(call, event)
    why = broken(event.cause, event.reason)
    if event.cause in MICROPHONE_CAUSES and call.words:
        why = UserMessage(call.words, call.advice)
    return broke_off(call, facts, why, now)


def hung_up(call: LiveCall, facts: CallFacts, now: float) -> CallEnd:
    """The agent ended the call, at whatever stage."""
    if call.answered_at is not None:
        return _after_talk(call, facts, tr("You hung up after {length}."), now)
    if call.incoming:
        text = tr("You declined the call from {party}.").format(party=_named(call))
        return CallEnd(Status.DECLINED, UserMessage(text))
    # Also before the phone has reported that it was sent: the report may be on its way.
    return CallEnd(
        call.status or Status.UNKNOWN,
        UserMessage(
            tr("You hung up before {party} answered. The phone there may have rung.").format(
                party=call.party
            ),
            tr("If you call again, wait a moment first."),
        ),
    )


def unanswered(call: LiveCall, facts: CallFacts, limit_s: float) -> CallEnd:
    """Nothing came back in time, and the call was given up."""
    text = (
        tr(
            "The outcome of the call to {party} is unknown. The PBX did not respond within "
            "{seconds} s, and the call was hung up. A phone may be ringing."
        )
        if facts.sent
        else tr(
            "The outcome of the call to {party} is unknown. It was not started within {seconds} s, "
            "and was hung up. A phone may be ringing."
        )
    )
    text = text.format(party=call.party, seconds=f"{limit_s:g}")
    return CallEnd(Status.UNKNOWN, UserMessage(text, tr(_LISTEN)))


def broke_off(call: LiveCall, facts: CallFacts, why: UserMessage, now: float) -> CallEnd:
    """Something of ours failed, and the call with it. `why`: a whole sentence, with advice."""
    named = {"party": _named(call), "reason": why.message}
    if call.answered_at is not None:
        text = tr(
            "The call was cut off after {length}: {reason} The remote party may still be on the "
            "line for a moment."
        )
        return _after_talk(call, facts, text, now, why)
    if call.incoming:
        text = tr("The call from {party} was cut off before it was answered: {reason}")
        return CallEnd(Status.UNANSWERED, UserMessage(text.format(**named), why.advice))
    if call.status:
        text = tr(
            "The call was cut off before {party} answered: {reason} The phone there may ring on "
            "for a moment."
        )
        return CallEnd(call.status, UserMessage(text.format(**named), tr(_LISTEN)))
    if facts.sent:
        text = tr("The outcome of the call to {party} is unknown: {reason} A phone may be ringing.")
        return CallEnd(Status.UNKNOWN, UserMessage(text.format(**named), tr(_LISTEN)))
    text = tr("The call was not sent: {reason} No phone rang.")
    return CallEnd(Status.UNREACHED, UserMessage(text.format(**named), why.advice))


def _after_talk(
    call: LiveCall, facts: CallFacts, text: str, now: float, why: UserMessage | None = None
) -> CallEnd:
    """`text`: with the fields {length}, and {party} or {reason} where it has them."""
    length = clock_time(now - (call.answered_at or now))
    party = call.party or tr("The remote party")
    message = text.format(length=length, party=party, reason=why.message if why else "")
    advice = why.advice if why else ""
    if not facts.heard:
        message += " " + tr("No sound arrived from the remote party.")
        advice = tr("Ask your network administrator to allow audio (UDP) through the firewall.")
    return CallEnd(call.status, UserMessage(message, advice))


def _refused(call: LiveCall, event: Ended) -> CallEnd:
    """A final answer of the PBX. An announcement (183) has made no phone ring, as 180 has."""
    rang = call.stage is CallStage.RINGING
    message = call_refused(
        event.code,
        event.errors,
        event.reason,
        party=call.party,
        rang=rang,
        q850=event.q850,
        sip=event.sip,
    )
    unanswered = rang or event.q850 in NO_ANSWER_CAUSES
    return CallEnd(Status.UNANSWERED if unanswered else Status.REFUSED, message)


def _missed(call: LiveCall, event: Ended) -> CallEnd:
    # RFC 3326: Reason: SIP;cause=200 is "completed elsewhere"; Q.850 has 26 for it.
    if event.sip == 200 or event.q850 == 26:
        text = tr("The call from {party} was answered elsewhere.").format(party=_named(call))
        return CallEnd(Status.ELSEWHERE, UserMessage(text))
    text = tr("You missed a call from {party}.").format(party=_named(call))
    return CallEnd(Status.UNANSWERED, UserMessage(text, tr("You can call back.")))


def _named(call: LiveCall) -> str:
    return call.party or tr("a withheld number")
