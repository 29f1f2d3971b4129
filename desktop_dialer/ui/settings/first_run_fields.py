"""The fields of the first-run window: filled, locked, checked and read."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ...model.errors import DialerError, SettingsError
from ...settings.rules import conflicts
from ...settings.schema import Settings
from ...settings.table import KEYS, field_of, help_of
from ...translation import tr
from ..widgets.form_field import FormField
from ..widgets.no_scroll_combo_box import NoScrollComboBox
from . import first_run_checks as checks
from .first_run_draft import EXTENSION, PASSWORD, FirstRunDraft
from .hotkey_edit import HotkeyEdit
from .pbx_url import take_apart

if TYPE_CHECKING:
    from collections.abc import Callable

_ADDRESS = ("pbx.server", "pbx.port", "pbx.version")
_TOGETHER = ("pbx.version", "call.outbound_id")
"""Of those in the window, the settings that have to go with others."""
_CHECKED = (*_ADDRESS, EXTENSION, "call.outbound_id", "hotkey.call")


class FirstRunFields(QWidget):
    """All fields with their rules; the window lays them out.

    `address_edited`: a person changed what a test depends on.
    """

    address_edited = Signal()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        """`settings`: those in force, with which the values have to go together."""
        super().__init__(parent)
        self._settings = settings
        self.hide()  # it only holds the fields together
        self.server, self.port, self.version = QLineEdit(), QLineEdit(), QLineEdit()
        self.scheme = NoScrollComboBox()
        self.extension, self.password, self.caller_id = QLineEdit(), QLineEdit(), QLineEdit()
        self.hotkey = HotkeyEdit()
        self.watch = QCheckBox(tr("Watch the clip&board for phone numbers"))
        self._prepare()
        self.by_key = self._fields()
        for key in self.by_key.keys() & set(KEYS):
            self.by_key[key].explain(help_of(key))
        self._checks: dict[str, Callable[[], Any]] = {
            "pbx.server": lambda: checks.checked_server(self.server.text()),
            "pbx.port": lambda: checks.checked_port(self.port.text()),
            "pbx.version": lambda: checks.checked_version(self.version.text()),
            EXTENSION: lambda: checks.checked_extension(self.extension.text(), settings.call_line),
            "call.outbound_id": lambda: checks.checked_caller_id(self.caller_id.text()),
            "hotkey.call": lambda: checks.checked_hotkey(self.hotkey.hotkey),
        }
        self._connect()

    def fill(self, draft: FirstRunDraft) -> None:
        """Show the values of `draft`."""
        self.server.setText(draft.server)
        self.port.setText(str(draft.port))
        self.scheme.setCurrentIndex(self.scheme.findData(draft.scheme))
        self.version.setText(draft.version)
        self.extension.setText(draft.extension)
        self.password.setText(draft.password)
        self.caller_id.setText(draft.outbound_id)
        self.hotkey.show_hotkey(draft.hotkey)
        self.watch.setChecked(draft.watch_clipboard)
        for field in self.by_key.values():
            field.clear()
        self._warn_of_caller_id()
        self._tell_port()

    def lock(self, keys: frozenset[str]) -> None:
        """Fields of these settings can be seen and not changed."""
        for key in keys & self.by_key.keys():
            self.by_key[key].lock(tr("Set by your administrator"))

    def address(self) -> FirstRunDraft | None:
        """Server, port, scheme and version if they are right, else None with faults marked."""
        values = self._checked(_ADDRESS, together=False)
        return values and FirstRunDraft(
            server=values.server, port=values.port, scheme=values.scheme, version=values.version
        )

    def draft(self) -> FirstRunDraft | None:
        """Everything if it is right, else None with every fault marked."""
        return self._checked(_CHECKED)

    def _checked(self, keys: tuple[str, ...], *, together: bool = True) -> FirstRunDraft | None:
        self._take_server_apart()
        faulty = [key for key in keys if not self._check(key, together=together)]
        if faulty:
            self.by_key[faulty[0]].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        draft = FirstRunDraft(
            scheme=self.scheme.currentData(),
            password=self.password.text(),
            watch_clipboard=self.watch.isChecked(),
        )
        return draft.with_values({key: self._checks[key]() for key in keys})

    def _check(self, key: str, *, together: bool = True) -> bool:
        """Mark the field where it is wrong, or (`together`) does not go with another setting."""
        field = self.by_key[key]
        try:
            self._checks[key]()
            if together:
                self._check_together(key)
        except DialerError as error:
            field.mark_faulty(f"{error.message} {error.advice}")
            return False
        if field.faulty:
            field.clear()
        return True

    def _check_together(self, key: str) -> None:
        """Raise SettingsError for a conflict that is shown at this field."""
        typed: dict[str, Any] = {}
        for each in _TOGETHER:
            with suppress(DialerError):  # a fault of its own is shown at its own field
                typed[field_of(each)] = self._checks[each]()
        for conflict in conflicts(replace(self._settings, **typed)):
            shown = [each for each in conflict.keys if each in self.by_key]
            free = [each for each in shown if not self.by_key[each].locked]
            if (free or shown)[:1] == [key]:
                raise SettingsError(conflict.message, conflict.advice)

    def _tell_port(self) -> None:
        field = self.by_key["pbx.port"]
        if not field.faulty:
            words = checks.port_note(self.version.text(), self.port.text())
            field.show_note(words) if words else field.clear()

    def _warn_of_caller_id(self) -> None:
        field = self.by_key["call.outbound_id"]
        field.clear()
        try:
            warning = checks.caller_id_warning(self._checks["call.outbound_id"]())
        except DialerError:
            return  # half a number is not a fault while it is typed; leaving the field checks it
        if warning:
            field.warn(warning)

    def _leave_caller_id(self) -> None:
        if self._check("call.outbound_id"):
            self.caller_id.setText(self._checks["call.outbound_id"]())
            self._warn_of_caller_id()

    def _take_server_apart(self) -> None:
        typed = self.server.text()
        parts = take_apart(typed)
        if parts.server == typed:
            return
        self.server.setText(parts.server)
        if parts.port and not self.by_key["pbx.port"].locked:
            self.port.setText(parts.port)
        if parts.scheme and not self.by_key["pbx.scheme"].locked:
            self.scheme.setCurrentIndex(self.scheme.findData(parts.scheme))
        if parts.port or parts.scheme:
            self.by_key["pbx.server"].show_note(tr("Taken from “{text}”.").format(
                text=_without_password(typed)
            ))  # fmt: skip

    def _leave(self, key: str) -> None:
        if key == "pbx.server":
            self._take_server_apart()
        text = self.by_key[key].editor.property("text")
        if text:  # what is missing is shown when it is needed
            right = self._check(key)
            if right and key == EXTENSION:
                self.extension.setText(self._checks[EXTENSION]())
        if key == "pbx.version":
            self._leave_caller_id()  # what it may be depends on the version
        self._tell_port()

    def _connect(self) -> None:
        for key in ("pbx.server", "pbx.port", "pbx.version", EXTENSION):
            field, editor = self.by_key[key], self.by_key[key].editor
            assert isinstance(editor, QLineEdit)  # noqa: S101  # for the type checker
            editor.textEdited.connect(lambda _, field=field: field.clear())
            editor.editingFinished.connect(lambda key=key: self._leave(key))
            if key in _ADDRESS:
                editor.textEdited.connect(self.address_edited)
                editor.textEdited.connect(self._tell_port)
        self.scheme.activated.connect(self.address_edited)
        self.caller_id.textEdited.connect(self._warn_of_caller_id)
        self.caller_id.editingFinished.connect(self._leave_caller_id)
        self.hotkey.hotkey_changed.connect(self._take_hotkey)
        self.password.textEdited.connect(self.by_key[PASSWORD].clear)

    def _take_hotkey(self) -> None:
        self.by_key["hotkey.call"].clear()
        self._check("hotkey.call")

    def _prepare(self) -> None:
        self.server.setPlaceholderText("pbx.example")
        width = self.fontMetrics().averageCharWidth()
        for short in (self.port, self.version):
            short.setFixedWidth(width * 12)
        self.scheme.addItem(tr("http (usual)"), "http")
        self.scheme.addItem(tr("https (encrypted)"), "https")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)

    def _fields(self) -> dict[str, FormField]:
        return {
            "pbx.server": FormField(tr("Server of the PBX"), self.server),
            "pbx.port": FormField(tr("Port"), self.port),
            "pbx.scheme": FormField(tr("Connection"), self.scheme),
            "pbx.version": FormField(tr("Version of the PBX"), self.version),
            EXTENSION: FormField(tr("Extension"), self.extension),
            PASSWORD: FormField(
                tr("Password of the extension"),
                self.password,
                tr(
                    "Kept only in the keyring of your system. You can leave it empty if "
                    "you only use your desk phone."
                ),
            ),
            "call.outbound_id": FormField(tr("Caller ID"), self.caller_id),
            "hotkey.call": FormField(
                tr("Hotkey"),
                self.hotkey,
                tr("Calls the number that you selected or copied last. Press the keys you want."),
            ),
            "clipboard.watch": FormField(
                tr("Watch the clipboard for phone numbers"),
                self.watch,
                tr(
                    "When you copy text with a phone number, the icon offers to call it. "
                    "The text itself is not kept."
                ),
            ),
        }


def _without_password(url: str) -> str:
    """`url` without the part before an @: it may hold a password."""
    scheme, separator, rest = url.strip().partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"
