"""RegistrationState: whether the PBX knows where the agent is."""

import logging

from ...model.errors import DialerError, NeverReached
from ...model.registration import Certificate, Registered, Registration
from ...translation import tr
from ..response_text import one_line
from . import registration_text as words
from .events import CertificateUntrusted, Fatal, RegistrationChanged
from .ports import PhoneHooks

_log = logging.getLogger(__name__)


class RegistrationState:
    """Owns the registration as it is shown."""

    def __init__(self, hooks: PhoneHooks) -> None:
        self.now = words.OFF
        self._hooks = hooks
        self._doubted: set[str] = set()

    def forget_doubts(self) -> None:
        """The line is taken into use again: a certificate may be asked about once more."""
        self._doubted.clear()

    def start(self) -> None:
        """A process is started to register with."""
        self._show(words.starting())

    def stop(self) -> None:
        """The line is left."""
        self._show(words.OFF)

    def take(self, event: RegistrationChanged | CertificateUntrusted | Fatal) -> None:
        """Take what the phone tells of it."""
        match event:
            case RegistrationChanged(state="trying") if self._is_doubted:
                pass  # it goes on trying, and the certificate stays what it is
            case RegistrationChanged():
                why = one_line(event.reason, 60)
                _log.info("registration: %s %s %s", event.state, event.code or "", why)
                self._show(words.registration_after(event, self.now))
            case CertificateUntrusted():
                self._doubt(event)
            case Fatal():
                _log.error("the phone process cannot run: %s", one_line(event.reason))
                self._show(words.hopeless(event))

    def fall(self, pause_s: float, why: str) -> None:
        """There is no process, for that reason; the next one starts after the pause."""
        self._show(words.fallen(pause_s, why))

    def miss_account(self, error: Exception) -> None:
        """There is nothing to register with."""
        if isinstance(error, DialerError):
            self._show(words.without_account(error.message, error.advice))
            return
        _log.error("the account could not be loaded: %s", type(error).__name__)
        self._show(
            words.without_account(
                tr("Your extension and its password could not be read."),
                tr("Enter them again under “Settings”. The log has the details."),
            )
        )

    def check(self) -> None:
        """Raises NeverReached, with the reason, where the line is not registered."""
        if self.now.state is not Registered.YES:
            raise NeverReached(
                tr("The call was not sent: {reason} No phone rang.").format(
                    reason=words.cause_of(self.now)
                ),
                self.now.advice or tr("Wait until the softphone is registered, then call again."),
            )

    @property
    def _is_doubted(self) -> bool:
        return bool(self._doubted) and self.now.state is Registered.REFUSED

    def _doubt(self, event: CertificateUntrusted) -> None:
        self._show(words.doubted(event))
        if event.fingerprint not in self._doubted:
            self._doubted.add(event.fingerprint)
            told = (event.subject, event.issuer, event.expires, event.fault)
            self._hooks.certificate_doubted(
                Certificate(event.fingerprint, *(one_line(text) for text in told))
            )

    def _show(self, registration: Registration) -> None:
        if registration != self.now:
            self.now = registration
            self._hooks.registration_changed()
