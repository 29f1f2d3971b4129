"""The fields of the line window: filled, locked, checked and read."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.errors import DialerError, SettingsError
from ...model.pbx_ports import websocket_url
from ...settings.rules import check_together, newly_useless
from ...settings.schema import Settings
from ...settings.table import KEYS, help_of, value_of
from ...translation import tr
from ..widgets.form_field import FormField
from ..widgets.marks import Mark
from ..widgets.no_scroll_combo_box import NoScrollComboBox
from ..widgets.status_label import StatusLabel
from .device_box import DeviceBox
from .hotkey_edit import HotkeyEdit
from .line_checks import checked, checked_lines, encryption_note
from .line_choice import LineChoice

HOTKEYS = ("hotkey.answer", "hotkey.hang_up", "hotkey.mute")
PREFIXES = ("X-Platforma", "X-Teleforge")


class LineFields(QWidget):
    """All fields with their rules; the window lays them out. Fields are named by setting key."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()  # it only holds the fields together
        server = settings.pbx_server or "pbx.example"
        self._default_url = websocket_url(server, settings.pbx_scheme)
        self._settings = settings
        self.line = LineChoice()
        self.url, self.prefix, self.ice = QLineEdit(), NoScrollComboBox(), QPlainTextEdit()
        self.quiet = QCheckBox(tr("Do &not disturb: decline incoming calls"))
        self.hotkeys = {key: HotkeyEdit() for key in HOTKEYS}
        self.microphone, self.speaker, self.ring = DeviceBox(), DeviceBox(), DeviceBox()
        self.problem = StatusLabel()
        self._prepare()
        self.by_key = self._fields()
        for key in self.by_key.keys() & set(KEYS):
            self.by_key[key].explain(help_of(key))
        self._readers = self._all_readers()
        self.fill(settings)
        self._connect()

    def fill(self, settings: Settings) -> None:
        """Show the values of `settings`."""
        self.line.show_line(settings.call_line)
        self.url.setText(settings.webrtc_url)
        self._show_prefix(settings.webrtc_header_prefix)
        self.ice.setPlainText("\n".join(settings.webrtc_ice_servers))
        self.quiet.setChecked(settings.webrtc_do_not_disturb)
        for key, edit in self.hotkeys.items():
            edit.show_hotkey(value_of(settings, key))
        choice = AudioChoice(
            settings.webrtc_microphone, settings.webrtc_speaker, settings.webrtc_ring_device
        )
        self.show_devices(AudioDevices(), choice)
        for field in self.by_key.values():
            field.clear()
        self._tell_encryption()

    @property
    def choice(self) -> AudioChoice:
        """The devices chosen."""
        return AudioChoice(self.microphone.label, self.speaker.label, self.ring.label)

    def show_devices(self, devices: AudioDevices, choice: AudioChoice) -> None:
        """Offer `devices`; `choice` is in use."""
        self.microphone.show_labels(devices.microphones, choice.microphone)
        self.speaker.show_labels(devices.speakers, choice.speaker)
        self.ring.show_labels(devices.speakers, choice.ring)
        self.problem.show_words(Mark.NO, devices.problem)
        self.problem.setVisible(bool(devices.problem))

    def lock(self, keys: frozenset[str]) -> None:
        """Fields of these settings can be seen and not changed."""
        for key in keys & self.by_key.keys():
            self.by_key[key].lock(tr("Set by your administrator"))

    def values(self) -> dict[str, object] | None:
        """What may be saved, by setting key, without locked ones; None with every fault marked."""
        keys = [key for key, field in self.by_key.items() if not field.locked]
        faulty = [key for key in keys if not self._check(key)]
        if faulty:
            self.by_key[faulty[0]].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return {key: self._readers[key]() for key in keys}

    def _check(self, key: str) -> bool:
        field = self.by_key[key]
        try:
            self._readers[key]()
        except DialerError as error:
            field.mark_faulty(f"{error.message} {error.advice}")
            return False
        if field.faulty:
            field.clear()
        return True

    def _hotkey(self, key: str) -> str:
        """The hotkey of `key`; DialerError for one that is wrong or means two things."""
        hotkey = str(checked(key, self.hotkeys[key].hotkey))
        others = [edit.hotkey for other, edit in self.hotkeys.items() if other != key]
        if hotkey and hotkey in [*others, self._settings.hotkey_call]:
            raise SettingsError(
                tr("{key} is already in use.").format(key=hotkey),
                tr("Press another key."),
            )
        return hotkey

    def _line(self) -> str:
        """The line; SettingsError for one that this PBX has not."""
        check_together(replace(self._settings, call_line=self.line.line), ["call.line"])
        return self.line.line

    def _take_line(self) -> None:
        if self._check("call.line"):
            chosen = replace(self._settings, call_line=self.line.line)
            words = newly_useless(self._settings, chosen)
            field = self.by_key["call.line"]
            field.warn(words) if words else field.clear()

    def _prefix(self) -> str:
        typed = self.prefix.currentText().strip()
        return str(checked("webrtc.header_prefix", "" if typed == self._by_version() else typed))

    def _show_prefix(self, prefix: str) -> None:
        self.prefix.setEditText(prefix or self._by_version())

    def _by_version(self) -> str:
        return tr("As the PBX version needs")

    def _all_readers(self) -> dict[str, Callable[[], Any]]:
        return {
            "call.line": self._line,
            "webrtc.url": lambda: checked("webrtc.url", self.url.text()),
            "webrtc.header_prefix": self._prefix,
            "webrtc.ice_servers": lambda: checked_lines(
                "webrtc.ice_servers", self.ice.toPlainText()
            ),
            "webrtc.do_not_disturb": self.quiet.isChecked,
            **{key: partial(self._hotkey, key) for key in HOTKEYS},
            "webrtc.microphone": lambda: self.microphone.label,
            "webrtc.speaker": lambda: self.speaker.label,
            "webrtc.ring_device": lambda: self.ring.label,
        }

    def _tell_encryption(self) -> None:
        field = self.by_key["webrtc.url"]
        mark, words = encryption_note(self.url.text(), self._default_url)
        (field.warn if mark is Mark.WARNING else field.show_note)(words)

    def _leave_url(self) -> None:
        if self._check("webrtc.url"):
            self._tell_encryption()

    def _take_hotkey(self, key: str, _hotkey: str) -> None:
        self.by_key[key].clear()
        for other in HOTKEYS:  # one key for two things is wrong in both places
            if not self.by_key[other].locked:
                self._check(other)

    def _connect(self) -> None:
        self.line.line_chosen.connect(self._take_line)
        self.url.textEdited.connect(self._tell_encryption)
        self.url.editingFinished.connect(self._leave_url)
        self.prefix.editTextChanged.connect(self.by_key["webrtc.header_prefix"].clear)
        self.ice.textChanged.connect(self.by_key["webrtc.ice_servers"].clear)
        for key, edit in self.hotkeys.items():
            edit.hotkey_changed.connect(partial(self._take_hotkey, key))

    def _prepare(self) -> None:
        self.url.setPlaceholderText(self._default_url)
        self.prefix.setEditable(True)
        self.prefix.setInsertPolicy(NoScrollComboBox.InsertPolicy.NoInsert)
        self.prefix.addItems([self._by_version(), *PREFIXES])
        typed = self.prefix.lineEdit()
        if typed:  # it is what has the focus
            typed.setAccessibleName(tr("Prefix of the SIP headers"))
        self.ice.setTabChangesFocus(True)
        self.ice.setPlaceholderText("stun:stun.example:3478")
        self.ice.setFixedHeight(round(3.8 * self.fontMetrics().lineSpacing()))

    def _fields(self) -> dict[str, FormField]:
        return {
            "call.line": FormField(tr("Line"), self.line),
            "webrtc.url": FormField(tr("Address of the PBX’s WebSocket"), self.url),
            "webrtc.header_prefix": FormField(
                tr("Prefix of the SIP headers"),
                self.prefix,
                tr("The PBX reads caller ID and reference from SIP headers with this prefix."),
            ),
            "webrtc.ice_servers": FormField(
                tr("ICE servers (STUN, TURN)"),
                self.ice,
                tr("One per line. Needed only if audio does not get through otherwise."),
            ),
            "webrtc.do_not_disturb": FormField(tr("Do not disturb"), self.quiet),
            "hotkey.answer": FormField(tr("Hotkey that answers"), self.hotkeys["hotkey.answer"]),
            "hotkey.hang_up": FormField(tr("Hotkey that hangs up"), self.hotkeys["hotkey.hang_up"]),
            "hotkey.mute": FormField(tr("Hotkey that mutes"), self.hotkeys["hotkey.mute"]),
            "webrtc.microphone": FormField(tr("Microphone"), self.microphone),
            "webrtc.speaker": FormField(tr("Speaker"), self.speaker),
            "webrtc.ring_device": FormField(tr("Ring device"), self.ring),
        }
