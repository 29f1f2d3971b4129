"""One number of the prompt: what it is, what the policy says, what will be sent, and Call."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...model.offer import Offered
from ...model.policy import Decision
from ...translation import tr
from ..dial.number_text import kind_and_country, written
from ..widgets.foreign_text import PlainLabel
from ..widgets.marks import Mark, colour_of


class PromptRow(QWidget):
    """Shows `offered` with its Call button."""

    call_pressed = Signal()

    def __init__(self, offered: Offered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._callable = offered.verdict.decision is not Decision.NEVER
        self._texts = QVBoxLayout()
        self._texts.setSpacing(2)
        self._add_number(written(offered.number))
        self._add_text(kind_and_country(offered.number))
        self._add_verdict(offered)
        self.call = self._call_button(offered)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._texts, stretch=1)
        layout.addWidget(self.call, alignment=Qt.AlignmentFlag.AlignTop)

    def allow_call(self, allowed: bool) -> None:
        """Whether a call can be made now, where the policy lets it."""
        self.call.setEnabled(allowed and self._callable)

    def _add_number(self, number: str) -> None:
        font = QFont(self.font())
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self._add_text(number).setFont(font)

    def _add_verdict(self, offered: Offered) -> None:
        verdict = offered.verdict
        if verdict.decision is Decision.NEVER:
            words = f"{verdict.words} {verdict.advice}".strip()
            self._add_text(words, colour_of(Mark.NO, self.palette()))
            return
        if verdict.reasons:
            self._add_text(verdict.words, colour_of(Mark.QUESTION, self.palette()))
        self._add_text(tr("The PBX will dial {callee}").format(callee=verdict.callee))

    def _add_text(self, text: str, colour: QColor | None = None) -> QLabel:
        label = PlainLabel(text, self)
        if colour:
            palette = QPalette(label.palette())
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            label.setPalette(palette)
        self._texts.addWidget(label)
        return label

    def _call_button(self, offered: Offered) -> QPushButton:
        button = QPushButton(tr("Call"), self)
        button.setAutoDefault(True)  # the Enter key presses it, too
        button.setEnabled(self._callable)
        button.setAccessibleName(tr("Call {key}").format(key=written(offered.number)))
        button.setAccessibleDescription(self._description(offered))
        button.clicked.connect(self.call_pressed)
        return button

    def _description(self, offered: Offered) -> str:
        """What the row says beside its number, for those who hear it."""
        verdict = offered.verdict
        sent = (
            tr("The PBX will dial {callee}").format(callee=verdict.callee) if verdict.callee else ""
        )
        parts = (kind_and_country(offered.number) + ".", verdict.words, verdict.advice, sent)
        return " ".join(part for part in parts if part)
