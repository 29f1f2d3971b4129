"""RegistrationState: whether the softphone is registered at the PBX."""

import logging

from ...model.errors import DialerError, NeverReached
from ...model.registration import Certificate, Registered, Registration
from ...translation import tr
from ..response_text import one_line
from . import registration_text
from .events import CertificateUntrusted, Fatal, RegistrationChanged
from .ports import PhoneHooks

_log = logging.getLogger(__name__)


class RegistrationState:
    """Owns the registration as it is shown."""

    def __init__(self, hooks: PhoneHooks) -> None:
        self.now = registration_text.OFF
        self._hooks = hooks
        self._untrusted: set[str] = set()
        """Fingerprints of the certificates that the agent was asked about."""

    def ask_again(self) -> None:
        """The softphone is used again: the agent may be asked about a certificate once more."""
        self._untrusted.clear()

    def start(self) -> None:
        """A phone process is being started."""
        self._show(registration_text.starting())

    def stop(self) -> None:
        """The softphone is not in use any more."""
        self._show(registration_text.OFF)

    def handle(self, event: RegistrationChanged | CertificateUntrusted | Fatal) -> None:
        """Update the registration from an event of the phone process."""
        match event:
            case RegistrationChanged(state="trying") if self._is_untrusted:
                pass  # the page tries again and again, but the certificate stays the same
            case RegistrationChanged():
                reason = one_line(event.reason, 60)
                _log.info("registration: %s %s %s", event.state, event.code or "", reason)
                self._show(registration_text.registration_after(event, self.now))
            case CertificateUntrusted():
                self._handle_untrusted(event)
            case Fatal():
                _log.error("the phone process cannot run: %s", one_line(event.reason))
                self._show(registration_text.unusable(event))

    def process_stopped(self, pause_s: float, reason: str) -> None:
        """The process has stopped, for that reason; the next one starts after the pause."""
        self._show(registration_text.stopped(pause_s, reason))

    def account_missing(self, error: Exception) -> None:
        """There is no extension and password to register with."""
        if isinstance(error, DialerError):
            self._show(registration_text.without_account(error.message, error.advice))
            return
        _log.error("the account could not be loaded: %s", type(error).__name__)
        self._show(
            registration_text.without_account(
                tr("Your extension and its password could not be read."),
                tr("Enter them again under “Settings”. The log has the details."),
            )
        )

    def check(self) -> None:
        """Raises NeverReached, with the reason, where the line is not registered."""
        if self.now.state is not Registered.YES:
            raise NeverReached(
                tr("The call was not sent: {reason} No phone rang.").format(
                    reason=registration_text.unavailable_reason(self.now)
                ),
                self.now.advice or tr("Wait until the softphone is registered, then call again."),
            )

    @property
    def _is_untrusted(self) -> bool:
        return bool(self._untrusted) and self.now.state is Registered.REFUSED

    def _handle_untrusted(self, event: CertificateUntrusted) -> None:
        self._show(registration_text.untrusted(event))
        if event.fingerprint not in self._untrusted:
            self._untrusted.add(event.fingerprint)
            texts = map(one_line, (event.subject, event.issuer, event.expires, event.fault))
            self._hooks.certificate_untrusted(Certificate(event.fingerprint, *texts))

    def _show(self, registration: Registration) -> None:
        if registration != self.now:
            self.now = registration
            self._hooks.registration_changed()
