"""Text beside a mark: how the windows show a state."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ...translation import tr
from .foreign_text import PlainLabel, shortened
from .marks import Mark, MarkSign

LONGEST = 480
"""Characters that are shown at once, some six lines; the rest is behind a button."""


class StatusLabel(QWidget):
    """A mark and words that wrap. The words are plain text: some come from the PBX."""

    def __init__(
        self, parent: QWidget | None = None, *, lines: int = 1, selectable: bool = False
    ) -> None:
        """`lines`: so much height is kept free, so that nothing jumps.

        `selectable`: the words can be marked and copied.
        """
        super().__init__(parent)
        self._quiet = False
        self._sign = MarkSign()
        self._sign.hide()
        self._whole = ""
        self._more: QPushButton | None = None
        # What can be selected is copied as it is, so no places to break it are put in.
        self._label = PlainLabel(longest_word=0) if selectable else PlainLabel()
        self._label.setMinimumHeight(lines * self._label.fontMetrics().lineSpacing())
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        if selectable:
            self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self._row = row

    @property
    def words(self) -> str:
        """The words shown, those behind the button too."""
        return self._whole

    @property
    def mark(self) -> Mark:
        """The mark shown."""
        return self._sign.mark

    def show_words(self, mark: Mark, words: str, *, quiet: bool = False) -> None:
        """Show `words`; `quiet` ones stand back, as hints do."""
        self._sign.show_mark(mark)
        self._sign.setVisible(mark is not Mark.NONE)
        self._whole = words
        self._label.show_text(shortened(words, LONGEST))
        if len(words) > LONGEST or self._more:
            self._show_more(needed=len(words) > LONGEST)
        self._quiet = quiet
        self._colour()

    def _show_more(self, *, needed: bool) -> None:
        if self._more is None:
            self._more = QPushButton(tr("More…"))
            self._more.setAutoDefault(False)
            self._more.setAccessibleName(tr("Show the full text"))
            self._more.clicked.connect(self._open_whole)
            self._row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignBottom)
        self._more.setVisible(needed)

    def _open_whole(self) -> None:
        from .whole_text import WholeText  # for a long text of the PBX, which is rare

        window = WholeText(self._whole, self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.open()

    def changeEvent(self, event: QEvent) -> None:  # Qt's name
        """See QWidget. A desktop may turn dark while we look on."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        palette = QPalette(self.palette())
        if self._quiet:
            colour = palette.color(QPalette.ColorRole.WindowText)
            colour.setAlphaF(0.72)
            palette.setColor(QPalette.ColorRole.WindowText, colour)
        self._label.setPalette(palette)


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader say `words`, if one listens."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
