"""How a call ended: its status for the call log, and words with a next step."""

from dataclasses import dataclass, replace

from ...model.call import CallOutcome, Status
from ...model.live_call import CallStage, LiveCall
from .events import Ended
from .faults import MICROPHONE_CAUSES, broken
from .refusals import NETWORK_CAUSES, NO_ANSWER_CAUSES, UserMessage, call_refused

_LISTEN = "Wait a moment before you call again: the other's phone may still ring."
_MAY_RING = "A phone may be ringing."


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What LiveCall does not show. `sent`: the INVITE has left. `heard`: sound came through."""

    sent: bool = False
    heard: bool = True


@dataclass(frozen=True, slots=True)
class CallEnd:
    """How a call ended. `status` None: an incoming one that was talked."""

    status: Status | None
    told: UserMessage


def outcome_of(call: LiveCall) -> CallOutcome:
    """What the call log keeps of a call that has ended here.

    It replaces the outcome with which an outgoing one was accepted: busy after ringing, talked
    2:13. Raises ValueError for a call that has not ended.
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


def talked(seconds: float) -> str:
    """A length of time as a phone shows it: 133 → "2:13"."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def ended(call: LiveCall, facts: CallFacts, event: Ended, now: float) -> CallEnd:
    """The ending that the phone told. `now`: of the clock of `answered_at`."""
    if event.by == "us":
        return hung_up(call, facts, now)
    if call.answered_at is not None and event.by == "them":
        lost = event.q850 in NETWORK_CAUSES
        who = "The telephone network ended the call" if lost else f"{_other(call)} hung up"
        return _after_talk(call, facts, f"{who} after", now)
    if call.incoming and event.by == "them":
        return _missed(call, event)
    # "No answer", be it the PBX's or our own verdict.
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
        return _after_talk(call, facts, "You hung up after", now)
    if call.incoming:
        return CallEnd(Status.DECLINED, UserMessage(f"You declined the call from {_named(call)}."))
    # Also before the phone said that it was sent: that word may be on its way.
    return CallEnd(
        call.status or Status.UNKNOWN,
        UserMessage(
            f"You hung up before {call.party} answered. The phone there may have rung.",
            "If you call again, wait a moment first.",
        ),
    )


def unanswered(call: LiveCall, facts: CallFacts, limit_s: float) -> CallEnd:
    """Nothing came back in time, and the call was given up."""
    gone = "The PBX gave no sign" if facts.sent else "The call did not get under way"
    return CallEnd(
        Status.UNKNOWN,
        UserMessage(
            f"We do not know whether the call to {call.party} went through. {gone} within "
            f"{limit_s:g} s, and we hung up. {_MAY_RING}",
            _LISTEN,
        ),
    )


def broke_off(call: LiveCall, facts: CallFacts, why: UserMessage, now: float) -> CallEnd:
    """Something of ours failed, and the call with it. `why`: a whole sentence, with advice."""
    if call.answered_at is not None:
        cause = f": {why.message} The other may still be on the line for a moment"
        return _after_talk(
            call, facts, "The call broke off after", now, UserMessage(cause, why.advice)
        )
    if call.incoming:
        words = f"The call from {_named(call)} broke off before it was answered: {why.message}"
        return CallEnd(Status.UNANSWERED, UserMessage(words, why.advice))
    if call.status:
        return CallEnd(
            call.status,
            UserMessage(f"The call broke off before {call.party} answered: {why.message} The phone "
                 "there may ring on for a moment.", _LISTEN),
        )  # fmt: skip
    if facts.sent:
        words = f"We do not know whether the call to {call.party} went through: {why.message}"
        return CallEnd(Status.UNKNOWN, UserMessage(f"{words} {_MAY_RING}", _LISTEN))
    words = f"The call was not sent: {why.message} Nobody's phone rang."
    return CallEnd(Status.UNREACHED, UserMessage(words, why.advice))


def _after_talk(
    call: LiveCall, facts: CallFacts, what: str, now: float, why: UserMessage | None = None
) -> CallEnd:
    length = talked(now - (call.answered_at or now))
    words = f"{what} {length}{why.message if why else ''}."
    advice = why.advice if why else ""
    if not facts.heard:
        words += " Nothing was heard of the other side."
        advice = "Ask whoever runs the network to let the sound (UDP) through its firewall."
    return CallEnd(call.status, UserMessage(words, advice))


def _refused(call: LiveCall, event: Ended) -> CallEnd:
    """A final answer of the PBX. An announcement (183) has made no phone ring, as 180 has."""
    rang = call.stage is CallStage.RINGING
    told = call_refused(
        event.code,
        event.errors,
        event.reason,
        party=call.party,
        rang=rang,
        q850=event.q850,
        sip=event.sip,
    )
    unanswered = rang or event.q850 in NO_ANSWER_CAUSES
    return CallEnd(Status.UNANSWERED if unanswered else Status.REFUSED, told)


def _missed(call: LiveCall, event: Ended) -> CallEnd:
    # RFC 3326: Reason: SIP;cause=200 is "completed elsewhere"; Q.850 has 26 for it.
    if event.sip == 200 or event.q850 == 26:
        told = UserMessage(f"The call from {_named(call)} was answered elsewhere.")
        return CallEnd(Status.ELSEWHERE, told)
    told = UserMessage(f"You missed a call from {_named(call)}.", "Call back if you like.")
    return CallEnd(Status.UNANSWERED, told)


def _other(call: LiveCall) -> str:
    return call.party or "The other"


def _named(call: LiveCall) -> str:
    return call.party or "a withheld number"
