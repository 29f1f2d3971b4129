"""The text for the state of the line, with its mark."""

from ...model.registration import Registered, Registration
from ...translation import tr
from ..widgets.marks import Mark

_MARKS = {
    Registered.OFF: Mark.NONE,
    Registered.STARTING: Mark.BUSY,
    Registered.YES: Mark.GOOD,
    Registered.RETRYING: Mark.WARNING,
    Registered.REFUSED: Mark.NO,
}


def registration_text(registration: Registration) -> tuple[Mark, str]:
    """Such as "Line: registered"; or what the line itself says, in whole sentences."""
    usual = {
        Registered.OFF: tr("Softphone: not in use"),
        Registered.STARTING: tr("Softphone: registering …"),
        Registered.YES: tr("Softphone: registered"),
        Registered.RETRYING: tr("Softphone: not registered, trying again"),
        Registered.REFUSED: tr("Softphone: registration refused"),
    }[registration.state]
    text = f"{registration.message or usual} {registration.advice}".strip()
    mark = _MARKS[registration.state]
    if registration.state is Registered.OFF and registration.message:
        mark = Mark.NO  # it was chosen, and cannot be used
    return mark, text
