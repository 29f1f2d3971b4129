"""The states of the line in words, as the agent sees them."""

from ...model.registration import Registered, Registration
from ..response_text import one_line
from .engine_presence import adding_command
from .events import CertificateUntrusted, Fatal, RegistrationChanged
from .refusals import FORBIDDEN, NO_CALLS, pbx_said, registration_refused

OFF = Registration()
STARTING = Registration(Registered.STARTING, "The line is being registered at the PBX.")
_YES = Registration(Registered.YES, "The line is registered at the PBX.")
_SHARED = Registration(
    Registered.YES,
    f"{_YES.message} This extension is also used elsewhere.",
    "Incoming calls may ring only there. Close the other program, or sign the other phone out, if "
    "it should not have your extension.",
)
_UNTIL_THEN = "Until then you cannot call or be called here."


def registration_after(event: RegistrationChanged, before: Registration) -> Registration:
    """The registration that the phone told, after the one before it."""
    match event.state:
        case "registered":
            return _SHARED if event.elsewhere else _YES
        case "refused":
            told = registration_refused(event.code, event.errors, event.reason, event.asks)
            return Registration(Registered.REFUSED, told.message, told.advice)
        case _:
            fresh = not (event.code or event.reason or event.errors or event.seconds)
            if fresh and before.state in (Registered.OFF, Registered.STARTING):
                return STARTING
            return _retrying(event)


def fallen(pause_s: float, why: str) -> Registration:
    """There is no phone process, for that reason; one starts after the pause."""
    return Registration(
        Registered.RETRYING,
        f"{why} It starts again {_in(pause_s)}. {_UNTIL_THEN}",
        "Wait for it; if it happens again and again, use the desk phone.",
    )


def hopeless(event: Fatal) -> Registration:
    """The phone process cannot run here."""
    reason = one_line(event.reason)
    end = "" if reason.endswith((".", "!", "?", "…")) else "."
    return Registration(
        Registered.OFF,
        f"Talking in the program is not possible here: {reason}{end} {NO_CALLS}",
        "Use the desk phone. To talk here, install what is missing, then start the program again: "
        f"{adding_command()}",
    )


def doubted(event: CertificateUntrusted) -> Registration:
    """The server's certificate was not accepted."""
    fault = f" ({one_line(event.fault, 100)})" if event.fault else ""
    return Registration(
        Registered.REFUSED,
        f"Nobody vouches for the PBX's certificate{fault}. Nothing was sent. {NO_CALLS}",
        "Compare its fingerprint with the one your supervisor gives you, and accept it only if "
        "they are the same. To be asked again, press Save under “Line and sound”.",
    )


def without_account(message: str, advice: str) -> Registration:
    """There is no extension or password to register with."""
    return Registration(Registered.OFF, f"{message} {NO_CALLS}", advice)


def cause_of(registration: Registration) -> str:
    """Why there is no line, for who has just tried to call: that it cannot be done is known."""
    why = registration.message.removesuffix(_UNTIL_THEN).removesuffix(NO_CALLS).strip()
    return why or "The line is not in use."


def _retrying(event: RegistrationChanged) -> Registration:
    said = pbx_said(event.errors)
    # The reason is the socket's, such as 1006, and in the log.
    what, advice = "The PBX is not reached", "Wait, or check the network and the server's settings."
    inside = f"{event.code} {one_line(event.reason, 60)}".strip()
    if event.code == FORBIDDEN or event.elsewhere:
        what = (
            f"The PBX does not take the registration now ({inside}): the extension may be "
            "registered elsewhere, or the PBX does not allow it here"
        )
        advice = (
            "Close other programs and phones that use your extension, and wait. If it stays so, "
            "show these words to your supervisor."
        )
    elif event.code:
        what = f"The PBX does not take the registration now ({inside})"
    return Registration(
        Registered.RETRYING,
        f"{said}{what}. The line tries again {_in(event.seconds)}. {_UNTIL_THEN}",
        advice,
    )


def _in(seconds: float) -> str:
    return f"in {max(1, round(seconds))} s" if seconds else "now"
