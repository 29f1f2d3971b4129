"""How well one colour can be read on another."""

from PySide6.QtGui import QColor


def contrast(one: str, other: str) -> float:
    """1 (the same) to 21 (black on white), as WCAG 2.2 defines it. Colours as "#rrggbb"."""
    dark, light = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = map(_linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
