"""Line: all that the dialer and the tests know of a way to place calls."""

from dataclasses import dataclass
from typing import Protocol

from ..model.call import CallRequest


class Call(Protocol):
    """A softphone call. Nothing waits: the result of a request shows in its LiveCall."""

    def mute(self, on: bool) -> None:
        """Send silence, or the agent's voice again."""

    def hold(self, on: bool) -> None:
        """Put the call on hold, or take it back."""

    def hang_up(self) -> None:
        """End it, also before anybody has answered."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The PBX took the request. `message`: what follows from that, for the agent.

    `http_status` where the line speaks HTTP. `call`: of a line that can talk, else None: then
    no phone has been heard to ring.
    """

    message: str
    http_status: int | None = None
    call: Call | None = None


class Line(Protocol):
    """A way to place calls."""

    def place(self, request: CallRequest) -> Accepted:
        """Ask for the call once, and block until it is known whether the PBX took it.

        Raises NeverReached, Refused or OutcomeUnknown (`dialling.errors`).
        """

    def prepare(self) -> None:
        """Load and look up whatever can be done before a request to call, without connecting."""
