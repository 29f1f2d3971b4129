"""What the softphone needs from the program, and what it reports to the program."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ...model.live_call import LiveCall
from ...model.registration import Certificate
from .commands import Command
from .events import Event

Post = Callable[[Callable[[], None]], None]
"""Runs work on the owner's thread, soon and in order; may be called from any thread."""
Later = Callable[[float, Callable[[], None]], Callable[[], None]]
"""Runs work on the owner's thread after that many seconds; returns a function that cancels it."""


class RunningPhone(Protocol):
    """A phone process, as its owner sees it. After its exit both methods do nothing."""

    def send(self, command: Command) -> None:
        """Send the command; never waits."""

    def stop(self, limit_s: float) -> None:
        """Ask it to stop, kill it after `limit_s` seconds, and wait for its exit.

        The exit is reported as any other.
        """


StartPhone = Callable[[Callable[[Event], None], Callable[[int], None]], RunningPhone]
"""Starts a process that reports its events and, once and last, its exit code, on any thread.

Raises DesktopError where it cannot be started.
"""

LoadAccount = Callable[[Callable[[str, str], None], Callable[[Exception], None]], None]
"""Loads extension and password: calls the first function with them, or the second with an error.

Returns at once; the function is called later, on the owner's thread.
"""


@dataclass(frozen=True, slots=True)
class PhoneHooks:
    """What the softphone reports to the app, on the thread of the Phone."""

    registration_changed: Callable[[], None]
    call_changed: Callable[[LiveCall], None]
    """After every change of a call, also after its end."""
    rings: Callable[[LiveCall], None]
    """A new incoming call."""
    declined: Callable[[LiveCall], None]
    """A call was declined automatically, as busy; `words` say why."""
    devices_changed: Callable[[], None]
    level: Callable[[float], None]
    """Of the microphone, 0 to 1, while it is measured."""
    certificate_untrusted: Callable[[Certificate], None]
    """Once for each certificate after each `use`."""


@dataclass(frozen=True, slots=True)
class PhonePorts:
    """What the softphone needs from the program. `clock`: monotonic seconds.

    `format_number`: a number as the PBX writes it → for display, and for copying.
    """

    start: StartPhone
    load_account: LoadAccount
    post: Post
    later: Later
    clock: Callable[[], float]
    format_number: Callable[[str], tuple[str, str]]
