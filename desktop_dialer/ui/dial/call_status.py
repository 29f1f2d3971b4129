"""The state of the present call, as the windows show it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ...model.call import CallOutcome


class Phase(StrEnum):
    """How far the call is. The last four are those of `dialling.call.Status`."""

    IDLE = "idle"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNREACHED = "unreached"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CallStatus:
    """The phase, what happened, and what to do now. With IDLE the message is a plain notice."""

    phase: Phase = Phase.IDLE
    message: str = ""
    advice: str = ""

    @classmethod
    def of(cls, outcome: CallOutcome) -> Self:
        """The status that an outcome leads to."""
        return cls(Phase(outcome.status.value), outcome.message, outcome.advice)
