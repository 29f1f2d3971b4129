"""The states of the registration as messages for the agent."""

from ...model.registration import Registered, Registration
from ...translation import tr, tr_later, tr_plural
from ..response_text import one_line
from .engine_presence import adding_command
from .events import CertificateUntrusted, Fatal, RegistrationChanged
from .refusals import FORBIDDEN, NO_CALLS, pbx_said, registration_refused

OFF = Registration()
_UNTIL_THEN = tr_later("Until then you cannot make or receive calls here.")


def starting() -> Registration:
    """A process is started to register with."""
    return Registration(Registered.STARTING, tr("The softphone is registering at the PBX."))


def registration_after(event: RegistrationChanged, before: Registration) -> Registration:
    """The registration that the phone reported, after the one before it."""
    match event.state:
        case "registered":
            return _registered(event)
        case "refused":
            refusal = registration_refused(event.code, event.errors, event.reason, event.asks)
            return Registration(Registered.REFUSED, refusal.message, refusal.advice)
        case _:
            first_try = not (event.code or event.reason or event.errors or event.seconds)
            if first_try and before.state in (Registered.OFF, Registered.STARTING):
                return starting()
            return _retrying(event)


def stopped(pause_s: float, reason: str) -> Registration:
    """The phone process has stopped, for that reason; it restarts after the pause."""
    text = tr_plural(
        "{reason} It restarts in {count} second.",
        "{reason} It restarts in {count} seconds.",
        _seconds(pause_s),
    ).format(reason=reason, count=_seconds(pause_s))
    return Registration(
        Registered.RETRYING,
        f"{text} {tr(_UNTIL_THEN)}",
        tr("Wait for it. If it keeps happening, use the desk phone."),
    )


def unusable(event: Fatal) -> Registration:
    """The phone process cannot run here."""
    reason = one_line(event.reason)
    end = "" if reason.endswith((".", "!", "?", "…")) else "."
    text = tr("The softphone cannot be used here: {reason}").format(reason=f"{reason}{end}")
    return Registration(
        Registered.OFF,
        f"{text} {tr(NO_CALLS)}",
        tr(
            "Use the desk phone. For the softphone, install what is missing, then restart the "
            "program: {command}"
        ).format(command=adding_command()),
    )


def untrusted(event: CertificateUntrusted) -> Registration:
    """The server's certificate was not accepted."""
    fault = one_line(event.fault, 100)
    text = (
        tr("The certificate of the PBX is not trusted ({fault}). Nothing was sent.")
        if fault
        else tr("The certificate of the PBX is not trusted. Nothing was sent.")
    ).format(fault=fault)
    return Registration(
        Registered.REFUSED,
        f"{text} {tr(NO_CALLS)}",
        tr(
            "Compare its fingerprint with the one your supervisor gives you, and trust it only if "
            "they are the same. To be asked again, press Save under “Line and sound”."
        ),
    )


def without_account(message: str, advice: str) -> Registration:
    """There is no extension or password to register with."""
    return Registration(Registered.OFF, f"{message} {tr(NO_CALLS)}", advice)


def unavailable_reason(registration: Registration) -> str:
    """Why the softphone cannot call, without the sentence that says that it cannot."""
    reason = registration.message.removesuffix(tr(_UNTIL_THEN)).removesuffix(tr(NO_CALLS)).strip()
    return reason or tr("The softphone is not in use.")


def _registered(event: RegistrationChanged) -> Registration:
    text = tr("The softphone is registered at the PBX.")
    if not event.elsewhere:
        return Registration(Registered.YES, text)
    return Registration(
        Registered.YES,
        f"{text} {tr('This extension is also used elsewhere.')}",
        tr(
            "Incoming calls may ring only there. If it should not use your extension, close the "
            "other program or sign out the other phone."
        ),
    )


def _retrying(event: RegistrationChanged) -> Registration:
    # Without a code the reason is the socket's, such as 1006: it is only logged.
    text = tr("The PBX cannot be reached.")
    advice = tr("Wait, or check the network and the server's settings.")
    code = f"{event.code} {one_line(event.reason, 60)}".strip()
    if event.code == FORBIDDEN or event.elsewhere:
        text = tr(
            "The PBX does not accept the registration now ({code}): the extension may be "
            "registered elsewhere, or the PBX does not allow it here."
        ).format(code=code)
        advice = tr(
            "Close other programs and phones that use your extension, and wait. If that does not "
            "help, show this message to your supervisor."
        )
    elif event.code:
        text = tr("The PBX does not accept the registration now ({code}).").format(code=code)
    seconds = _seconds(event.seconds)
    next_try = (
        tr_plural(
            "The softphone tries again in {count} second.",
            "The softphone tries again in {count} seconds.",
            seconds,
        ).format(count=seconds)
        if event.seconds
        else tr("The softphone is trying again.")
    )
    said = pbx_said(event.errors)
    return Registration(Registered.RETRYING, f"{said}{text} {next_try} {tr(_UNTIL_THEN)}", advice)


def _seconds(seconds: float) -> int:
    return max(1, round(seconds))
