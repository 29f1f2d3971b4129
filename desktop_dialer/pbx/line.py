"""Line: all that the dialer and the tests know of a way to place calls."""

from dataclasses import dataclass
from typing import Protocol

from ..dialling.call import CallRequest


@dataclass(frozen=True, slots=True)
class Accepted:
    """The PBX took the request, nothing more: no phone has been heard to ring."""

    http_status: int
    words: str = ""
    """The PBX's own words, trimmed; usually none."""


class Line(Protocol):
    """A way to place calls."""

    def place(self, request: CallRequest) -> Accepted:
        """Ask for the call once, and block until the answer is known.

        Raises NeverReached, Refused or OutcomeUnknown (`dialling.errors`).
        """

    def prepare(self) -> None:
        """Load and look up whatever can be done before a wish to call, without connecting."""
