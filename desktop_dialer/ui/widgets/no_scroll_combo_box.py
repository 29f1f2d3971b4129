"""A choice that scrolling over it does not change."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class NoScrollComboBox(QComboBox):
    """A combo box that leaves the wheel to what it is in."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # Qt's name
        """Leave the wheel to the sheet."""
        event.ignore()
