"""Announces results: on the tray, in the dial window and as a notification."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ..calling.call_result import CallResult
from ..desktop.notifications.notifications import Notifications, Urgency
from ..model.call import Status
from ..model.live_call import LiveCall
from ..ui.dial.call_status import CallStatus, Phase
from ..ui.dial.status_text import status_title
from ..ui.widgets.foreign_text import shortened

_DONE_MS = 20_000
"""How long an accepted call is shown; by then the phone has rung or will not."""

_LONGEST = 400
"""Characters of a message on a notification; the dial window shows all of it."""

_URGENCY = {
    Phase.ACCEPTED: Urgency.LOW,
    Phase.UNKNOWN: Urgency.CRITICAL,
}


class OutcomeAnnouncer(QObject):
    """Announces each result once. `show` puts a status on the tray and the windows.

    `no_notification` is called where the desktop shows none and the message must not be lost.
    """

    def __init__(
        self,
        notifications: Notifications,
        show: Callable[[CallStatus], None],
        no_notification: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._notifications = notifications
        self._show = show
        self._no_notification = no_notification
        self._latest = 0
        self._must_be_seen = False
        self._done = QTimer(self)
        self._done.setSingleShot(True)
        self._done.timeout.connect(lambda: self._show(CallStatus()))

    def sending(self) -> None:
        """A call is being sent."""
        self._done.stop()
        self._show(CallStatus(Phase.SENDING))

    def ended(self, result: CallResult, *, shown: bool = False) -> None:
        """Announce a result. `shown`: a window shows it, so no notification is needed."""
        status = status_of(result)
        self._show(status)
        if status.phase is Phase.ACCEPTED:
            self._done.start(_DONE_MS)
        else:
            self._done.stop()
        if shown:
            return
        self._must_be_seen = status.phase is not Phase.ACCEPTED
        self._latest = self._notifications.show(
            _title(status),
            f"{shortened(status.message, _LONGEST)}\n{status.advice}".strip(),
            {},
            replaces=self._latest,
            urgency=_URGENCY.get(status.phase, Urgency.NORMAL),
        )
        if not self._latest:
            self.not_shown(0)

    def softphone_call_over(self, call: LiveCall) -> None:
        """Show the end of a softphone call; its window has announced it."""
        self._done.stop()
        self._show(CallStatus(Phase.IDLE, call.words, call.advice))

    def notify(self, title: str, text: str, actions: dict[str, str]) -> int:
        """Show a notification that is not about a call; its number."""
        return self._notifications.show(title, text, actions)

    def not_shown(self, notification: int) -> None:
        """The notification could not be shown."""
        if notification == self._latest and self._must_be_seen:
            self._must_be_seen = False
            self._no_notification()


def status_of(result: CallResult) -> CallStatus:
    """The status that a result leads to."""
    if result.outcome:
        return CallStatus.of(result.outcome)
    unknown = result.error is not None and result.error.phone_may_ring
    said = result.message
    return CallStatus(Phase.UNKNOWN if unknown else Phase.IDLE, said.message, said.advice)


def _title(status: CallStatus) -> str:
    if status.phase in (Phase.IDLE, Phase.SENDING):
        return "Desktop Dialer"
    return status_title(Status(status.phase.value))
