"""What the far end of a call says and hears: a greeting tone, then the agent's own voice."""

import asyncio
from array import array
from collections import deque
from collections.abc import Callable

from .sound import FRAME, RATE, SILENCE, ToneMeter, tone

GREETING_S = 1.5
HEARD_PEAK = 300
"""Of 32767, some -40 dBFS: a voice, or a test's tone, and not the noise of a quiet microphone."""
_ECHO_FRAMES = 10
"""At most 200 ms late: what the two clocks drift apart is dropped."""
_ECHO_AHEAD = 2


class Voice:
    """The sound of one call, however often it is connected again.

    `silent`: it never sends a packet. `first_heard` is called once, when the agent is heard.
    """

    def __init__(self, *, silent: bool, first_heard: Callable[[], None]) -> None:
        self.meter = ToneMeter()
        self.packets = 0
        """Packets of audio heard so far."""
        self.speaks = asyncio.Event()
        """Set while packets may be sent: not on hold, and not `silent`."""
        self._silent = silent
        self._first_heard: Callable[[], None] | None = first_heard
        self._greeting = deque(self._greeting_frames())
        self._echo: deque[bytes] = deque(maxlen=_ECHO_FRAMES)
        self._flows = False
        self.hold(False)

    @staticmethod
    def _greeting_frames() -> list[bytes]:
        second = tone()
        return [second[n % len(second)] for n in range(round(GREETING_S * RATE / FRAME))]

    def hold(self, held: bool) -> None:
        """While held the PBX sends nothing."""
        if held or self._silent:
            self.speaks.clear()
        else:
            self.speaks.set()

    def next_frame(self) -> bytes:
        """The next 20 ms to send."""
        if self._greeting:
            return self._greeting.popleft()
        if not self._echo:
            self._flows = False
        elif self._flows or len(self._echo) > _ECHO_AHEAD:
            self._flows = True
            return self._echo.popleft()
        return SILENCE

    def hear(self, samples: bytes) -> None:
        """One packet of the agent's voice."""
        self.packets += 1
        self.meter.add(samples)
        if not self._greeting:
            self._echo.append(samples)
        if self._first_heard and max(array("h", samples), default=0) > HEARD_PEAK:
            on_heard, self._first_heard = self._first_heard, None
            on_heard()
