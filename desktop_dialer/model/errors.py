"""Every way in which a call can fail to happen, as types with words for the agent.

DialerError
  NumberError         the text, not the PBX, is at fault
    NotANumber          nothing in it reads as one phone number
    SeveralNumbers      more than one: somebody has to choose
    NotCallable         a number, but no form the PBX accepts, or never to be dialled
  AccountError        who is calling is not known
    NoAccount           nothing stored
    KeyringLocked       stored or not, the keyring must be unlocked first
    NoKeyring           this desktop offers no keyring
    AccountRefused      the extension or password given cannot be stored
  SettingsError       a setting is missing or wrong
  DesktopError        the desktop lacks or refuses something
    LogUnavailable      the call log, or what replaces it, cannot be used
  InACall             the softphone makes one call at a time
  TextChanged         the number on the screen came from a text that is another one now
  BeingCalled         the same number is being called at this moment
  NotSent             the call was stopped before anything was sent
  InternalError       a defect of the program, before anything was sent
  CallError           the PBX, or the connection to it
    NeverReached        nobody's phone rang
    Refused             the PBX said no, in its own words
    OutcomeUnknown      the request left and no clear answer came: a phone may be ringing
"""

from ..translation import tr


class DialerError(Exception):
    """A failure with words for a person.

    `message` says what happened and whether a phone may be ringing, `advice` what to do now.
    `phone_may_ring` is the machine-readable half of that.
    """

    phone_may_ring = False

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class NumberError(DialerError):
    """The text that should hold a phone number is at fault."""


class NotANumber(NumberError):
    """Nothing in the text reads as exactly one phone number."""


class SeveralNumbers(NumberError):
    """The text holds more than one number; `written` are they, as people write them."""

    def __init__(self, written: tuple[str, ...]) -> None:
        text = (
            tr("There are {count} numbers here: {numbers}.")
            if len(written) <= 5
            else tr("There are {count} numbers here: {numbers} and {more} more.")
        )
        super().__init__(
            text.format(count=len(written), numbers=", ".join(written[:5]), more=len(written) - 5),
            tr("Choose one of them."),
        )
        self.written = written


class NotCallable(NumberError):
    """A phone number that this PBX cannot take or that must never be dialled."""


class AccountError(DialerError):
    """Who is calling is not known."""


class NoAccount(AccountError):
    """No extension is stored."""


class KeyringLocked(AccountError):
    """The keyring is locked."""


class NoKeyring(AccountError):
    """There is no keyring, or none that keeps secrets safely."""


class AccountRefused(AccountError):
    """The given extension or password cannot be used."""


class SettingsError(DialerError):
    """A setting is missing, wrong, or locked."""


class DesktopError(DialerError):
    """The desktop lacks or refuses something; no call is concerned."""


class LogUnavailable(DesktopError):
    """The record of calls cannot be read or written: `message` says why."""


class InACall(DialerError):
    """A request to call came while the softphone is in a call or rings."""

    def __init__(self) -> None:
        super().__init__(
            tr("You are in a call. Nothing was sent."),
            tr("End the call, or decline it, then call again."),
        )


class NothingSelected(DialerError):
    """The hotkey was pressed on a text without a phone number."""

    def __init__(self) -> None:
        super().__init__(
            tr("The text that was selected or copied last has no phone number."),
            tr("Select or copy a number, then press the key again."),
        )


class TextChanged(DialerError):
    """The number on the screen came from a copied text that is another one now."""

    def __init__(self) -> None:
        super().__init__(
            tr("The copied text has changed since the number was offered. Nothing was called."),
            tr("Check the number that is offered now, then call again."),
        )


class NotSent(DialerError):
    """The call was stopped before anything was sent, so it may be placed again."""


class LineBusy(NotSent):
    """A call was asked for while another one is being sent."""

    def __init__(self) -> None:
        super().__init__(
            tr("Another call is being sent. Nothing more was sent."), tr("Wait for its outcome.")
        )


class BeingCalled(DialerError):
    """The same number is being called at this moment."""

    def __init__(self) -> None:
        super().__init__(
            tr("This number is being called right now. Nothing more was sent."),
            tr("Wait for the outcome of that call."),
        )


class Withdrawn(NotSent):
    """Whoever asked for the call took it back, or has left."""

    def __init__(self) -> None:
        super().__init__(
            tr("The call was withdrawn. Nothing was sent."), tr("Call again if you want to.")
        )


class ProgramEnds(NotSent):
    """A call was asked for, or waited for its turn, when the program ended."""

    def __init__(self) -> None:
        super().__init__(
            tr("Desktop Dialer is quitting. This call was not sent."),
            tr("Call again if you want to."),
        )


class InternalError(DialerError):
    """A defect of the program, before anything was sent."""

    def __init__(self) -> None:
        super().__init__(
            tr("Internal error in Desktop Dialer. Nothing was sent."),
            tr("The log has the details."),
        )


class CallError(DialerError):
    """The call was not accepted. `http_status` is None where no status line was read."""

    def __init__(self, message: str, advice: str = "", http_status: int | None = None) -> None:
        super().__init__(message, advice)
        self.http_status = http_status


class NeverReached(CallError):
    """No connection was made, so nobody's phone rang."""


class Refused(CallError):
    """The PBX answered that it will not place this call."""


class OutcomeUnknown(CallError):
    """The request began to leave and no clear answer came back: a phone may be ringing."""

    phone_may_ring = True
