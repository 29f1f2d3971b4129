"""A choice that scrolling over it does not change."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class NoScrollComboBox(QComboBox):
    """A combo box that leaves the mouse wheel to the area around it."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # Qt's name
        """Leave the wheel to the sheet."""
        event.ignore()
