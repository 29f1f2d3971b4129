"""What the tray shows, from the state of everything."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from ..desktop.settings import CallerId
from ..dialer import Dialer
from ..dialling.call import PastCall
from ..dialling.offer import Offer
from ..ui.call_status import CallStatus, Phase
from ..ui.tray_picture import TrayPicture, TrayState

_PROBLEMS = (Phase.REFUSED, Phase.UNREACHED, Phase.UNKNOWN)


@dataclass
class Situation:
    """What the tray must know and no other object owns. Filled by the app's parts.

    `not_set_up`: words on what is missing, "" when calls can be placed. `notices`: by the part
    that gives them, "" = nothing to say.
    """

    not_set_up: str = ""
    paused: bool = False
    status: CallStatus = field(default_factory=CallStatus)
    recent: tuple[PastCall, ...] = ()
    notices: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        """The notices that say something."""
        return tuple(notice for notice in self.notices.values() if notice)


def tray_picture(
    situation: Situation, dialer: Dialer, caller_ids: tuple[CallerId, ...], chosen: str
) -> TrayPicture:
    """The picture of this moment."""
    state, headline, detail = _words(situation, dialer)
    return TrayPicture(
        state=state,
        headline=headline,
        detail=detail,
        offer=dialer.offer,
        recent=situation.recent,
        caller_ids=tuple((caller.name, caller.id) for caller in caller_ids),
        chosen_caller_id=chosen,
        paused=situation.paused,
        notices=situation.words,
    )


def _words(situation: Situation, dialer: Dialer) -> tuple[TrayState, str, str]:
    if dialer.flight:
        number = dialer.flight.number.display
        return TrayState.CALLING, _tr("Asking the PBX to call {0} …").format(number), ""
    if situation.not_set_up:
        return TrayState.NOT_SET_UP, "Desktop Dialer", situation.not_set_up
    if dialer.offer:
        return TrayState.ARMED, *_armed(dialer.offer)
    return _at_rest(situation)


def _at_rest(situation: Situation) -> tuple[TrayState, str, str]:
    status = situation.status
    if status.phase in _PROBLEMS:
        return TrayState.PROBLEM, status.message, status.advice
    if status.phase is Phase.ACCEPTED:
        return TrayState.READY, status.message, status.advice
    if situation.paused:
        return TrayState.PAUSED, "Desktop Dialer", _tr("Copied numbers are not looked at for now.")
    hint = _tr("Copy a phone number, then click here to call it.")
    return TrayState.READY, "Desktop Dialer", "\n".join(situation.words) or hint


def _armed(offer: Offer) -> tuple[str, str]:
    if offer.ready:
        return _tr("Call {0}").format(offer.ready.number.display), ""
    if len(offer.numbers) == 1:
        offered = offer.numbers[0]
        return _tr("Call {0}?").format(offered.number.display), offered.verdict.words
    numbers = [offered.number.display for offered in offer.numbers]
    return _tr("{0} numbers").format(len(numbers)), "\n".join(numbers[:8])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Tray", text)
