"""One call of the softphone, from beginning to end: how its events change its LiveCall."""

from collections.abc import Callable
from dataclasses import replace

from ...model.call import Status
from ...model.live_call import CallStage, HeldBy, LiveCall, Quality
from ...model.user_message import UserMessage
from ...translation import tr
from . import call_end
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
from .faults import AUDIO_LOST, AUDIO_RECONNECTING, NO_AUDIO, NO_AUDIO_SENT
from .ports import Later

CallEvent = (
    Sent | Progress | Established | Ended | Media | Muted | Held | DigitsSent | QualityMeasured
)  # fmt: skip

PUT_THROUGH_S = 90
"""Seconds that the PBX may take to make a phone ring, once it has accepted the INVITE. Mobile
networks take up to twenty; RFC 3261 (timer C) allows a proxy 180."""

_MEDIA_MESSAGES = {"none": NO_AUDIO, "lost": AUDIO_LOST, "reconnecting": AUDIO_RECONNECTING}
_NO_MESSAGE = UserMessage("")


class Conversation:
    """Owns one LiveCall, on one thread.

    `changed` is called with the call after every change. `clock`: monotonic seconds.
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
        self._trying = False
        """The PBX has answered 100 (Trying)."""
        self._cancel_timer: Callable[[], None] = lambda: None
        self._on_given_up: Callable[[str], None] = lambda _: None
        self._on_status: Callable[[LiveCall], None] | None = None

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return self.call.stage is CallStage.ENDED

    def expect(
        self,
        on_status: Callable[[LiveCall], None],
        later: Later,
        limit_s: float,
        on_given_up: Callable[[str], None],
    ) -> None:
        """Call `on_status` once, as soon as the call has a status.

        The call is given up if the PBX does not respond within `limit_s` seconds after it was
        sent, or should have been: it has ended for the agent, and `on_given_up` hangs it up.
        After the first response, the limit is PUT_THROUGH_S.
        """
        self._on_status, self._later, self._limit_s = on_status, later, limit_s
        self._on_given_up = on_given_up
        self._start_timer(limit_s)

    def handle(self, event: CallEvent) -> None:
        """Handle an event of this call. Nothing changes a call that has ended."""
        if self.over:
            return
        match event:
            case Sent():
                self._facts = replace(self._facts, sent=True)
                self._start_timer(self._limit_s)
            case Progress():
                self._handle_progress(event.code)
            case Established():
                self._cancel_timer()
                self._show(
                    stage=CallStage.TALKING, answered_at=self._clock(), status=self._accepted()
                )
            case Ended():
                self._end(call_end.ended(self.call, self._facts, event, self._clock()))
            case Media():
                self._handle_media(event)
            case _:
                self._handle_feature(event)

    def hang_up(self) -> None:
        """The agent hangs up: the call has ended at once."""
        self._end(call_end.hung_up(self.call, self._facts, self._clock()))

    def cut_off(self, reason: UserMessage) -> None:
        """The phone process has stopped, or is being stopped."""
        # Its report that the INVITE was sent may be lost, so assume that it was.
        facts = replace(self._facts, sent=True)
        self._end(call_end.cut_off(self.call, facts, reason, self._clock()))

    def set_signalling_lost(self, lost: bool) -> None:
        """The connection to the PBX is lost, or restored."""
        if not self.over and self.call.signalling_lost != lost:
            self._show(signalling_lost=lost)

    def warn(self, message: UserMessage) -> None:
        """Show a warning while the call goes on."""
        if not self.over:
            self._show(words=message.message, advice=message.advice)

    def _handle_progress(self, code: int) -> None:
        if self.call.stage not in (CallStage.DIALLING, CallStage.RINGING):
            return
        if code >= 180:
            self._cancel_timer()
            rings = code == 180 or self.call.stage is CallStage.RINGING
            stage = CallStage.RINGING if rings else CallStage.DIALLING
            self._show(stage=stage, status=self._accepted())
        elif not self._trying:
            self._trying = True
            self._start_timer(PUT_THROUGH_S)

    def _handle_media(self, event: Media) -> None:
        message = _MEDIA_MESSAGES.get(event.state, _NO_MESSAGE)
        silent = event.state == "none" and event.path  # the PBX sends nothing: not a fault
        if silent:
            message = NO_AUDIO_SENT
        heard = event.state != "none" and (self._facts.heard or event.state == "flowing")
        self._facts = replace(self._facts, heard=heard or silent)
        lost = event.state in ("none", "lost") and not silent
        if event.state == "reconnecting":
            lost = self.call.audio_lost
        shown = message.translated()
        self._show(audio_lost=lost, words=shown.message, advice=shown.advice)

    def _handle_feature(self, event: CallEvent) -> None:
        match event:
            case Muted():
                self._show(muted=event.on)
            case Held(failed=True):
                on_hold = tr("The call could not be put on hold.")
                text = on_hold if event.on else tr("The call could not be resumed.")
                self.warn(UserMessage(text, tr("Try again, or hang up.")))
            case Held():
                self._handle_hold(event)
            case DigitsSent(failed=True):
                self.warn(UserMessage(tr("The digits were not sent."), tr("Press them again.")))
            case DigitsSent():
                self._show(tones=self.call.tones + event.digits)
            case QualityMeasured():
                self._handle_quality(event)

    def _handle_hold(self, event: Held) -> None:
        side = HeldBy.AGENT if event.by == "us" else HeldBy.OTHER
        self._holding = (self._holding | {side}) if event.on else (self._holding - {side})
        shown = next((by for by in (HeldBy.AGENT, HeldBy.OTHER) if by in self._holding), None)
        self._show(held_by=shown or HeldBy.NOBODY)

    def _handle_quality(self, event: QualityMeasured) -> None:
        round_trip = event.round_trip_ms if event.round_trip_ms >= 0 else None
        self._show(quality=Quality(event.loss, event.jitter_ms, round_trip))

    def _end(self, end: CallEnd) -> None:
        if self.over:
            return
        self._cancel_timer()
        self._show(
            stage=CallStage.ENDED,
            ended_at=self._clock(),
            status=end.status,
            words=end.message.message,
            advice=end.message.advice,
            audio_lost=False,
            signalling_lost=False,
        )

    def _start_timer(self, seconds: float) -> None:
        self._cancel_timer()
        if self._later and not self.call.status:
            self._cancel_timer = self._later(seconds, lambda: self._give_up(seconds))

    def _give_up(self, seconds: float) -> None:
        if not self.over and not self.call.status:
            self._end(call_end.unanswered(self.call, self._facts, seconds))
            self._on_given_up(self.call.id)

    def _accepted(self) -> Status | None:
        return None if self.call.incoming else Status.ACCEPTED

    def _show(self, **changes: object) -> None:
        self.call = replace(self.call, **changes)  # type: ignore[arg-type]  # names of fields
        self._changed(self.call)
        if self.call.status and self._on_status:
            on_status, self._on_status = self._on_status, None
            on_status(self.call)
