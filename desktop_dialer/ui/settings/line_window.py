"""The window "Line and sound": which line calls, how it is reached, what is heard."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.registration import Certificate, Registration
from ...settings.schema import Settings
from ...translation import tr
from ..widgets.form_sheet import FormSheet
from ..widgets.form_window import FormWindow
from ..widgets.level_meter import LevelMeter
from ..widgets.marks import Mark
from ..widgets.status_label import StatusLabel
from .line_choice import WEBRTC
from .line_fields import LineFields
from .pinned_certificate import PinnedCertificate
from .registration_text import registration_text


class LineWindow(FormWindow):
    """Shows what is set and says what the person wants; it saves and registers nothing itself.

    `save_requested` (values by setting key) is answered by `show_saved` or `show_fault`;
    `forget_certificate_requested` by `show_certificate(None)`. `meter_requested`: the meter came
    into view, or went; while it is there `show_level` is expected. `sound_chosen`: to be heard at
    once; it is kept with Save only.
    """

    save_requested = Signal(dict)
    forget_certificate_requested = Signal()
    copy_requested = Signal(str)
    meter_requested = Signal(bool)
    sound_chosen = Signal(AudioChoice)
    test_ring_requested = Signal()

    def __init__(
        self,
        settings: Settings,
        locked: frozenset[str] = frozenset(),
        unavailable: str = "",
        command: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`locked`: keys that the administrator has set.

        `unavailable`: why the program has no line of its own, "" = it has; `command`: what adds
        it.
        """
        super().__init__(tr("Line and sound"), parent)
        self._unavailable = unavailable
        self.fields = LineFields(settings, self)
        self.fields.line.show_unavailable(unavailable, command)
        self.certificate = PinnedCertificate()
        self.meter = LevelMeter()
        self.registration = StatusLabel()
        self.test_ring = QPushButton(tr("Test &ring"))
        self.test_ring.setAutoDefault(False)
        self.show_form(self._new_sheet(), self.fields.by_key)
        self._connect()
        self.fields.lock(locked)
        self.show_registration(Registration())
        known = settings.webrtc_certificate
        self.show_certificate(Certificate(known, "", "", "", "") if known else None)
        self._show_meter()

    def show_registration(self, registration: Registration) -> None:
        """Show the state of the line."""
        self.registration.show_words(*registration_text(registration))

    def show_certificate(self, certificate: Certificate | None) -> None:
        """Show the certificate that is trusted by hand; None: there is none."""
        self.certificate.show_certificate(certificate)

    def show_devices(self, devices: AudioDevices, choice: AudioChoice) -> None:
        """Offer `devices`; `choice` is in use."""
        self.fields.show_devices(devices, choice)

    def show_level(self, level: float) -> None:
        """Show the microphone's level, 0 to 1."""
        self.meter.show_level(level)

    def show_hotkey_problem(self, key: str, words: str) -> None:
        """Show why the hotkey of the setting `key` cannot be had, "" = it can."""
        field = self.fields.by_key[key]
        if words:
            field.warn(words)
        elif not field.faulty:
            field.clear()

    def show_saved(self) -> None:
        """Show that everything is kept."""
        self.tell_saved(tr("Saved."))

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        """See QWidget."""
        super().showEvent(event)
        if not event.spontaneous():
            line = self.fields.line
            (line.webrtc if line.line == WEBRTC else line.desk_phone).setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        """See QWidget. What was said about saving is over."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.status.show_words(Mark.NONE, "")

    def _want_save(self) -> None:
        values = self.fields.values()
        if values is None:
            self.tell_faults()
            return
        self.tell_saving(tr("Saving …"))
        self.save_requested.emit(values)

    def _show_meter(self) -> None:
        """The microphone is opened for it, so only where it will be used."""
        own = self.fields.line.line == WEBRTC and not self._unavailable
        self.meter.setVisible(own)
        self.test_ring.setEnabled(own)

    def _connect(self) -> None:
        fields = self.fields
        fields.line.line_chosen.connect(self._show_meter)
        fields.line.copy_requested.connect(self.copy_requested)
        for box in (fields.microphone, fields.speaker, fields.ring):
            box.activated.connect(lambda: self.sound_chosen.emit(fields.choice))
        self.certificate.forget_requested.connect(self.forget_certificate_requested)
        self.meter.meter_requested.connect(self.meter_requested)
        self.test_ring.clicked.connect(self.test_ring_requested)
        self.save_button.clicked.connect(self._want_save)

    def _new_sheet(self) -> FormSheet:
        fields, sheet = self.fields.by_key, FormSheet()
        sheet.add_section(tr("Line"))
        sheet.add_wide(fields["call.line"].editor, 0)
        sheet.add_wide(fields["call.line"].note, 0)
        sheet.add_wide(self.registration, 0)
        sheet.add_section(tr("Sound"))
        sheet.add_fields((tr("&Microphone:"), fields["webrtc.microphone"]))
        sheet.add_wide(self.meter)
        sheet.add_wide(self.fields.problem)
        sheet.add_fields((tr("&Speaker:"), fields["webrtc.speaker"]))
        sheet.add_fields((tr("Ring &on:"), fields["webrtc.ring_device"]))
        sheet.add_wide(self._ring_row())
        sheet.add_wide(fields["webrtc.do_not_disturb"].editor)
        sheet.add_section(tr("Hotkeys during a call"))
        sheet.add_fields((tr("Ans&wer:"), fields["hotkey.answer"]))
        sheet.add_fields((tr("&Hang up:"), fields["hotkey.hang_up"]))
        sheet.add_fields((tr("M&ute:"), fields["hotkey.mute"]))
        sheet.add_section(tr("Connection to the PBX"))
        sheet.add_fields((tr("WebSo&cket:"), fields["webrtc.url"]))
        sheet.add_wide(self.certificate)
        sheet.add_fields((tr("Header &prefix:"), fields["webrtc.header_prefix"]))
        sheet.add_fields((tr("&ICE servers:"), fields["webrtc.ice_servers"]))
        return sheet

    def _ring_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.test_ring)
        row.addStretch(1)
        return holder
