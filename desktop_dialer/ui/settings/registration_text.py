"""The state of the line in words, with its mark."""

from PySide6.QtCore import QCoreApplication

from ...model.registration import Registered, Registration
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
    translate = QCoreApplication.translate
    usual = {
        Registered.OFF: translate("Line", "Line: not in use"),
        Registered.STARTING: translate("Line", "Line: registering …"),
        Registered.YES: translate("Line", "Line: registered"),
        Registered.RETRYING: translate("Line", "Line: not registered; it is tried again"),
        Registered.REFUSED: translate("Line", "Line: not registered: the PBX refuses"),
    }[registration.state]
    told = f"{registration.message or usual} {registration.advice}".strip()
    mark = _MARKS[registration.state]
    if registration.state is Registered.OFF and registration.message:
        mark = Mark.NO  # it was chosen, and cannot be used
    return mark, told
