"""What the tray shows, from the state of everything."""

from dataclasses import dataclass, replace

from ..calling.dialer import Dialer
from ..model.call import PastCall
from ..model.live_call import CallStage, LiveCall
from ..model.offer import Offer
from ..model.registration import Registered, Registration
from ..settings.values import CallerId
from ..translation import tr, tr_plural
from ..ui.dial.call_status import CallStatus, Phase
from ..ui.tray.view import TrayCall, TrayState, TrayView

_PROBLEMS = (Phase.REFUSED, Phase.UNREACHED, Phase.UNKNOWN)


@dataclass(frozen=True, slots=True)
class AppState:
    """What tray and windows show, as one value. The root computes it; nobody writes into it.

    `not_set_up`: what is missing, "" when calls can be placed. `notices`: what does not work.
    `talks_here`: calls are made with the softphone. `live`: its current call, or the latest one.
    """

    not_set_up: str = ""
    paused: bool = False
    status: CallStatus = CallStatus()  # noqa: RUF009  # it is frozen
    recent: tuple[PastCall, ...] = ()
    notices: tuple[str, ...] = ()
    talks_here: bool = False
    registration: Registration = Registration()  # noqa: RUF009
    live: LiveCall | None = None
    do_not_disturb: bool = False

    def is_outdated(self, registration: Registration, live: LiveCall | None) -> bool:
        """Whether the status has become old news by these."""
        talks = live is not None and live.stage is CallStage.TALKING
        yes = Registered.YES
        is_back = registration.state is yes and self.registration.state is not yes
        rings_no_more = talks and self.status.phase is Phase.ACCEPTED
        return rings_no_more or (is_back and self.status.phase is Phase.UNREACHED)

    @property
    def line(self) -> Registration:
        """The registration, and what must not be forgotten while it is well."""
        if not self.do_not_disturb or self.registration.state is not Registered.YES:
            return self.registration
        return replace(self.registration, advice=_undisturbed())


def tray_view(
    state: AppState, dialer: Dialer, caller_ids: tuple[CallerId, ...], chosen: str
) -> TrayView:
    """The view of this moment."""
    shown, headline, detail = _words(state, dialer)
    return TrayView(
        state=shown,
        headline=headline,
        detail=detail,
        offer=dialer.offer,
        recent=state.recent,
        caller_ids=tuple((caller.name, caller.id) for caller in caller_ids),
        chosen_caller_id=chosen,
        paused=state.paused,
        notices=state.notices,
        call=_call(state.live),
        talks_here=state.talks_here,
        registration=state.registration.message if state.talks_here else "",
        do_not_disturb=state.do_not_disturb,
    )


def _call(live: LiveCall | None) -> TrayCall | None:
    if live is None or live.stage is CallStage.ENDED:
        return None
    from ..ui.call.call_text import progress_of  # with the marks it draws 2 ms; calls are later

    party = live.party or tr("a withheld number")
    words = {
        CallStage.INCOMING: tr("Call from {party}"),
        CallStage.DIALLING: tr("Calling {party} …"),
        CallStage.RINGING: tr("{party} is ringing …"),
        CallStage.TALKING: tr("In a call with {party}"),
    }[live.stage].format(party=party)
    return TrayCall(
        live.id,
        words,
        incoming=live.stage is CallStage.INCOMING,
        talking=live.stage is CallStage.TALKING,
        muted=live.muted,
        progress=progress_of(live),
    )


def _words(state: AppState, dialer: Dialer) -> tuple[TrayState, str, str]:
    call = _call(state.live)
    if call and state.live:
        return _in_call(call, state.live)
    if dialer.flight:
        number = dialer.flight.number.display
        return TrayState.CALLING, tr("Asking the PBX to call {number} …").format(number=number), ""
    if state.not_set_up:
        return TrayState.NOT_SET_UP, "Desktop Dialer", state.not_set_up
    if dialer.offer:
        return TrayState.ARMED, *_armed(dialer.offer)
    return _at_rest(state)


def _at_rest(state: AppState) -> tuple[TrayState, str, str]:
    status = state.status
    if status.phase in _PROBLEMS:
        return TrayState.PROBLEM, status.message, status.advice
    if status.phase is Phase.ACCEPTED:
        return TrayState.READY, status.message, status.advice
    if state.talks_here and state.registration.message:
        line = state.registration
        if line.state not in (Registered.YES, Registered.STARTING):
            return TrayState.PROBLEM, line.message, line.advice
    line_words = "\n".join(_of_line(state))
    if state.paused:
        words = tr("Clipboard watching is paused.")
        return TrayState.PAUSED, "Desktop Dialer", f"{words}\n{line_words}".strip()
    hint = tr("Copy a phone number, then click here to call it.")
    words = "\n".join(state.notices) or hint
    return TrayState.READY, "Desktop Dialer", f"{words}\n{line_words}".strip()


def _of_line(state: AppState) -> list[str]:
    """What the agent should know of the softphone while it works."""
    if not state.talks_here:
        return []
    words = [state.registration.message]
    if state.do_not_disturb:
        words.append(_undisturbed())
    return [each for each in words if each]


def _undisturbed() -> str:
    return tr("Do not disturb: incoming calls are declined as busy.")


def _in_call(call: TrayCall, live: LiveCall) -> tuple[TrayState, str, str]:
    if call.incoming:
        return TrayState.RINGING, call.words, tr("Click to answer or decline it.")
    state = TrayState.IN_CALL if call.talking else TrayState.CALLING
    muted = tr("Muted: the remote party does not hear you.") if call.muted else ""
    return state, call.words, "\n".join(filter(None, (muted, live.words)))


def _armed(offer: Offer) -> tuple[str, str]:
    if offer.ready:
        return tr("Call {number}").format(number=offer.ready.number.display), ""
    if len(offer.numbers) == 1:
        offered = offer.numbers[0]
        return tr("Call {number}?").format(number=offered.number.display), offered.verdict.words
    numbers = [offered.number.display for offered in offer.numbers]
    return tr_plural("{count} number", "{count} numbers", len(numbers)).format(
        count=len(numbers)
    ), "\n".join(numbers[:8])
