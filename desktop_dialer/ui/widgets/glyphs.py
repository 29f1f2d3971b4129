"""Signs for buttons: one drawing each, in the colour of the words beside it.

Drawn for the widget's own pixel ratio, so sharp at every scale, and light on dark windows.
"""

from functools import cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from ...resources import resources


@cache
def _drawing(name: str) -> QIcon:
    return QIcon(str(resources() / "icons" / f"call-{name}.svg"))


def glyph(name: str, side: int, ratio: float, colour: QColor) -> QPixmap:
    """The drawing `call-<name>.svg` in `colour`; `side` in logical pixels."""
    pixmap = _drawing(name).pixmap(QSize(side, side), ratio)
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), colour)
    painter.end()
    return pixmap
