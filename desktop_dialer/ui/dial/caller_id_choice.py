"""The choice of the caller ID that the callee sees."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...numbers.own_numbers import caller_id_warning
from ...translation import tr
from ..widgets.marks import Mark
from ..widgets.status_label import StatusLabel


class CallerIdChoice(QWidget):
    """A list of caller IDs by name. Hidden where there is nothing to choose."""

    caller_id_chosen = Signal(str)
    """The ID as the PBX takes it, "" = none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: list[str] = []
        self.box = QComboBox()
        self.box.setAccessibleName(tr("Caller ID"))
        self.box.view().setAccessibleName(tr("Caller ID"))
        self.box.setAccessibleDescription(tr("The number that the person you call sees"))
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(28)
        self.box.activated.connect(self._choose)
        label = QLabel(tr("Caller &ID:"))
        label.setBuddy(self.box)
        self.warning = StatusLabel()
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.box)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.warning)
        self.hide()

    def show_caller_ids(self, named: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Offer the (name, ID) pairs; `chosen` is offered too when it is none of them."""
        entries = [(tr("{name} ({id})").format(name=name, id=id_), id_) for name, id_ in named]
        if chosen not in (id_ for _, id_ in named):
            entries.insert(0, (chosen or tr("None: the provider chooses"), chosen))
        self._ids = [id_ for _, id_ in entries]
        self.box.clear()
        self.box.addItems([words for words, _ in entries])
        self.box.setCurrentIndex(self._ids.index(chosen))
        words = caller_id_warning(chosen)
        self.warning.show_words(Mark.WARNING, words)
        self.warning.setVisible(bool(words))
        self.setVisible(len(entries) > 1)

    def _choose(self, index: int) -> None:
        self.caller_id_chosen.emit(self._ids[index])
