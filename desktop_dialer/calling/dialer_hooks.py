"""What the dialer reports, and to whom."""

from collections.abc import Callable
from dataclasses import dataclass

from ..model.offer import Offer
from .placer import PlacedCall

Ended = Callable[[PlacedCall | Exception], None]
"""Takes the outcome of one call, or why there was none."""


@dataclass(frozen=True, slots=True)
class DialerHooks:
    """What the dialer reports to the app, on the dialer's own thread."""

    changed: Callable[[], None]
    """The offer or the call in flight has changed."""
    asked: Callable[[Offer], None]
    """This offer has to be answered: show it."""
    ended: Ended
    """A call has an outcome, or was not placed for a reason."""
