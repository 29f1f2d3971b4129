"""Notifications of the desktop, with buttons that answer.

What a notification is and says; `notifications_dbus.py` has them shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol


class Urgency(IntEnum):
    """As in the Desktop Notifications Specification 1.2; desktops show CRITICAL until answered."""

    LOW = 0
    NORMAL = 1
    CRITICAL = 2


@dataclass(frozen=True)
class NotificationEvents:
    """Callbacks for what becomes of a notification; the first argument is the result of `show`.

    `shown(id, with_actions)`: the desktop has it; False = it shows no buttons here.
    `action_invoked(id, key)`: a button that this notification now has was pressed.
    `closed(id)`: it is gone, no matter who closed it.
    `failed(id, why)`: it was not shown, and will not be. A daemon that hangs reports nothing.
    """

    shown: Callable[[int, bool], None] = lambda _id, _with: None
    action_invoked: Callable[[int, str], None] = lambda _id, _key: None
    closed: Callable[[int], None] = lambda _id: None
    failed: Callable[[int, str], None] = lambda _id, _why: None


class Notifications(Protocol):
    """What shows notifications. Nothing here waits or raises."""

    @property
    def unavailable_reason(self) -> str:
        """Why the latest one was not shown; "" = it was, or none was tried."""

    def show(
        self,
        summary: str,
        body: str,
        actions: Mapping[str, str],
        *,
        replaces: int = 0,
        urgency: Urgency = Urgency.NORMAL,
        expire_ms: int = -1,
        kept: bool = False,
    ) -> int:
        """Show one; a number for it, or 0 where it is known at once that it cannot be shown.

        `summary` and `body` are plain text. `actions`: key to the words on the button; the key
        `default` is a click on the notification itself. `replaces`: the number of one shown
        before, which stays its number. `expire_ms`: -1 as the desktop likes, 0 never.
        `kept`: the desktop may keep it in a history.
        """

    def close(self, notification: int) -> None:
        """Take one away; unknown numbers are ignored."""

    def probe(self, answered: Callable[[str, str], None]) -> None:
        """Ask who would show one: `answered(how, why_not)`, one of the two empty. Shows none."""


class NoNotifications:
    """No notifications here, and why."""

    def __init__(self, unavailable_reason: str) -> None:
        self.unavailable_reason = unavailable_reason

    def show(self, *_content: object, **_how: object) -> int:
        """See Notifications."""
        return 0

    def close(self, notification: int) -> None:
        """See Notifications."""

    def probe(self, answered: Callable[[str, str], None]) -> None:
        """See Notifications."""
        answered("", self.unavailable_reason)
