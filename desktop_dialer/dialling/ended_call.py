"""What the call log keeps of a call that was talked in here."""

from dataclasses import replace

from .call import CallOutcome, Status
from .live_call import LiveCall


def talked_s(call: LiveCall) -> float | None:
    """Seconds from answer to end; None where it was not answered or has not ended."""
    if call.answered_at is None or call.ended_at is None:
        return None
    return max(0.0, call.ended_at - call.answered_at)


def concluded(call: LiveCall, outcome: CallOutcome) -> CallOutcome:
    """The final outcome of an outgoing call. `outcome`: with the words of its end.

    A PBX that took the call and a phone that rang are no more than "accepted"; now it is known
    what came of it.
    """
    seconds = talked_s(call)
    if seconds is not None:
        return replace(outcome, status=Status.ANSWERED, talked_s=seconds)
    if outcome.status is Status.ACCEPTED:
        return replace(outcome, status=Status.UNANSWERED)
    return outcome


def received(call: LiveCall, otherwise: Status = Status.UNANSWERED) -> CallOutcome:
    """The outcome of an incoming call that has ended.

    `otherwise`: what it was if nobody answered it here: missed, answered elsewhere, declined.
    """
    seconds = talked_s(call)
    status = otherwise if seconds is None else Status.ANSWERED
    return CallOutcome(status, call.words, call.advice, talked_s=seconds)
