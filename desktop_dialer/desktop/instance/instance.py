"""One running app per user: who is it, and how it is spoken to.

A lock held for life decides who is the app; only its holder removes a stale socket and listens.
`instance_client.py` is the other side.
"""

import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from ...model.errors import DesktopError
from ...translation import tr
from .client import NOT_RUNNING, TIMEOUT, InstanceAnswer, hand_over

if TYPE_CHECKING:
    from .server import OnMessage

_RETRY_S = 0.02


class Instance(Protocol):
    """The right to be the app."""

    @property
    def unavailable_reason(self) -> str:
        """Why other processes cannot reach this one; "" = they can."""

    def serve(self, on_message: "OnMessage") -> None:
        """Accept requests from now on; see InstanceServer. Earlier clients have waited."""

    def close(self) -> None:
        """Listen no more and let another be the app; nothing where that is done."""


class UnsharedInstance:
    """An app that nobody can reach, and why. Nothing keeps a second one from starting."""

    def __init__(self, unavailable_reason: str) -> None:
        self.unavailable_reason = unavailable_reason

    def serve(self, on_message: "OnMessage") -> None:
        """See Instance."""

    def close(self) -> None:
        """See Instance."""


def claim(name: str = "app") -> Instance | None:
    """Become the app of that name; None where another process is it.

    From here on others can connect, and wait to be heard. Raises DesktopError where the folder
    of sockets cannot be used safely.
    """
    if sys.platform == "win32":
        return UnsharedInstance(tr("Windows: other processes cannot reach the app yet."))
    else:  # noqa: RET505  # a type checker for Windows skips an else, not what follows a return
        from .unix import claim_socket

        return claim_socket(name)


def claim_or_hand_over(
    request: Mapping[str, object], *, name: str = "app", within_s: float = 5.0
) -> Instance | InstanceAnswer:
    """Become the app, or give the request to the one that runs: always exactly one of the two.

    An app that is just starting holds the lock and does not listen yet, one that is ending
    listens no more, one that is killed breaks the connection: all pass within milliseconds, so
    it is tried again for `within_s`. `request` must not be a call: it may be handed over twice.
    Raises DesktopError after that, and as `claim` does.
    """
    deadline = time.monotonic() + within_s
    while True:
        instance = claim(name)
        if instance is not None:
            return instance
        answer = hand_over(request, name=name, answer_within_s=within_s)
        late = time.monotonic() > deadline
        if answer.state != NOT_RUNNING and (answer.state != TIMEOUT or late):
            return answer
        if late:
            raise DesktopError(
                tr("Desktop Dialer is running but does not respond."),
                tr("Quit it, or log out and in again."),
            )
        time.sleep(_RETRY_S)  # the only other way is to wait for the lock without a limit
