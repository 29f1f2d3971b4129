"""How loud the microphone is: a bar that a screen reader can read as one, too."""

from math import log10

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from ...translation import tr
from .marks import Mark, colour_of

_QUIETEST_DB = -60.0
_LOUD = 90
"""Percent; above it a voice is cut off soon."""
_CELLS = 20


class LevelMeter(QProgressBar):
    """Shows a level on a scale of decibels, as ears hear it. It paints, and has no timer.

    `meter_requested`: True when it comes into view, False when it goes.
    """

    meter_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._in_view = False
        self.setRange(0, 100)
        self.setValue(0)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Microphone level"))

    def show_level(self, level: float) -> None:
        """Show `level`: 0 (silence) to 1 (as loud as can be), linear."""
        self.setValue(percent_of(level))

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        """See QWidget."""
        super().showEvent(event)
        self._come_into_view(True)

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        """See QWidget. A minimised window counts as hidden."""
        super().hideEvent(event)
        self._come_into_view(False)

    def sizeHint(self) -> QSize:  # Qt's name
        """See QWidget."""
        return QSize(120, round(0.8 * self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's name
        """See QWidget."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        palette = self.palette()
        empty = palette.color(QPalette.ColorRole.WindowText)
        empty.setAlphaF(0.18)
        width = self.width() / _CELLS
        for cell in range(_CELLS):
            reached = cell * 100 // _CELLS
            mark = Mark.WARNING if reached >= _LOUD else Mark.GOOD
            painter.setBrush(colour_of(mark, palette) if reached < self.value() else empty)
            painter.drawRect(QRectF(cell * width, 0, max(width - 2, 1), self.height()))
        painter.end()

    def _come_into_view(self, in_view: bool) -> None:
        if in_view != self._in_view:
            self._in_view = in_view
            self.setValue(0)
            self.meter_requested.emit(in_view)


def percent_of(level: float) -> int:
    """0 to 100 percent of the scale; -60 dB and less is 0."""
    if level <= 0:
        return 0
    loudness = 20 * log10(min(level, 1.0))
    return max(0, round(100 * (1 - loudness / _QUIETEST_DB)))
