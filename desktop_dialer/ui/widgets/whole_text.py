"""A long text of others, opened in full."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ...translation import tr
from .placement import put_on_screen


class WholeText(QDialog):
    """Shows `text` where it can be scrolled, selected and copied. Escape closes it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Full text"))
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Full text"))
        self.text.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(self.text)
        column.addWidget(buttons)
        metrics = self.fontMetrics()
        put_on_screen(self, QSize(70 * metrics.averageCharWidth(), 16 * metrics.height()))
