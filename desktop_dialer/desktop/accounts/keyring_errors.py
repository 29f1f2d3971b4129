"""The one border where the errors of keyrings become ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ...model.errors import KeyringLocked, NoKeyring
from ...translation import tr

ErrorTypes = tuple[type[Exception], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to wait: for a program's answer, and for a person's answer to a prompt."""

    answer_s: float = 10.0
    prompt_s: float = 300.0


class PromptUnanswered(TimeoutError):
    """A prompt was shown, or should have been, and nobody answered it in time."""


def locked() -> KeyringLocked:
    """The error for a keyring that was not asked to unlock, or that nobody unlocked."""
    return KeyringLocked(
        tr("The keyring with your extension and password is locked."),
        tr("Unlock the keyring (usually with your login password) and try again."),
    )


def not_set_up() -> KeyringLocked:
    """The error for a keyring program that has no keyring yet: making one takes a prompt."""
    return KeyringLocked(
        tr("The keyring of your desktop is not set up yet. Nothing can be stored."),
        tr("Store your account again and choose a password when the desktop asks for one."),
    )


@contextmanager
def keyring_errors_as_ours(
    *, means_locked: ErrorTypes = (), means_failed: ErrorTypes = ()
) -> Iterator[None]:
    """Turn what a backend raises into KeyringLocked or NoKeyring.

    The arguments are the types that come from under keyring on this system. PasswordDeleteError
    ("there was nothing") passes, and so does every defect.
    """
    from keyring import errors

    stays_locked: ErrorTypes = (errors.KeyringLocked, PromptUnanswered, *means_locked)
    breaks: ErrorTypes = (errors.KeyringError, OSError, *means_failed)
    try:
        yield
    except stays_locked as error:
        raise locked() from error
    except errors.PasswordDeleteError:
        raise
    except TimeoutError as error:
        raise NoKeyring(
            tr("The keyring does not respond."),
            tr(
                "Try again in a moment. If that does not help, log out of the desktop and in again."
            ),
        ) from error
    except breaks as error:
        raise failed(error) from error


def failed(error: Exception) -> NoKeyring:
    """The error for a keyring that answers with errors of its own."""
    return NoKeyring(
        tr("The keyring failed: {name}").format(name=error or type(error).__name__),
        tr("Log out of the desktop and in again. If that does not help, ask your IT support."),
    )
