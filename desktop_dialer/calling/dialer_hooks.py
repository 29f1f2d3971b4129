"""What the dialer reports, and to whom."""

from collections.abc import Callable
from dataclasses import dataclass

from ..model.offer import Offer
from .call_result import CallResult

Ended = Callable[[CallResult], None]


@dataclass(frozen=True, slots=True)
class DialerHooks:
    """What the dialer reports to the app, on the dialer's own thread."""

    changed: Callable[[], None]
    """The offer or the call in flight has changed."""
    asked: Callable[[Offer], None]
    """This offer has to be answered: show it."""
    ended: Ended
    """A request to call has a result."""
