"""An incoming call, announced by the desktop while it rings."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject

from ...calling.dialer import SETTLED_S
from ...desktop.notifications.notifications import Notifications, Urgency
from ...model.live_call import CallStage, LiveCall
from ...translation import tr
from ..answerable_notification import AnswerableNotification

_ANSWER = "answer"
_DECLINE = "decline"
_LOOK = "default"


class IncomingCalls(QObject):
    """Shows one notification while a call rings here: Answer, Decline, or a click to see it.

    `answer` and `decline` get the id of the call. `show_window(activate)` shows the call window,
    `activate`: with the keyboard focus. It is shown, without the focus, where the desktop shows no
    notification that could be answered. `clock`: monotonic seconds.
    """

    def __init__(
        self,
        notifications: Notifications,
        answer: Callable[[str], None],
        decline: Callable[[str], None],
        show_window: Callable[[bool], None],
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._notification = AnswerableNotification(notifications, self._look, self)
        self._answer = answer
        self._decline = decline
        self._show_window = show_window
        self._clock = clock
        self._ringing = ""
        """The id of the call that is announced."""
        self._taken = ""
        """The id of the call that was answered or declined there: it is announced no more."""
        self._readable_at = float("inf")

    def ring(self, call: LiveCall) -> None:
        """Announce a call that rings here, once; any other stage takes the announcement down."""
        if call.stage is not CallStage.INCOMING:
            self.over(call.id)
            return
        if call.id in (self._ringing, self._taken):
            return
        self._take_down()
        self._ringing = call.id
        self._notification.show(
            tr("Call from {party}").format(party=call.party or tr("a withheld number")),
            tr("Answer or decline it, or click here to see it."),
            {_LOOK: tr("Show the call"), _ANSWER: tr("Answer"), _DECLINE: tr("Decline")},
            urgency=Urgency.CRITICAL,
            expire_ms=0,
        )

    def over(self, call_id: str) -> None:
        """That call rings no more, whatever ended it. Others are left alone."""
        if call_id == self._ringing:
            self._take_down()

    def shown(self, notification: int, with_actions: bool) -> None:
        """The desktop has a notification; one without buttons cannot be answered."""
        if self._notification.shown(notification, with_actions):
            self._readable_at = self._clock() + SETTLED_S
            if not with_actions:
                self._notification.close()

    def not_shown(self, notification: int) -> None:
        """The desktop will not show a notification."""
        self._notification.not_shown(notification)

    def take_action(self, notification: int, key: str) -> bool:
        """A button of a notification was pressed; whether it was the one of the ringing call."""
        if not self._notification.owns(notification):
            return False
        if key == _LOOK or self._clock() < self._readable_at:
            # So soon it was a click on what the notification covered. Desktops close it all the
            # same, so the window takes its place.
            self._show_window(key == _LOOK)
            return True
        call_id = self._taken = self._ringing
        self._take_down()  # first, so that one call is answered once
        intent = {_ANSWER: self._answer, _DECLINE: self._decline}.get(key)
        if intent:
            intent(call_id)
        return True

    def _look(self) -> None:
        """No notification that could be answered: the window takes its place."""
        self._show_window(False)

    def _take_down(self) -> None:
        self._ringing = ""
        self._readable_at = float("inf")
        self._notification.close()
