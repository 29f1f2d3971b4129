"""How a command ends: the exit codes others script against, and the words of `status`."""

from enum import IntEnum

from ..model.call import Status
from ..model.errors import (
    AccountError,
    AccountRefused,
    BeingCalled,
    DialerError,
    InACall,
    InternalError,
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
from .call_result import CallResult, NeedsConfirmation


class ExitCode(IntEnum):
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
    Status.ACCEPTED: ExitCode.ACCEPTED,
    Status.UNREACHED: ExitCode.UNREACHED,
    Status.REFUSED: ExitCode.REFUSED,
    Status.UNKNOWN: ExitCode.UNKNOWN,
}

# The first matching type counts, so subclasses come before their bases.
_BY_ERROR: dict[type[DialerError], tuple[ExitCode, str]] = {
    NumberError: (ExitCode.UNCALLABLE, "uncallable"),
    NeedsConfirmation: (ExitCode.NEEDS_CONFIRMATION, "needs_confirmation"),
    BeingCalled: (ExitCode.NEEDS_CONFIRMATION, "needs_confirmation"),
    TextChanged: (ExitCode.NEEDS_CONFIRMATION, "needs_confirmation"),
    AccountRefused: (ExitCode.USAGE, "settings"),
    NoAccount: (ExitCode.ACCOUNT, "no_account"),
    KeyringLocked: (ExitCode.ACCOUNT, "keyring_locked"),
    NoKeyring: (ExitCode.ACCOUNT, "no_keyring"),
    AccountError: (ExitCode.ACCOUNT, "no_account"),
    SettingsError: (ExitCode.USAGE, "settings"),
    InACall: (ExitCode.UNREACHED, "in_a_call"),  # nobody's phone rang, as with all of that code
    NotSent: (ExitCode.UNREACHED, "unreached"),
    NeverReached: (ExitCode.UNREACHED, "unreached"),
    Refused: (ExitCode.REFUSED, "refused"),
    OutcomeUnknown: (ExitCode.UNKNOWN, "unknown"),
}


_BY_WORD: dict[str, ExitCode] = {
    **{word: ending for ending, word in _BY_ERROR.values()},
    **{status.value: ending for status, ending in BY_STATUS.items()},
    "defect": ExitCode.DEFECT,
}


def ending_for(word: str) -> ExitCode | None:
    """The exit code for a `status` of `dial --json`; None for a word of another version."""
    return _BY_WORD.get(word)


def word_for(ending: ExitCode) -> str:
    """A `status` with that exit code."""
    return next(word for word, code in _BY_WORD.items() if code is ending)


def _entry(error: Exception) -> tuple[ExitCode, str]:
    fitting = (entry for kind, entry in _BY_ERROR.items() if isinstance(error, kind))
    return next(fitting, (ExitCode.DEFECT, "defect"))


def ending_of(error: Exception) -> ExitCode:
    """The exit code for a failure."""
    return _entry(error)[0]


def exit_and_word(result: CallResult) -> tuple[ExitCode, str]:
    """The exit code of `dial`, and its `status` in `dial --json`."""
    if result.outcome:
        return BY_STATUS[result.outcome.status], result.outcome.status.value
    return _entry(result.error or InternalError())
