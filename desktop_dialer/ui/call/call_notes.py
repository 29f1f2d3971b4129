"""Lines with marks, one below the other, that scroll where there is no room for them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ..widgets.status_label import StatusLabel
from .call_text import Note

_LEAST_LINES = 2


def settle(widget: QWidget) -> None:
    """Have the size that `widget` asks for known at once, not one turn of the event loop later."""
    for part in (*reversed(widget.findChildren(QWidget)), widget):
        layout = part.layout()
        if layout:
            layout.activate()
        part.updateGeometry()


class CallNotes(QScrollArea):
    """As high as its notes while the window allows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[StatusLabel] = []
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(self._sheet)
        self.hide()

    @property
    def shown(self) -> list[Note]:
        """The notes shown."""
        return [(line.mark, line.words) for line in self._lines if not line.isHidden()]

    def show_notes(self, notes: list[Note], quality: Note | None) -> None:
        """Show `notes`, and `quality` quietly below them."""
        shown = [*notes, *([quality] if quality else [])]
        while len(self._lines) < len(shown):
            line = StatusLabel()
            self._lines.append(line)
            self._column.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(shown))
            if at < len(shown):
                line.show_words(*shown[at], quiet=at >= len(notes))
        self.setVisible(bool(shown))

    def height_for(self, width: int) -> int:
        """The height that all notes have in `width`."""
        if self.isHidden():
            return 0
        for line in self._lines:
            settle(line)
        return self._column.totalHeightForWidth(width)

    def fit(self, width: int, spare: int) -> None:
        """Take the height of all notes in `width`, or `spare` where that is less."""
        least = _LEAST_LINES * self.fontMetrics().lineSpacing()
        whole, allowed = self.height_for(width), max(spare, least)
        policy = Qt.ScrollBarPolicy  # a bar that comes for a moment makes words wrap, and stays
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if whole <= allowed else policy.ScrollBarAsNeeded
        )
        self.setFixedHeight(min(whole, allowed))
