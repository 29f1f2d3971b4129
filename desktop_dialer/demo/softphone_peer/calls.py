"""The calls of the WebRTC side: live ones with their sound, and how they stand for others."""

import asyncio
import secrets
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from ..pbx.rules import AskedCall
from .registrar import RegisteredPhone
from .voice import Voice

if TYPE_CHECKING:
    from .media import AudioConnection

KEPT = 500
"""Calls. Beyond that the oldest finished ones are forgotten."""


class PeerCallState(StrEnum):
    """The state of a call."""

    AGENT_RINGS = "agent rings"
    CALLEE_RINGS = "callee rings"
    TALKING = "talking"
    HELD = "on hold"
    REFUSED = "refused"
    HUNG_UP = "hung up"


class PeerCallEnd(StrEnum):
    """Who ended a call."""

    AGENT = "agent"
    FAR_END = "far end"
    AUDIO_LOST = "audio lost"
    STOPPED = "PBX stopped"
    NOT_REFRESHED = "not refreshed"


@dataclass(frozen=True, slots=True)
class WebRtcCall:
    """A snapshot of one call.

    `id` counts from 1. `incoming`: the PBX called the agent, and `callee` is the caller shown.
    `code`: the last SIP status of the INVITE, 0 before. `ended` None = live, or refused.
    `dtmf`: the keys pressed, in order. `refreshes`: of its session timer, so far. `heard_dbfs`,
    `heard_hz`: the agent's voice over the last second (see `sound.Meter`). `packets`: of it, so
    far. Times are local, with their offset.
    """

    id: int
    incoming: bool
    agent: str
    callee: str
    outbound_id: str
    reference: str
    state: PeerCallState
    code: int
    ended: PeerCallEnd | None
    dtmf: str
    refreshes: int
    heard_dbfs: float
    heard_hz: float | None
    packets: int
    started: datetime
    since: datetime

    @property
    def live(self) -> bool:
        """Whether it can still be talked in, or may be soon."""
        return self.state not in (PeerCallState.REFUSED, PeerCallState.HUNG_UP)


@dataclass(slots=True, eq=False)
class PeerCall:
    """A call and its dialog, on the server's own thread only."""

    id: int
    asked: AskedCall
    incoming: bool
    call_id: str
    own_tag: str
    voice: Voice
    phone: RegisteredPhone
    state: PeerCallState
    started: datetime
    since: datetime
    own_uri: str = ""
    """The From of requests in this dialog, without the tag."""
    other_uri: str = ""
    """The To of requests in this dialog, without the tag."""
    other_tag: str = ""
    target: str = ""
    """The other side's contact."""
    sequence: int = 1
    code: int = 0
    ended: PeerCallEnd | None = None
    dtmf: str = ""
    refreshes: int = 0
    refresh: asyncio.TimerHandle | None = None
    """What refreshes it, or ends it because nobody did."""
    media: "AudioConnection | None" = None
    task: asyncio.Task[None] | None = None
    """Plays the call until it is answered, and ends it automatically."""

    @property
    def live(self) -> bool:
        """As of WebRtcCall."""
        return self.state not in (PeerCallState.REFUSED, PeerCallState.HUNG_UP)

    def snapshot(self) -> WebRtcCall:
        """The present state of the call."""
        level, frequency = self.voice.meter.measure()
        return WebRtcCall(
            id=self.id,
            incoming=self.incoming,
            agent=self.asked.agent,
            callee=self.asked.callee,
            outbound_id=self.asked.outbound_id,
            reference=self.asked.reference,
            state=self.state,
            code=self.code,
            ended=self.ended,
            dtmf=self.dtmf,
            refreshes=self.refreshes,
            heard_dbfs=level,
            heard_hz=frequency,
            packets=self.voice.packets,
            started=self.started,
            since=self.since,
        )


class CallBook:
    """Every call since the start. `say` as of DemoPbx; changes on one thread, reading on any."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._changed = threading.Condition(threading.RLock())
        self._calls: dict[int, PeerCall] = {}
        self._count = 0
        self._lines = 0
        self._tasks: dict[asyncio.Task[None], bool] = {}

    def tell(self, words: str) -> None:
        """Say `words` with the time of day in front."""
        with self._changed:
            self._say(f"{_now():%H:%M:%S} {words}")
            self._lines += 1
            self._changed.notify_all()

    def snapshot(self) -> tuple[WebRtcCall, ...]:
        """The calls as they stand, oldest first."""
        with self._changed:
            calls = tuple(self._calls.values())
        return tuple(call.snapshot() for call in calls)

    def wait_for(self, condition: Callable[[], bool], within_s: float) -> bool:
        """Wait until `condition` holds; checked again at every line.

        Not under the lock: a condition may ask the server's thread, which may be about to say one.
        """
        deadline = time.monotonic() + within_s
        seen = -1
        while self._lines_after(seen, deadline - time.monotonic()):
            seen = self._lines
            if condition():
                return True
        return False

    def _lines_after(self, seen: int, within_s: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._lines != seen, within_s)

    def open(
        self,
        asked: AskedCall,
        phone: RegisteredPhone,
        call_id: str,
        *,
        incoming: bool = False,
        silent: bool = False,
    ) -> PeerCall:
        """A new call: from the agent, or `incoming` to them. `silent`: as of Voice."""
        with self._changed:
            self._count += 1
            number = self._count
            words = f"call W{number}: agent {asked.agent} is heard"
            voice = Voice(silent=silent, first_heard=lambda: self.tell(words))
            state = PeerCallState.AGENT_RINGS if incoming else PeerCallState.CALLEE_RINGS
            call = PeerCall(
                id=number,
                asked=asked,
                incoming=incoming,
                call_id=call_id,
                own_tag=secrets.token_hex(8),
                voice=voice,
                phone=phone,
                state=state,
                started=_now(),
                since=_now(),
            )
            self._forget_oldest()
            self._calls[number] = call
            return call

    def enter(self, call: PeerCall, state: PeerCallState, words: str) -> None:
        """Put `call` into `state` and say `words` of it."""
        with self._changed:
            call.state = state
            call.since = _now()
            self.tell(f"call W{call.id}: {words}")

    def find(self, call_id: str) -> PeerCall | None:
        """The live call with this Call-ID."""
        return next((call for call in self.live() if call.call_id == call_id), None)

    def numbered(self, number: int) -> PeerCall | None:
        """The live call with this id."""
        return next((call for call in self.live() if call.id == number), None)

    def live(self) -> list[PeerCall]:
        """The calls that are not over."""
        return [call for call in self._calls.values() if call.live]

    def spawn(
        self, work: Coroutine[object, object, None], *, to_its_end: bool = False
    ) -> asyncio.Task[None]:
        """Run `work` beside; a defect of ours in it is said in one line.

        `to_its_end`: `finish` waits for it and does not cancel it.
        """
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[task] = to_its_end
        task.add_done_callback(self._done)
        return task

    async def finish(self) -> None:
        """End what was spawned; nothing may be spawned meanwhile."""
        for task, to_its_end in self._tasks.items():
            if not to_its_end:
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        if not task.cancelled() and task.exception():
            self.tell(f"a defect of the demo PBX: {task.exception()!r}")

    def _forget_oldest(self) -> None:
        if len(self._calls) >= KEPT:
            finished = next((call for call in self._calls.values() if not call.live), None)
            if finished:
                del self._calls[finished.id]


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
