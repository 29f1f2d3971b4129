"""Whether one call may still be placed: settled once, by placing or by stopping it."""

import threading


class GoAhead:
    """Belongs to one call. May be used from any thread.

    Either `take` or `withdraw` comes first, and that settles it. So a part that stops a call knows
    whether anything was sent: a check without the lock would leave a gap between check and act.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._withdrawn = False

    @property
    def taken(self) -> bool:
        """Whether the call may have been sent."""
        return self._taken

    @property
    def withdrawn(self) -> bool:
        """Whether the call will never be sent."""
        return self._withdrawn

    def take(self) -> bool:
        """Go ahead, right before the request leaves. False: the call was withdrawn before."""
        with self._lock:
            self._taken = not self._withdrawn
            return self._taken

    def withdraw(self) -> bool:
        """Stop the call. False: too late, it may have been sent."""
        with self._lock:
            self._withdrawn = not self._taken
            return self._withdrawn
