"""Outcomes as text: to the tray, the dial window and a notification."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ..calling.placer import PlacedCall
from ..desktop.notifications.notifications import Notifications, Urgency
from ..model.call import Status
from ..model.errors import DialerError
from ..model.live_call import LiveCall
from ..translation import tr
from ..ui.dial.call_status import CallStatus, Phase
from ..ui.dial.status_text import status_title
from ..ui.widgets.foreign_text import shortened

_DONE_MS = 20_000
"""An accepted call is told for so long; by then the phone has rung or will not."""

_LONGEST = 400
"""Characters of a message on a notification; the dial window shows all of it."""

_URGENCY = {
    Phase.ACCEPTED: Urgency.LOW,
    Phase.UNKNOWN: Urgency.CRITICAL,
}


class OutcomeAnnouncer(QObject):
    """Tells each outcome once. `show` puts a status on the tray and the windows.

    `no_notification` is called where the desktop shows none and the words must not be lost.
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

    def ended(self, end: PlacedCall | Exception, *, told: bool = False) -> None:
        """Tell what became of a intent. `told`: a window says it, and no notification need."""
        status = status_of(end)
        self._show(status)
        if status.phase is Phase.ACCEPTED:
            self._done.start(_DONE_MS)
        else:
            self._done.stop()
        if told:
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

    def tell(self, title: str, words: str, actions: dict[str, str]) -> int:
        """Show words that are not about a call; the notification's number."""
        return self._notifications.show(title, words, actions)

    def not_shown(self, notification: int) -> None:
        """The notification could not be shown."""
        if notification == self._latest and self._must_be_seen:
            self._must_be_seen = False
            self._no_notification()


def status_of(end: PlacedCall | Exception) -> CallStatus:
    """The status that an end leads to."""
    if isinstance(end, PlacedCall):
        return CallStatus.of(end.outcome)
    if isinstance(end, DialerError):
        return CallStatus(Phase.IDLE, end.message, end.advice)
    return CallStatus(
        Phase.UNKNOWN,
        tr("Internal error in Desktop Dialer. A phone may be ringing."),
        tr("Wait and listen before you call again. The log has the details."),
    )


def _title(status: CallStatus) -> str:
    if status.phase in (Phase.IDLE, Phase.SENDING):
        return "Desktop Dialer"
    return status_title(Status(status.phase.value))
