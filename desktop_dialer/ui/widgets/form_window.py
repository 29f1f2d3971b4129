"""A window with a form, Save and Close, and a line that shows the result of saving."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...translation import tr
from .form_field import FormField
from .form_sheet import FormSheet
from .marks import Mark
from .placement import put_on_screen
from .status_label import StatusLabel, announce
from .theme import app_icon


class FormWindow(QDialog):
    """Save is what Enter does. A subclass calls `show_form` once, and `tell_saving` to begin."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowIcon(app_icon())
        self.setWindowTitle(title)
        self._sheet = FormSheet()
        self._fields: dict[str, FormField] = {}
        self.status = StatusLabel(lines=2)
        self.save_button = QPushButton(tr("S&ave"))
        self.save_button.setDefault(True)
        self.close_button = QPushButton(tr("C&lose"))
        self.close_button.clicked.connect(self.reject)

    def show_form(self, sheet: FormSheet, fields: dict[str, FormField], *above: QWidget) -> None:
        """Lay everything out. `fields`: those that may be faulty; `above` does not scroll."""
        self._sheet, self._fields = sheet, fields
        buttons = QHBoxLayout()
        buttons.addWidget(self.status, 1)
        buttons.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignBottom)
        buttons.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        for widget in above:
            column.addWidget(widget)
        column.addWidget(sheet.in_scroll_area(), 1)
        column.addLayout(buttons)
        width = 92 * self.fontMetrics().averageCharWidth()
        lines = 5 + 4 * len(above)
        height = sheet.heightForWidth(width) + lines * self.fontMetrics().height()
        put_on_screen(self, QSize(width, height))

    def show_fault(self, key: str, words: str, advice: str = "") -> None:
        """Show what went wrong, at the field `key` if there is one; what was typed stays."""
        self._set_editable(True)
        text = f"{words} {advice}".strip()
        if field := self._fields.get(key):
            field.mark_faulty(text)
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_result(Mark.NO, tr("Not saved: see the marked field."))
        else:
            self.save_button.setFocus()  # Close got it meanwhile, and Enter must not lose it all
            self._show_result(Mark.NO, text)

    def tell_faults(self) -> None:
        """Say that fields are marked."""
        self._show_result(Mark.NO, tr("Not saved: see the marked fields."))

    def tell_saving(self, words: str) -> None:
        """Say that saving is under way; nothing can be changed meanwhile."""
        self._set_editable(False)
        self._show_result(Mark.BUSY, words)

    def tell_saved(self, words: str) -> None:
        """Say that everything is kept. Enter closes the window next."""
        self._set_editable(True)
        self._show_result(Mark.GOOD, words)
        self.close_button.setFocus()

    def _set_editable(self, editable: bool) -> None:
        self._sheet.setEnabled(editable)
        self.save_button.setEnabled(editable)

    def _show_result(self, mark: Mark, words: str) -> None:
        self.status.show_words(mark, words)
        announce(self, words)
