"""The prompt's contents for one offer: a question, a row for each number, Ignore."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ...model.call import CallSource
from ...model.offer import Offer
from ...model.policy import Decision
from ...translation import tr
from ..widgets.theme import app_icon
from .row import PromptRow

_WIDTH_IN_CHARACTERS = 60
_ICON_SIDE = 24
_BAR_GAP = 8


class PromptContents(QWidget):
    """The widgets for `offer`; more numbers than `screen` has room for can be scrolled to."""

    call_pressed = Signal(int)
    """The index in Offer.numbers."""
    ignore_pressed = Signal()

    def __init__(self, offer: Offer, screen: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = [PromptRow(offered, self) for offered in offer.numbers]
        for index, row in enumerate(self._rows):
            row.call_pressed.connect(lambda index=index: self.call_pressed.emit(index))
        self._ignore = self._ignore_button()
        self._asked = self._question(offer)
        self._header_words = QLabel(self._asked, self)
        width = self.fontMetrics().averageCharWidth() * _WIDTH_IN_CHARACTERS
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(self._header())
        layout.addWidget(_scrollable(self._rows, width, screen.height() * 6 // 10))
        layout.addWidget(self._ignore, alignment=Qt.AlignmentFlag.AlignRight)

    @property
    def buttons(self) -> list[QPushButton]:
        """Call of each number, then Ignore: the order of the Tab key."""
        return [*(row.call for row in self._rows), self._ignore]

    def show_not_now(self, words: str) -> None:
        """Say why nothing can be called while another call lives; "" = it can again."""
        self._header_words.setText(words or self._asked)
        for row in self._rows:
            row.allow_call(not words)

    def _header(self) -> QHBoxLayout:
        header = QHBoxLayout()
        header.addWidget(_AppIcon(self))
        header.addWidget(self._header_words, stretch=1)
        return header

    def _question(self, offer: Offer) -> str:
        if all(offered.verdict.decision is Decision.NEVER for offered in offer.numbers):
            return tr("This cannot be called.")
        if offer.source is CallSource.LINK:
            return tr("A link asks for a call.")
        if len(offer.numbers) == 1:
            return tr("Call this number?")
        return tr("Call one of these {count} numbers?").format(count=len(offer.numbers))

    def _ignore_button(self) -> QPushButton:
        button = QPushButton(tr("Ignore"), self)
        button.setAutoDefault(True)  # the Enter key presses it, too
        button.setAccessibleName(tr("Ignore this offer"))
        button.clicked.connect(self.ignore_pressed)
        return button


class _AppIcon(QWidget):
    """Painted, not a pixmap, so that it is sharp at every pixel ratio."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(_ICON_SIDE, _ICON_SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        app_icon().paint(QPainter(self), self.rect())


def _scrollable(rows: list[PromptRow], width: int, highest: int) -> QScrollArea:
    """The rows one below the other, `width` wide and at most `highest` high."""
    list_widget = QWidget()
    layout = QVBoxLayout(list_widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    for row in rows:
        layout.addWidget(row)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(list_widget)
    height = layout.totalHeightForWidth(width)
    if height > highest:
        layout.setContentsMargins(0, 0, _BAR_GAP, 0)
        width += _BAR_GAP + area.verticalScrollBar().sizeHint().width()
    area.setFixedSize(width, min(height, highest))
    return area
