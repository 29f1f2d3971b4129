"""A choice of one device by its label."""

from PySide6.QtWidgets import QWidget

from ...translation import tr
from ..widgets.foreign_text import plain_tooltip
from ..widgets.no_scroll_combo_box import NoScrollComboBox


class DeviceBox(NoScrollComboBox):
    """A choice of one device by label; "" means the system's own choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(
            NoScrollComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )  # a label may be long
        self.setMinimumContentsLength(23)
        self.currentTextChanged.connect(lambda text: self.setToolTip(plain_tooltip(text)))

    @property
    def label(self) -> str:
        """The chosen device."""
        return str(self.currentData() or "")

    def show_labels(self, labels: tuple[str, ...], chosen: str) -> None:
        """Offer `labels`; untouched where nothing changes, since the list may be open."""
        entries = [(tr("System default"), ""), *((one, one) for one in labels)]
        if chosen and chosen not in labels:
            entries.append((tr("Not connected: {device}").format(device=chosen), chosen))
        shown = [(self.itemText(at), self.itemData(at)) for at in range(self.count())]
        if entries != shown:
            self.clear()
            for words, label in entries:
                self.addItem(words, label)
        if chosen != self.label:
            self.setCurrentIndex([label for _, label in entries].index(chosen))
