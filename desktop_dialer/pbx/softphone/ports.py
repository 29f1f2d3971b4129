"""What the phone needs of the program around it, and what it tells the program."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ...model.live_call import LiveCall
from ...model.registration import Certificate
from .commands import Command
from .events import Event

Post = Callable[[Callable[[], None]], None]
"""Has work run on the owner's thread, soon and in order; from any thread."""
Later = Callable[[float, Callable[[], None]], Callable[[], None]]
"""Has work run on the owner's thread after that many seconds; returns what cancels it, if it still
can."""


class RunningPhone(Protocol):
    """A phone process, as its owner sees it. One that is gone takes everything and does nothing."""

    def send(self, command: Command) -> None:
        """Pass the command on; never waits."""

    def stop(self, limit_s: float) -> None:
        """Ask it to end, end it after `limit_s` seconds, and wait until it is gone.

        Its exit is told as any other.
        """


StartPhone = Callable[[Callable[[Event], None], Callable[[int], None]], RunningPhone]
"""Starts a process that tells its events and, once and last, its exit code, on any thread.

Raises DesktopError where it cannot be started.
"""

LoadAccount = Callable[[Callable[[str, str], None], Callable[[Exception], None]], None]
"""Fetches extension and password and hands them to the first, or its failure to the second.

Returns at once; one of the two runs later, on the owner's thread.
"""


@dataclass(frozen=True, slots=True)
class PhoneHooks:
    """What the phone tells the app, on the phone's own thread."""

    registration_changed: Callable[[], None]
    call_changed: Callable[[LiveCall], None]
    """After every change of a call, also after its end."""
    rings: Callable[[LiveCall], None]
    """Somebody calls."""
    declined: Callable[[LiveCall], None]
    """Somebody called and heard busy, without the agent's doing; `words` say why."""
    devices_changed: Callable[[], None]
    level: Callable[[float], None]
    """The microphone's, 0 to 1, while it is metered."""
    certificate_doubted: Callable[[Certificate], None]
    """Once for each certificate and `use`."""


@dataclass(frozen=True, slots=True)
class PhonePorts:
    """What the phone needs of the program around it. `clock`: monotonic seconds.

    `written`: a number as the PBX writes it → as people write it, and as it is to be copied.
    """

    start: StartPhone
    load_account: LoadAccount
    post: Post
    later: Later
    clock: Callable[[], float]
    written: Callable[[str], tuple[str, str]]
