"""Routes what the desktop reports of our notifications to the part that showed each."""

from collections.abc import Callable

from ..desktop.notifications.notifications import NotificationEvents


class NotificationRouter:
    """Passes everything on to everybody; each knows the numbers of its own notifications."""

    def __init__(self) -> None:
        self._shown: list[Callable[[int, bool], object]] = []
        self._acted: list[Callable[[int, str], object]] = []
        self._failed: list[Callable[[int], object]] = []
        self.events = NotificationEvents(
            shown=self._pass_shown, action_invoked=self._pass_action, failed=self._pass_failure
        )

    def hear(
        self,
        *,
        shown: Callable[[int, bool], object] | None = None,
        acted: Callable[[int, str], object] | None = None,
        failed: Callable[[int], object] | None = None,
    ) -> None:
        """Tell this part, too. `shown(number, with_actions)`, `acted(number, key)`."""
        if shown:
            self._shown.append(shown)
        if acted:
            self._acted.append(acted)
        if failed:
            self._failed.append(failed)

    def _pass_shown(self, notification: int, with_actions: bool) -> None:
        for called in self._shown:
            called(notification, with_actions)

    def _pass_action(self, notification: int, key: str) -> None:
        for called in self._acted:
            called(notification, key)

    def _pass_failure(self, notification: int, _why: str) -> None:
        for called in self._failed:
            called(notification)
