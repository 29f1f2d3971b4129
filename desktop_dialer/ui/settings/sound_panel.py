"""Microphone, speaker and ring device, and whether the microphone hears anything."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ...model.audio_devices import AudioChoice, AudioDevices
from ...translation import tr
from ..widgets.level_meter import LevelMeter
from ..widgets.marks import Mark
from ..widgets.status_label import StatusLabel
from .device_box import DeviceBox


class SoundPanel(QWidget):
    """Shows the devices and says which are wanted.

    `meter_requested`: True when the meter comes into view, False when it goes.
    """

    sound_chosen = Signal(AudioChoice)
    meter_requested = Signal(bool)
    test_ring_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.microphone, self.speaker, self.ring = DeviceBox(), DeviceBox(), DeviceBox()
        self.meter = LevelMeter()
        self.problem = StatusLabel()
        self.test_ring = QPushButton(tr("&Test ring"))
        self.test_ring.setAutoDefault(False)
        self.test_ring.clicked.connect(self.test_ring_requested)
        self.meter.meter_requested.connect(self.meter_requested)
        for box in (self.microphone, self.speaker, self.ring):
            box.activated.connect(self._choose)
        self._lay_out()
        self.show_devices(AudioDevices(), AudioChoice())

    @property
    def choice(self) -> AudioChoice:
        """The devices chosen."""
        return AudioChoice(self.microphone.label, self.speaker.label, self.ring.label)

    def show_devices(self, devices: AudioDevices, choice: AudioChoice) -> None:
        """Offer `devices`; what is chosen is offered too while it is not plugged in."""
        self.microphone.show_labels(devices.microphones, choice.microphone)
        self.speaker.show_labels(devices.speakers, choice.speaker)
        self.ring.show_labels(devices.speakers, choice.ring)
        self.problem.show_words(Mark.NO, devices.problem)
        self.problem.setVisible(bool(devices.problem))

    def show_level(self, level: float) -> None:
        """Show the microphone's level, 0 to 1."""
        self.meter.show_level(level)

    def _choose(self) -> None:
        self.sound_chosen.emit(self.choice)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for words, box in (
            (tr("M&icrophone:"), self.microphone),
            (tr("S&peaker:"), self.speaker),
            (tr("&Ring on:"), self.ring),
        ):
            label = QLabel(words)
            label.setBuddy(box)
            name = words.replace("&", "").rstrip(":")
            box.setAccessibleName(name)
            box.view().setAccessibleName(name)
            column.addWidget(label)
            column.addWidget(box)
            if box is self.microphone:
                column.addWidget(self.meter)
                column.addWidget(self.problem)
        column.addWidget(self.test_ring)
        column.addStretch(1)
