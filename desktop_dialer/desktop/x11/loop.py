"""How the X thread waits: for one socket, for work posted to it, and for alarms.

It sleeps in one select, with a limit only while an alarm is set: idle costs no wake-up.
"""

import selectors
import threading
import time
from collections import deque
from collections.abc import Callable

from ..waker import Waker


class Alarm:
    """A call that is due at `due` (seconds, time.monotonic) unless cancelled."""

    def __init__(self, due: float, action: Callable[[], None]) -> None:
        self.due = due
        self.action = action
        self.cancelled = False

    def cancel(self) -> None:
        """Forget it. On the loop's thread only."""
        self.cancelled = True


class Loop:
    """One thread's loop. Only `post` and `quit` may be called from another thread."""

    def __init__(self) -> None:
        self._posted: deque[Callable[[], None]] = deque()
        self._alarms: list[Alarm] = []
        self._over = False
        self._lock = threading.Lock()
        self._waker = Waker()

    def post(self, action: Callable[[], None]) -> bool:
        """Have `action` done on the loop's thread; False where it no longer will be."""
        with self._lock:
            if self._over:
                return False
            self._posted.append(action)
            self._waker.wake()
            return True

    def later(self, seconds: float, action: Callable[[], None]) -> Alarm:
        """Call `action` after `seconds`. On the loop's thread only."""
        alarm = Alarm(time.monotonic() + seconds, action)
        self._alarms.append(alarm)
        return alarm

    def run(self, source: int, take: Callable[[], None]) -> None:
        """Until `quit`: call `take` whenever `source` (a descriptor) may have brought something."""
        with selectors.DefaultSelector() as sources:
            sources.register(source, selectors.EVENT_READ)
            sources.register(self._waker, selectors.EVENT_READ)
            while True:
                self._ring_alarms()
                self._do_posted()
                take()
                if self._over:
                    break
                sources.select(self._patience())

    def quit(self) -> None:
        """Take no more work, and end."""
        with self._lock:
            if not self._over:
                self._over = True
                self._waker.wake()

    def close(self) -> None:
        """Give its sockets back, once it has ended or where it never ran."""
        with self._lock:
            self._over = True
            self._posted.clear()
            self._waker.close()

    def _do_posted(self) -> None:
        self._waker.clear()
        while self._posted:
            self._posted.popleft()()

    def _ring_alarms(self) -> None:
        now = time.monotonic()
        due = [alarm for alarm in self._alarms if alarm.due <= now]
        self._alarms = [alarm for alarm in self._alarms if alarm.due > now]
        for alarm in due:
            if not alarm.cancelled:  # an earlier one may have cancelled it
                alarm.action()

    def _patience(self) -> float | None:
        """Seconds until the next alarm; None without one: then only an event ends the sleep."""
        self._alarms = [alarm for alarm in self._alarms if not alarm.cancelled]
        if not self._alarms:
            return None
        return max(0.0, min(alarm.due for alarm in self._alarms) - time.monotonic())
