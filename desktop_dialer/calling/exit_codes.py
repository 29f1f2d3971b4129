"""How a command ends: the exit codes others script against, and the words of `status`."""

from enum import IntEnum

from ..model.call import Status
from ..model.errors import (
    AccountError,
    AccountRefused,
    BeingCalled,
    DialerError,
    InACall,
    KeyringLocked,
    NeverReached,
    NoAccount,
    NoKeyring,
    NotSent,
    NumberError,
    OutcomeUnknown,
    Refused,
    SettingsError,
    TextChanged,
)
from .placer import NeedsConfirmation


class Ending(IntEnum):
    """Exit codes."""

    ACCEPTED = 0
    DEFECT = 1
    USAGE = 2
    UNCALLABLE = 3
    NEEDS_CONFIRMATION = 4
    ACCOUNT = 5
    UNREACHED = 6
    REFUSED = 7
    UNKNOWN = 8


BY_STATUS = {
    Status.ACCEPTED: Ending.ACCEPTED,
    Status.UNREACHED: Ending.UNREACHED,
    Status.REFUSED: Ending.REFUSED,
    Status.UNKNOWN: Ending.UNKNOWN,
}

# The first type that fits counts, so the special ones stand before the general ones.
_BY_ERROR: dict[type[DialerError], tuple[Ending, str]] = {
    NumberError: (Ending.UNCALLABLE, "uncallable"),
    NeedsConfirmation: (Ending.NEEDS_CONFIRMATION, "needs_confirmation"),
    BeingCalled: (Ending.NEEDS_CONFIRMATION, "needs_confirmation"),
    TextChanged: (Ending.NEEDS_CONFIRMATION, "needs_confirmation"),
    AccountRefused: (Ending.USAGE, "settings"),
    NoAccount: (Ending.ACCOUNT, "no_account"),
    KeyringLocked: (Ending.ACCOUNT, "keyring_locked"),
    NoKeyring: (Ending.ACCOUNT, "no_keyring"),
    AccountError: (Ending.ACCOUNT, "no_account"),
    SettingsError: (Ending.USAGE, "settings"),
    InACall: (Ending.UNREACHED, "in_a_call"),  # nobody's phone rang, as with all of that code
    NotSent: (Ending.UNREACHED, "unreached"),
    NeverReached: (Ending.UNREACHED, "unreached"),
    Refused: (Ending.REFUSED, "refused"),
    OutcomeUnknown: (Ending.UNKNOWN, "unknown"),
}


_BY_WORD: dict[str, Ending] = {
    **{word: ending for ending, word in _BY_ERROR.values()},
    **{status.value: ending for status, ending in BY_STATUS.items()},
    "defect": Ending.DEFECT,
}


def ending_for(word: str) -> Ending | None:
    """The exit code for a `status` of `dial --json`; None for a word of another version."""
    return _BY_WORD.get(word)


def word_for(ending: Ending) -> str:
    """A `status` with that exit code."""
    return next(word for word, code in _BY_WORD.items() if code is ending)


def _entry(error: Exception) -> tuple[Ending, str]:
    fitting = (entry for kind, entry in _BY_ERROR.items() if isinstance(error, kind))
    return next(fitting, (Ending.DEFECT, "defect"))


def ending_of(error: Exception) -> Ending:
    """The exit code for a failure."""
    return _entry(error)[0]


def status_of(error: Exception) -> str:
    """The word for a failure in `dial --json`."""
    return _entry(error)[1]
