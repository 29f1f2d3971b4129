"""A connection to the session bus on which nothing waits forever.

jeepney and SecretStorage wait without a limit for every answer, also for the first one (Hello),
so a desktop whose bus or keyring hangs would take us with it.
"""

import socket
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jeepney import DBusErrorResponse, Message, message_bus
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket
from jeepney.wrappers import unwrap_msg

from ...model.errors import NoKeyring
from ...translation import tr
from .keyring_errors import PromptUnanswered, failed

if TYPE_CHECKING:
    from .keyring_errors import Limits


class LimitedConnection(DBusConnection):  # type: ignore[misc]  # jeepney has no type hints
    """A blocking connection whose waits end with TimeoutError."""

    def __init__(self, sock: socket.socket, limits: "Limits") -> None:
        self._limits = limits  # first, because the inherited constructor already says Hello
        super().__init__(sock)

    def send_and_get_reply(self, message: Message, *, timeout: float | None = None) -> Message:
        """As jeepney's, within `timeout` seconds or the limit for a program's answer."""
        seconds = self._limits.answer_s if timeout is None else timeout
        return super().send_and_get_reply(message, timeout=seconds)

    def recv_until_filtered(
        self, queue: deque[Message], *, timeout: float | None = None
    ) -> Message:
        """As jeepney's; what SecretStorage waits for with it is a person's answer to a prompt.

        A prompt that nobody answered stays on the screen, and its late answer still unlocks the
        keyring. Removing it is not an option: gnome-keyring 42.1 (Debian 12) aborts when it gets
        `org.freedesktop.Secret.Prompt.Dismiss`, and every program loses its unlocked keyring.
        """
        seconds = self._limits.prompt_s if timeout is None else timeout
        try:
            return super().recv_until_filtered(queue, timeout=seconds)
        except TimeoutError as error:
            raise PromptUnanswered(
                tr("The keyring prompt was not answered within {seconds} s.").format(
                    seconds=f"{seconds:g}"
                )
            ) from error

    def ask(self, call: Message) -> tuple[Any, ...]:
        """The values that a method call returns.

        Raises DBusErrorResponse, OSError, and TimeoutError, which is one.
        """
        values: tuple[Any, ...] = unwrap_msg(self.send_and_get_reply(call))
        return values


@contextmanager
def bus_errors_as_ours(who: str, limits: "Limits") -> Iterator[None]:
    """Turn the errors of a question to the program `who` into NoKeyring."""
    try:
        yield
    except TimeoutError as error:
        raise NoKeyring(
            tr(
                "The keyring cannot be reached: {who} did not answer within {answer_s} seconds."
            ).format(who=who, answer_s=f"{limits.answer_s:g}"),
            tr(
                "Try again in a moment. If that does not help, log out of the desktop and in again."
            ),
        ) from error
    except (DBusErrorResponse, OSError) as error:
        raise failed(error) from error


def open_session_bus(limits: "Limits") -> LimitedConnection:
    """A new connection, to be closed by the caller. Raises NoKeyring when there is no bus."""
    with bus_errors_as_ours(tr("the session bus (D-Bus)"), limits):
        sock = _session_bus_socket(limits)
        try:
            return LimitedConnection(sock, limits)
        except BaseException:
            sock.close()
            raise


def _session_bus_socket(limits: "Limits") -> socket.socket:
    try:
        sock: socket.socket = prep_socket(get_bus("SESSION"), timeout=limits.answer_s)
    except TimeoutError:
        raise
    except (OSError, KeyError, ValueError, RuntimeError) as error:
        # KeyError: no address in the environment. The others: no such socket, a broken address.
        raise NoKeyring(
            tr("The keyring cannot be reached: this session has no D-Bus session bus."),
            tr("Start Desktop Dialer from your desktop, not as a service."),
        ) from error
    return sock


def reachable_names(limits: "Limits") -> set[str]:
    """The names of the programs that run on the session bus or that it can start.

    Raises NoKeyring when there is no bus or it keeps silent.
    """
    with open_session_bus(limits) as bus, bus_errors_as_ours(tr("the session bus (D-Bus)"), limits):
        (running,) = bus.ask(message_bus.ListNames())
        (startable,) = bus.ask(message_bus.ListActivatableNames())
    return {*running, *startable}
