"""Sizes of type, relative to the desktop's own."""

from PySide6.QtWidgets import QWidget


def enlarge(widget: QWidget, factor: float) -> None:
    """Set the widget's font to `factor` times its size."""
    font = widget.font()
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * factor)
    else:  # the desktop's font is given in pixels
        font.setPixelSize(round(font.pixelSize() * factor))
    widget.setFont(font)


def embolden(widget: QWidget) -> None:
    """Set the widget's font in bold."""
    font = widget.font()
    font.setBold(True)
    widget.setFont(font)
