"""One call of the line, from its beginning to its end: what its events make of its value."""

from collections.abc import Callable
from dataclasses import replace

from ...model.call import Status
from ...model.live_call import CallStage, HeldBy, LiveCall, Quality
from ...model.user_message import UserMessage
from ...translation import tr
from . import call_end as endings
from .call_end import CallEnd, CallFacts
from .events import (
    DigitsSent,
    Ended,
    Established,
    Held,
    Media,
    Muted,
    Progress,
    QualityMeasured,
    Sent,
)
from .faults import NOTHING_HEARD, NOTHING_SENT, SOUND_LOST, WAY_LOOKED_FOR
from .ports import Later

CallEvent = (
    Sent | Progress | Established | Ended | Media | Muted | Held | DigitsSent | QualityMeasured
)  # fmt: skip

PUT_THROUGH_S = 90
"""Seconds that a PBX which has the call may take to make a phone ring. Mobile networks take up
to twenty; RFC 3261 (timer C) lets a proxy take 180."""

_SOUND = {"none": NOTHING_HEARD, "lost": SOUND_LOST, "reconnecting": WAY_LOOKED_FOR}
_NOTHING_WRONG = UserMessage("")


class Conversation:
    """Owns one LiveCall, on one thread.

    `changed` gets the call after every change. `clock`: monotonic seconds.
    """

    def __init__(
        self,
        call: LiveCall,
        clock: Callable[[], float],
        changed: Callable[[LiveCall], None],
    ) -> None:
        self.call = call
        self._facts = CallFacts()
        self._holding: frozenset[HeldBy] = frozenset()
        self._clock = clock
        self._changed = changed
        self._later: Later | None = None
        self._limit_s = 0.0
        self._arrived = False
        self._cancel: Callable[[], None] = lambda: None
        self._given_up: Callable[[str], None] = lambda _: None
        self._known: Callable[[LiveCall], None] | None = None

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return self.call.stage is CallStage.ENDED

    def expect(
        self,
        known: Callable[[LiveCall], None],
        later: Later,
        limit_s: float,
        given_up: Callable[[str], None],
    ) -> None:
        """Tell `known` once, as soon as the call has a status.

        `limit_s` seconds after it was sent, or should have been, without a sign of the PBX it is
        given up: it has ended for the agent, and `given_up` hangs it up. From the first sign on,
        the PBX has its own time.
        """
        self._known, self._later, self._limit_s = known, later, limit_s
        self._given_up = given_up
        self._wait(limit_s)

    def take(self, event: CallEvent) -> None:
        """Take what the phone tells of this call. Nothing changes a call that has ended."""
        if self.over:
            return
        match event:
            case Sent():
                self._facts = replace(self._facts, sent=True)
                self._wait(self._limit_s)
            case Progress():
                self._proceed(event.code)
            case Established():
                self._cancel()
                self._show(
                    stage=CallStage.TALKING, answered_at=self._clock(), status=self._accepted()
                )
            case Ended():
                self._end(endings.ended(self.call, self._facts, event, self._clock()))
            case Media():
                self._hear(event)
            case _:
                self._feature(event)

    def hang_up(self) -> None:
        """The agent ended it; it has ended at once."""
        self._end(endings.hung_up(self.call, self._facts, self._clock()))

    def break_off(self, why: UserMessage, *, by_us: bool = False) -> None:
        """What carried it has failed. `by_us`: it was ended, and is not heard any more."""
        # The word that it was sent may be on its way, and nobody will listen to it.
        facts = replace(self._facts, sent=self._facts.sent or by_us)
        self._end(endings.broke_off(self.call, facts, why, self._clock()))

    def lose_signalling(self, lost: bool) -> None:
        """The PBX is out of reach, or back."""
        if not self.over and self.call.signalling_lost != lost:
            self._show(signalling_lost=lost)

    def warn(self, told: UserMessage) -> None:
        """Say what is wrong while the call goes on."""
        if not self.over:
            self._show(words=told.message, advice=told.advice)

    def _proceed(self, code: int) -> None:
        if self.call.stage not in (CallStage.DIALLING, CallStage.RINGING):
            return
        if code >= 180:
            self._cancel()
            rings = code == 180 or self.call.stage is CallStage.RINGING
            stage = CallStage.RINGING if rings else CallStage.DIALLING
            self._show(stage=stage, status=self._accepted())
        elif not self._arrived:
            self._arrived = True
            self._wait(PUT_THROUGH_S)

    def _hear(self, event: Media) -> None:
        told = _SOUND.get(event.state, _NOTHING_WRONG)
        silent = event.state == "none" and event.path  # the PBX sends nothing: that is no fault
        if silent:
            told = NOTHING_SENT
        heard = event.state != "none" and (self._facts.heard or event.state == "flowing")
        self._facts = replace(self._facts, heard=heard or silent)
        lost = event.state in ("none", "lost") and not silent
        if event.state == "reconnecting":
            lost = self.call.audio_lost
        shown = told.translated()
        self._show(audio_lost=lost, words=shown.message, advice=shown.advice)

    def _feature(self, event: CallEvent) -> None:
        match event:
            case Muted():
                self._show(muted=event.on)
            case Held(failed=True):
                failed = (
                    tr("The call could not be put on hold.")
                    if event.on
                    else tr("The call could not be resumed.")
                )
                self.warn(UserMessage(failed, tr("Try again, or hang up.")))
            case Held():
                self._hold(event)
            case DigitsSent(failed=True):
                self.warn(UserMessage(tr("The digits were not sent."), tr("Press them again.")))
            case DigitsSent():
                self._show(tones=self.call.tones + event.digits)
            case QualityMeasured():
                self._measure(event)

    def _hold(self, event: Held) -> None:
        side = HeldBy.AGENT if event.by == "us" else HeldBy.OTHER
        self._holding = (self._holding | {side}) if event.on else (self._holding - {side})
        shown = next((by for by in (HeldBy.AGENT, HeldBy.OTHER) if by in self._holding), None)
        self._show(held_by=shown or HeldBy.NOBODY)

    def _measure(self, event: QualityMeasured) -> None:
        trip = event.round_trip_ms if event.round_trip_ms >= 0 else None
        self._show(quality=Quality(event.loss, event.jitter_ms, trip))

    def _end(self, ending: CallEnd) -> None:
        if self.over:
            return
        self._cancel()
        self._show(
            stage=CallStage.ENDED,
            ended_at=self._clock(),
            status=ending.status,
            words=ending.message.message,
            advice=ending.message.advice,
            audio_lost=False,
            signalling_lost=False,
        )

    def _wait(self, seconds: float) -> None:
        self._cancel()
        if self._later and not self.call.status:
            self._cancel = self._later(seconds, lambda: self._give_up(seconds))

    def _give_up(self, seconds: float) -> None:
        if not self.over and not self.call.status:
            self._end(endings.unanswered(self.call, self._facts, seconds))
            self._given_up(self.call.id)

    def _accepted(self) -> Status | None:
        return None if self.call.incoming else Status.ACCEPTED

    def _show(self, **news: object) -> None:
        self.call = replace(self.call, **news)  # type: ignore[arg-type]  # checked by the dataclass
        self._changed(self.call)
        if self.call.status and self._known:
            known, self._known = self._known, None
            known(self.call)
