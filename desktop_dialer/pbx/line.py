"""Line: the interface of everything that can place calls."""

from dataclasses import dataclass
from typing import Protocol

from ..model.call import CallRequest


class Call(Protocol):
    """A softphone call. No method waits: the result of a request shows in its LiveCall."""

    def mute(self, on: bool) -> None:
        """Send silence, or the agent's voice again."""

    def hold(self, on: bool) -> None:
        """Put the call on hold, or resume it."""

    def hang_up(self) -> None:
        """End the call, also before it is answered."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The PBX accepted the request. `message`: what happens next, for the agent.

    `http_status`: of a line that uses HTTP. `call`: of the softphone, else None: then it is not
    known whether a phone rings.
    """

    message: str
    http_status: int | None = None
    call: Call | None = None


class Line(Protocol):
    """Places calls."""

    def place(self, request: CallRequest) -> Accepted:
        """Request the call once, and block until it is known whether the PBX accepted it.

        Raises NeverReached, Refused or OutcomeUnknown (`model.errors`).
        """

    def prepare(self) -> None:
        """Load and look up in advance whatever a call will need, without connecting."""
