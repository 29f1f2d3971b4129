"""A notification that asks for an answer, and what happens when nobody could give one."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from ..desktop.notifications.notifications import Notifications, Urgency

_SHOWN_WITHIN_MS = 1000
"""A daemon that hangs reports nothing."""


class AnswerableNotification(QObject):
    """At most one notification with buttons.

    `unanswerable` is called when the desktop refuses it, reports nothing for a second, or shows it
    without its buttons.
    """

    def __init__(
        self, notifications: Notifications, unanswerable: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._notifications = notifications
        self._unanswerable = unanswerable
        self._number = 0
        """0 = there is none."""
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(unanswerable)

    def show(
        self, title: str, text: str, actions: Mapping[str, str], urgency: Urgency, expire_ms: int
    ) -> None:
        """Show it; the arguments are those of Notifications.show()."""
        self._number = self._notifications.show(
            title, text, actions, urgency=urgency, expire_ms=expire_ms
        )
        if self._number:
            self._waiting.start(_SHOWN_WITHIN_MS)
        else:
            self._unanswerable()

    def owns(self, notification: int) -> bool:
        """Whether `notification` is the number of this one."""
        return bool(notification) and notification == self._number

    def shown(self, notification: int, with_actions: bool) -> bool:
        """The desktop shows a notification; returns whether it is this one."""
        if not self.owns(notification):
            return False
        self._waiting.stop()
        if not with_actions:
            self._unanswerable()
        return True

    def not_shown(self, notification: int) -> None:
        """The desktop will not show a notification."""
        if self.owns(notification):
            self._waiting.stop()
            self._number = 0
            self._unanswerable()

    def close(self) -> None:
        """Take it off the screen if it is there."""
        self._waiting.stop()
        number, self._number = self._number, 0
        if number:
            self._notifications.close(number)
