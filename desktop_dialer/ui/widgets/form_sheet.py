"""A form: sections of labelled fields in one grid, so that everything lines up."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from .fonts import embolden
from .form_field import FormField

_COLUMNS = 4


class FormSheet(QWidget):
    """Rows of one or two labelled fields; notes are below, as wide as the sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._row = 0

    def add_section(self, title: str) -> None:
        """A heading."""
        if self._row:
            self._grid.setRowMinimumHeight(self._row, 8)
            self._row += 1
        heading = QLabel(title)
        embolden(heading)
        self._grid.addWidget(heading, self._row, 0, 1, _COLUMNS)
        self._row += 1

    def add_fields(self, *labelled: tuple[str, FormField]) -> None:
        """A row of one field over the whole width, or two. Labels carry the mnemonics."""
        width = 1 if len(labelled) > 1 else _COLUMNS - 1
        for index, (words, field) in enumerate(labelled):
            label = QLabel(words)
            label.setBuddy(field.editor)
            self._grid.addWidget(label, self._row, 2 * index)
            self._grid.addWidget(field.editor, self._row, 2 * index + 1, 1, width)
        self._row += 1
        for _, field in labelled:
            self._grid.addWidget(field.note, self._row, 1, 1, _COLUMNS - 1)
            self._row += 1

    def add_wide(self, widget: QWidget, column: int = 1) -> None:
        """A widget of its own, from `column` to the right edge."""
        self._grid.addWidget(widget, self._row, column, 1, _COLUMNS - column)
        self._row += 1

    def in_scroll_area(self) -> QScrollArea:
        """This sheet, scrolling where the screen is too small for it."""
        self._grid.setRowStretch(self._row, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        area.setWidget(self)
        return area
