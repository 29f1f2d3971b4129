"""Marks: small signs whose shape says as much as their colour, drawn, so sharp at any scale."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget


class Mark(Enum):
    """What a sign says."""

    NONE = "none"
    GOOD = "disc with a tick"
    QUESTION = "diamond with a question mark"
    WARNING = "triangle with an exclamation mark"
    NO = "octagon with a cross"
    INFO = "ring with an i"
    BUSY = "ring with three dots"


# Each with 4.5:1 and more against its window (WCAG 2.2 asks for 3:1 in 1.4.11): for light
# palettes and for dark ones.
_COLOURS = {
    Mark.GOOD: ("#176f31", "#57c76a"),
    Mark.QUESTION: ("#7a4f00", "#f2bd62"),
    Mark.WARNING: ("#7a4f00", "#f2bd62"),
    Mark.NO: ("#a8201a", "#ff9a91"),
    Mark.INFO: ("#57606a", "#a9b1ba"),
    Mark.BUSY: ("#0a63c9", "#6cb0ff"),
}
_DIAMOND = ((8, 0.4), (15.6, 8), (8, 15.6), (0.4, 8))
_TRIANGLE = ((8, 0.8), (15.8, 15), (0.2, 15))
_OCTAGON = ((4.9, 0.6), (11.1, 0.6), (15.4, 4.9), (15.4, 11.1),
            (11.1, 15.4), (4.9, 15.4), (0.6, 11.1), (0.6, 4.9))  # fmt: skip
_LETTERS = {Mark.QUESTION: "?", Mark.WARNING: "!", Mark.INFO: "i"}


def is_dark(palette: QPalette) -> bool:
    """Whether windows of this palette are dark."""
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def colour_of(mark: Mark, palette: QPalette) -> QColor:
    """The colour of a mark on windows of this palette."""
    light, dark = _COLOURS[mark]
    return QColor(dark if is_dark(palette) else light)


class MarkSign(QWidget):
    """One mark, as high as a line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = Mark.NONE
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def mark(self) -> Mark:
        """What is shown."""
        return self._mark

    def show_mark(self, mark: Mark) -> None:
        """Show `mark`."""
        self._mark = mark
        self.update()

    def sizeHint(self) -> QSize:  # Qt's name
        """See QWidget."""
        side = self.fontMetrics().height()
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's name
        """See QWidget."""
        if self._mark is Mark.NONE:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) - 2
        painter.translate((self.width() - side) / 2, (self.height() - side) / 2)
        painter.scale(side / 16, side / 16)
        paint(painter, self._mark, colour_of(self._mark, self.palette()), self._inner())
        painter.end()

    def _inner(self) -> QColor:
        return QColor("#1b1b1b" if is_dark(self.palette()) else "#ffffff")


def paint(painter: QPainter, mark: Mark, colour: QColor, inner: QColor) -> None:
    """Draw `mark` into the square from 0,0 to 16,16; `inner` is the colour of the sign in it."""
    _paint_shape(painter, mark, colour)
    if mark in _LETTERS:
        _paint_letter(painter, _LETTERS[mark], colour if mark is Mark.INFO else inner, mark)
    elif mark is Mark.BUSY:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for x in (4.6, 8, 11.4):
            painter.drawEllipse(QPointF(x, 8), 1.2, 1.2)
    else:
        painter.setPen(
            QPen(inner, 1.9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                 Qt.PenJoinStyle.RoundJoin)
        )  # fmt: skip
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if mark is Mark.GOOD:
            painter.drawPolyline(_polygon(((4.4, 8.4), (7, 11), (11.8, 5.4))))
        else:
            painter.drawLine(QPointF(5.2, 5.2), QPointF(10.8, 10.8))
            painter.drawLine(QPointF(10.8, 5.2), QPointF(5.2, 10.8))


def _paint_shape(painter: QPainter, mark: Mark, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    outlines = {Mark.QUESTION: _DIAMOND, Mark.WARNING: _TRIANGLE, Mark.NO: _OCTAGON}
    if mark in outlines:
        painter.drawPolygon(_polygon(outlines[mark]))
    elif mark is Mark.GOOD:
        painter.drawEllipse(QRectF(0.4, 0.4, 15.2, 15.2))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.4))
        painter.drawEllipse(QRectF(0.9, 0.9, 14.2, 14.2))


def _paint_letter(painter: QPainter, letter: str, colour: QColor, mark: Mark) -> None:
    font = painter.font()
    font.setPixelSize(11)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(colour)
    lower = 1.6 if mark is Mark.WARNING else 0
    painter.drawText(QRectF(0, lower, 16, 16), Qt.AlignmentFlag.AlignCenter, letter)


def _polygon(points: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])
