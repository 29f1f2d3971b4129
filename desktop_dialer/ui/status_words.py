"""Titles for what became of a call. None of them says "connected": the PBX never tells."""

from PySide6.QtCore import QCoreApplication

from ..dialling.call import Status


def status_title(status: Status) -> str:
    """Two or three words for a list or a window's title."""
    translate = QCoreApplication.translate
    match status:
        case Status.ACCEPTED:
            return translate("Status", "Accepted")
        case Status.REFUSED:
            return translate("Status", "Refused")
        case Status.UNREACHED:
            return translate("Status", "PBX never reached")
        case Status.UNKNOWN:
            return translate("Status", "Outcome not known")
