"""Which line calls: the desk phone's, or the program's own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ...translation import tr
from ..widgets.marks import Mark
from ..widgets.status_label import StatusLabel

DESK_PHONE, WEBRTC = "desk_phone", "webrtc"
"""The values of the setting `call.line`."""


class LineChoice(QWidget):
    """Two lines to choose from; the second may be missing, and then says what adds it."""

    line_chosen = Signal(str)
    copy_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk_phone = QRadioButton(tr("My &desk phone rings, then the callee’s"))
        self.webrtc = QRadioButton(tr("I &talk in this program (softphone)"))
        self.reason = StatusLabel(selectable=True)
        self.command = QLineEdit()
        self.copy_button = QPushButton(tr("Cop&y"))
        self._adding = QWidget()
        self._lay_out()
        self.desk_phone.setChecked(True)
        self.desk_phone.toggled.connect(lambda: self.line_chosen.emit(self.line))
        self.copy_button.clicked.connect(lambda: self.copy_requested.emit(self.command.text()))
        self.show_unavailable("", "")

    @property
    def line(self) -> str:
        """The line chosen."""
        return WEBRTC if self.webrtc.isChecked() else DESK_PHONE

    def show_line(self, line: str) -> None:
        """Show the line of the setting."""
        (self.webrtc if line == WEBRTC else self.desk_phone).setChecked(True)

    def show_unavailable(self, reason: str, command: str) -> None:
        """Grey the second line because of `reason`, "" = it is there; `command` adds it."""
        self.webrtc.setEnabled(not reason)
        self.webrtc.setAccessibleDescription(reason)
        adding = tr("This command installs it:") if command else ""
        self.reason.show_words(Mark.INFO, f"{reason} {adding}".strip())
        self.reason.setVisible(bool(reason))
        self.command.setText(command)
        self.command.setCursorPosition(0)
        self._adding.setVisible(bool(reason and command))

    def _lay_out(self) -> None:
        self.command.setReadOnly(True)
        self.command.setAccessibleName(tr("The command that installs it"))
        self.copy_button.setAccessibleName(tr("Copy the command"))
        self.copy_button.setAutoDefault(False)
        adding = QHBoxLayout(self._adding)
        adding.setContentsMargins(0, 0, 0, 0)
        adding.addWidget(self.command, 1)
        adding.addWidget(self.copy_button)
        below = QVBoxLayout()
        below.setContentsMargins(22, 0, 0, 0)
        below.addWidget(self.reason)
        below.addWidget(self._adding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.desk_phone)
        column.addWidget(self.webrtc)
        column.addLayout(below)
