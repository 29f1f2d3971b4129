"""The calls of the demo PBX: two legs each, played on a timeline.

The order of the steps is the vendor's: the PBX rings the agent, the agent answers, the PBX rings
the callee and joins the two. The times are made up, short enough to watch.

One thread plays all calls, and only while one is live.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from heapq import heappop, heappush

from .rules import AskedCall

KEPT = 500
"""Calls. Beyond that the oldest finished ones are forgotten."""


class CallState(StrEnum):
    """The state of a call of the demo PBX."""

    AGENT_RINGS = "agent rings"
    AGENT_ANSWERED = "agent answered"
    CALLEE_RINGS = "callee rings"
    TALKING = "talking"
    HUNG_UP = "hung up"


@dataclass(frozen=True, slots=True)
class DemoCall:
    """A snapshot of one call.

    `id` counts from 1. `outbound_id` "" = none was sent. `started`, `since` (of the state):
    local time, with its offset.
    """

    id: int
    agent: str
    callee: str
    outbound_id: str
    reference: str
    state: CallState
    started: datetime
    since: datetime

    @property
    def live(self) -> bool:
        """Whether nobody has hung up yet."""
        return self.state is not CallState.HUNG_UP


_WORDS = {
    CallState.AGENT_RINGS: "agent {0.agent} rings",
    CallState.AGENT_ANSWERED: "agent {0.agent} answers",
    CallState.CALLEE_RINGS: "callee {0.callee} rings",
    CallState.TALKING: "callee {0.callee} answers, they talk",
    CallState.HUNG_UP: "hung up",
}
_LASTS = {
    CallState.AGENT_RINGS: 2.0,
    CallState.AGENT_ANSWERED: 0.5,
    CallState.CALLEE_RINGS: 2.5,
    CallState.TALKING: 5.0,
}
"""Seconds that a state lasts at pace 1."""
_NEXT = dict(zip(list(CallState), list(CallState)[1:], strict=False))


class DemoCalls:
    """All calls since the start, oldest first. Every method may be called from any thread.

    `say` gets one line per step, one at a time, and must not raise. `pace`: factor on all times.
    """

    def __init__(self, say: Callable[[str], None], pace: float) -> None:
        self._say = say
        self._pace = pace
        # One lock for the calls and the lines, so that lines come in the order of the steps;
        # a re-entrant one, so that `say` may look at the calls.
        self._changed = threading.Condition(threading.RLock())
        self._calls: dict[int, DemoCall] = {}
        self._count = 0
        self._due: list[tuple[float, int]] = []
        self._player: threading.Thread | None = None

    def tell(self, words: str) -> None:
        """Say `words` with the time of day in front."""
        with self._changed:
            self._say(f"{_now():%H:%M:%S} {words}")

    def snapshot(self) -> tuple[DemoCall, ...]:
        """The calls as they stand, oldest first."""
        with self._changed:
            return tuple(self._calls.values())

    def place(self, asked: AskedCall) -> DemoCall:
        """A new call: the agent's phone rings at once, the rest follows automatically."""
        with self._changed:
            self._count += 1
            now = _now()
            self._forget_oldest()
            call = DemoCall(
                id=self._count,
                agent=asked.agent,
                callee=asked.callee,
                outbound_id=asked.outbound_id,
                reference=asked.reference,
                state=CallState.AGENT_RINGS,
                started=now,
                since=now,
            )
            self._enter(call)
            self._wake_player()
            return call

    def stop(self) -> None:
        """Play no further; calls stay in the state they are in."""
        with self._changed:
            self._due.clear()
            self._changed.notify()
            player = self._player
        if player is not None and player is not threading.current_thread():
            player.join()

    def _enter(self, call: DemoCall) -> None:
        """Put `call` into its state, say so, and plan when the state ends."""
        self._calls[call.id] = call
        if call.live:
            heappush(self._due, (time.monotonic() + _LASTS[call.state] * self._pace, call.id))
        self.tell(f"call {call.id}: {_WORDS[call.state].format(call)}")

    def _wake_player(self) -> None:
        if self._player is None:
            self._player = threading.Thread(target=self._play, name="demo calls", daemon=True)
            self._player.start()
        else:
            self._changed.notify()

    def _play(self) -> None:
        """Play until no call is live. The lock is held except while waiting."""
        with self._changed:
            try:
                while self._due:
                    left = self._due[0][0] - time.monotonic()
                    if left > 0:
                        self._changed.wait(left)
                        continue
                    call = self._calls[heappop(self._due)[1]]
                    self._enter(replace(call, state=_NEXT[call.state], since=_now()))
            finally:
                self._player = None

    def _forget_oldest(self) -> None:
        if len(self._calls) >= KEPT:
            finished = next((call for call in self._calls.values() if not call.live), None)
            if finished:
                del self._calls[finished.id]


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
