"""A call as a value: what is asked of a line, and what became of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import uuid4

from .phone_number import PhoneNumber


class CallSource(StrEnum):
    """Where the request to call came from."""

    COMMAND = "command"
    TRAY = "tray"
    PROMPT = "prompt"
    NOTIFICATION = "notification"
    HOTKEY = "hotkey"
    LINK = "link"
    CLIPBOARD = "clipboard"
    DIAL_WINDOW = "dial window"
    REDIAL = "redial"
    INCOMING = "incoming"
    """Not a request: somebody called the agent. For the call log only."""


class Status(StrEnum):
    """What is known of a call after it was asked for.

    None of the first four means "connected". The others are for the call log, of calls that
    were talked in here or rang here.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNREACHED = "unreached"
    UNKNOWN = "unknown"

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    """It rang and came to nothing; of an incoming call: missed."""
    ELSEWHERE = "answered elsewhere"
    """An incoming call that another phone took."""
    DECLINED = "declined"
    DECLINED_IN_A_CALL = "declined: in a call"
    """As busy, because the agent was in another call."""
    DECLINED_UNDISTURBED = "declined: do not disturb"


def new_reference() -> str:
    """A reference of our own: letters, digits and dashes, 35 characters, unique."""
    return f"dd-{uuid4().hex}"


@dataclass(frozen=True, slots=True)
class CallRequest:
    """One request to call, complete and checked: it is sent as it is, once.

    `agent`, `callee`, `outbound_id` ("" = none) and `reference` are in the PBX's forms
    (`call_fields`); `number` is what the person meant, for display and for the log.
    """

    agent: str
    callee: str
    number: PhoneNumber
    source: CallSource
    outbound_id: str = ""
    reference: str = field(default_factory=new_reference)
    id: str = field(default_factory=lambda: uuid4().hex)


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """What became of a request, for the agent.

    `http_status` is None where no status line was read. `phone_may_ring`: whether the agent
    should expect a phone to ring although the call was not accepted. `talked_s`: seconds from
    answer to end of a softphone call, None = it was not one.
    """

    status: Status
    message: str
    advice: str = ""
    http_status: int | None = None
    talked_s: float | None = None

    @property
    def phone_may_ring(self) -> bool:
        """Whether somebody's phone may ring because of this request."""
        return self.status in MAY_HAVE_RUNG


@dataclass(frozen=True, slots=True)
class LastCall:
    """How long ago a number was called, in seconds; None = not that anybody knows.

    `settled_s`: since the outcome of a call by which a phone rang. `unknown_s`: since a call
    whose outcome is not known, or since it was asked for where it has none yet.
    """

    settled_s: float | None = None
    unknown_s: float | None = None

    def or_later(self, other: "LastCall") -> "LastCall":
        """Of each kind the later call, as two records of the same calls have them."""
        return LastCall(
            _least(self.settled_s, other.settled_s), _least(self.unknown_s, other.unknown_s)
        )


def _least(*seconds: float | None) -> float | None:
    return min((each for each in seconds if each is not None), default=None)


MAY_HAVE_RUNG = (Status.ACCEPTED, Status.UNKNOWN, Status.ANSWERED, Status.UNANSWERED)
"""A phone of the callee rang by a call with this outcome, or may have."""


@dataclass(frozen=True, slots=True)
class PastCall:
    """One call of the call log. `at`: seconds since 1970. Without an outcome it is unknown.

    `e164`, `display`: of the other, "" for an incoming call that shows no number; an extension
    has a `display` only. `talked_s`: as in CallOutcome.
    """

    id: str
    at: float
    source: CallSource
    reference: str
    e164: str
    display: str
    status: Status
    message: str
    talked_s: float | None = None

    @property
    def incoming(self) -> bool:
        """Whether the other has called."""
        return self.source is CallSource.INCOMING
