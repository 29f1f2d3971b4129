"""The state of the line in words, with its mark."""

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
        Registered.OFF: tr("Line: not in use"),
        Registered.STARTING: tr("Line: registering …"),
        Registered.YES: tr("Line: registered"),
        Registered.RETRYING: tr("Line: not registered; it is tried again"),
        Registered.REFUSED: tr("Line: not registered: the PBX refuses"),
    }[registration.state]
    told = f"{registration.message or usual} {registration.advice}".strip()
    mark = _MARKS[registration.state]
    if registration.state is Registered.OFF and registration.message:
        mark = Mark.NO  # it was chosen, and cannot be used
    return mark, told
