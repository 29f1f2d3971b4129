"""A call as a value: what is asked of a line, and what became of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import uuid4

from .phone_number import PhoneNumber


class CallSource(StrEnum):
    """From where the wish to call came."""

    COMMAND = "command"
    TRAY = "tray"
    PROMPT = "prompt"
    NOTIFICATION = "notification"
    HOTKEY = "hotkey"
    LINK = "link"
    CLIPBOARD = "clipboard"
    DIAL_WINDOW = "dial window"
    REDIAL = "redial"


class Status(StrEnum):
    """What is known of a call after it was asked for. None of them means "connected"."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNREACHED = "unreached"
    UNKNOWN = "unknown"


def new_reference() -> str:
    """A reference of our own: letters, digits and dashes, 35 characters, unique."""
    return f"dd-{uuid4().hex}"


@dataclass(frozen=True, slots=True)
class CallRequest:
    """One wish to call, complete and checked: it is sent as it stands, once.

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
    """What became of a request, in words for the agent.

    `http_status` is None where no status line was read. `phone_may_ring`: whether the agent
    should expect a phone to ring although the call was not accepted.
    """

    status: Status
    message: str
    advice: str = ""
    http_status: int | None = None

    @property
    def phone_may_ring(self) -> bool:
        """Whether somebody's phone may ring because of this request."""
        return self.status in (Status.ACCEPTED, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class PastCall:
    """One call of the call log. `at`: seconds since 1970. Without an outcome it is unknown."""

    id: str
    at: float
    source: CallSource
    reference: str
    e164: str
    display: str
    status: Status
    message: str
