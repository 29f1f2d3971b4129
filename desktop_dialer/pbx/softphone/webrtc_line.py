"""WebRtcLine: calls that are made with the softphone, for the dialer's worker threads."""

import logging
from concurrent.futures import Future
from dataclasses import dataclass

from ...model.call import CallRequest, Status
from ...model.errors import CallError, NeverReached, OutcomeUnknown, Refused
from ...model.live_call import CallStage, LiveCall
from ...translation import tr
from ..line import Accepted
from .phone import Phone
from .ports import Post

_log = logging.getLogger(__name__)

_ERRORS: dict[Status, type[CallError]] = {
    Status.UNREACHED: NeverReached,
    Status.REFUSED: Refused,
    Status.UNKNOWN: OutcomeUnknown,
}


@dataclass(frozen=True, slots=True)
class SoftphoneCall:
    """A call of the phone, for any thread. See line.Call."""

    id: str
    _phone: Phone
    _post: Post

    def mute(self, on: bool) -> None:
        """Send silence, or the agent's voice again."""
        self._post(lambda: self._phone.mute(self.id, on))

    def hold(self, on: bool) -> None:
        """Put the call on hold, or take it back."""
        self._post(lambda: self._phone.hold(self.id, on))

    def hang_up(self) -> None:
        """End it, also before anybody has answered."""
        self._post(lambda: self._phone.hang_up(self.id))


class WebRtcLine:
    """The softphone. Any thread may call it, except the phone's own.

    `post`: has work run on the phone's thread. `answer_timeout_s`: how long the PBX may give no
    sign of a phone that rings, at most 60; mobile networks take up to twenty. `owner_limit_s`:
    after which the phone's thread is taken for dead; it knows the outcome long before.
    """

    def __init__(
        self, phone: Phone, post: Post, answer_timeout_s: float = 30, owner_limit_s: float = 240
    ) -> None:
        self._phone = phone
        self._post = post
        self._answer_timeout_s = answer_timeout_s
        self._owner_limit_s = owner_limit_s

    def prepare(self) -> None:
        """Nothing: the line is registered already, or cannot be."""

    def place(self, request: CallRequest) -> Accepted:
        """Send the call, once, and block until a phone rings or none will. See `Line.place`.

        Raises InACall where a call is talked or rings already; then nothing was sent.
        """
        known: Future[LiveCall] = Future()
        self._post(lambda: self._dial(request, known))
        try:
            call = known.result(self._owner_limit_s)
        except TimeoutError as error:
            raise self._stuck(known) from error
        if call.status is Status.ACCEPTED:
            return Accepted(_accepted(call), call=SoftphoneCall(call.id, self._phone, self._post))
        raise _ERRORS[call.status or Status.UNKNOWN](call.words, call.advice)

    def _dial(self, request: CallRequest, known: "Future[LiveCall]") -> None:
        if not known.set_running_or_notify_cancel():
            return
        try:
            self._phone.dial(request, self._answer_timeout_s, known.set_result)
        # Whatever comes of it belongs to the thread that waits.
        except Exception as error:  # noqa: BLE001
            known.set_exception(error)

    def _stuck(self, known: "Future[LiveCall]") -> CallError:
        _log.error("the thread of the phone does not answer")
        if known.cancel():
            return NeverReached(
                tr("The program was too busy to send the call. No phone rang."),
                tr("Start Desktop Dialer again, then call again."),
            )
        return OutcomeUnknown(
            tr(
                "The outcome of the call is unknown: the program does not respond. A "
                "phone may be ringing."
            ),
            tr("Wait and listen, start Desktop Dialer again, and only then call again."),
        )


def _accepted(call: LiveCall) -> str:
    if call.stage is CallStage.TALKING:
        return tr("{party} has answered. Talk here.").format(party=call.party)
    if call.stage is CallStage.RINGING:
        return tr("{party} is ringing. Talk here when the call is answered.").format(
            party=call.party
        )
    return tr("Calling {party}. Talk here when the call is answered.").format(party=call.party)
