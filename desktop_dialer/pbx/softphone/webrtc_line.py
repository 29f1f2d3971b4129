"""WebRtcLine: softphone calls for the dialer's worker threads."""

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
    """A softphone call, for use on any thread. See line.Call."""

    id: str
    _phone: Phone
    _post: Post

    def mute(self, on: bool) -> None:
        """Mute or unmute the microphone."""
        self._post(lambda: self._phone.mute(self.id, on))

    def hold(self, on: bool) -> None:
        """Put the call on hold, or resume it."""
        self._post(lambda: self._phone.hold(self.id, on))

    def hang_up(self) -> None:
        """End the call, also before it is answered."""
        self._post(lambda: self._phone.hang_up(self.id))


class WebRtcLine:
    """The softphone as a line. For any thread, except that of the Phone.

    `post`: runs work on the thread of the Phone. `answer_timeout_s`: how long the PBX may not
    respond, at most 60; mobile networks take up to twenty. `owner_limit_s`: after that the
    Phone's thread is considered dead; normally it knows the outcome long before.
    """

    def __init__(
        self, phone: Phone, post: Post, answer_timeout_s: float = 30, owner_limit_s: float = 240
    ) -> None:
        self._phone = phone
        self._post = post
        self._answer_timeout_s = answer_timeout_s
        self._owner_limit_s = owner_limit_s

    def prepare(self) -> None:
        """Nothing to prepare: the softphone is already registered, or cannot be."""

    def place(self, request: CallRequest) -> Accepted:
        """Send the call, once, and block until a phone rings or none will. See `Line.place`.

        Raises InACall during another call, also one that rings; then nothing was sent.
        """
        with_status: Future[LiveCall] = Future()
        self._post(lambda: self._dial(request, with_status))
        try:
            call = with_status.result(self._owner_limit_s)
        except TimeoutError as error:
            raise self._stuck(with_status) from error
        if call.status is Status.ACCEPTED:
            return Accepted(_accepted(call), call=SoftphoneCall(call.id, self._phone, self._post))
        raise _ERRORS[call.status or Status.UNKNOWN](call.words, call.advice)

    def _dial(self, request: CallRequest, with_status: "Future[LiveCall]") -> None:
        if not with_status.set_running_or_notify_cancel():
            return
        try:
            self._phone.dial(request, self._answer_timeout_s, with_status.set_result)
        # Every error is raised again on the thread that waits.
        except Exception as error:  # noqa: BLE001
            with_status.set_exception(error)

    def _stuck(self, with_status: "Future[LiveCall]") -> CallError:
        _log.error("the thread of the phone does not respond")
        if with_status.cancel():
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
