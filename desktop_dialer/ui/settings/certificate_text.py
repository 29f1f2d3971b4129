"""A certificate's contents, as people read and compare them."""

from PySide6.QtCore import QDateTime, QLocale, Qt

_PAIRS_IN_A_LINE = 16


def grouped(fingerprint: str) -> str:
    """64 hexadecimal digits → two lines of sixteen pairs (the form of `openssl x509`)."""
    digits = fingerprint.upper()
    pairs = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    lines = [pairs[at : at + _PAIRS_IN_A_LINE] for at in range(0, len(pairs), _PAIRS_IN_A_LINE)]
    return "\n".join(":".join(line) for line in lines)


def day_of(moment: str) -> str:
    """An ISO moment → the day here, such as "12 March 2034"; anything else as it is."""
    when = QDateTime.fromString(moment, Qt.DateFormat.ISODate)
    return QLocale().toString(when.toLocalTime().date(), "d MMMM yyyy") or moment
