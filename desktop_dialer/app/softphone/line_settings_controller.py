"""The window "Line and sound" and the question about a certificate, joined to the line."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PySide6.QtCore import QObject

from ...calling.factory import check_stored_extension, softphone_configuration
from ...model.errors import AccountRefused, DialerError
from ...model.registration import Certificate, Registered
from ...resources import phone_page
from ...settings.store import LoadedSettings, WrittenSettings
from ...settings.table import field_of, value_of
from ...translation import tr
from .dependencies import Dependencies
from .softphone import Softphone

if TYPE_CHECKING:
    from ...model.audio_devices import AudioChoice
    from ...ui.settings.certificate_question import CertificateQuestion
    from ...ui.settings.line_window import LineWindow


class LineSettingsController(QObject):
    """Makes each window when it is first wanted. `use` gets the settings after a write."""

    def __init__(
        self,
        dependencies: Dependencies,
        softphone: Softphone,
        use: Callable[[LoadedSettings], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = dependencies.context
        self._background = dependencies.background
        self._writer = dependencies.writer
        self._copy = dependencies.copy
        self._line = softphone
        self._use = use
        self._window: LineWindow | None = None
        self._question: CertificateQuestion | None = None
        self._shown = dependencies.context.settings
        """What the window was filled from."""
        self._tried = False
        """Devices are in use that were not saved."""
        self._refused: set[str] = set()
        """Fingerprints that somebody has said no to: asked once."""
        softphone.changed.connect(self._refresh)
        softphone.sound_changed.connect(self._show_sound)
        softphone.level.connect(self._show_level)
        softphone.untrusted.connect(self._ask)

    def open(self) -> None:
        """Show the window."""
        if self._window and not self._window.isVisible():
            self._window.deleteLater()  # it shows settings of then
            self._window = None
        if self._window is None:
            self._window = self._new_window()
            self._refresh()
            self._show_sound()
        self._line.put_end_away()  # it is above all windows, and would cover Save
        self._refused.clear()  # an agent who opens the settings may be asked again
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _new_window(self) -> "LineWindow":
        from ...pbx.softphone.engine_presence import adding_command, engine_missing
        from ...ui.settings.line_window import LineWindow

        self._shown = self._context.settings
        no_engine = engine_missing()
        window = LineWindow(
            self._shown,
            self._context.loaded.locked,
            unavailable=no_engine or _page_missing(),
            command=adding_command() if no_engine else "",
        )
        window.save_requested.connect(self._save)
        window.forget_certificate_requested.connect(self._forget_certificate)
        window.copy_requested.connect(self._copy)
        window.meter_requested.connect(self._line.meter)
        window.sound_chosen.connect(self._choose_sound)
        window.test_ring_requested.connect(self._test_ring)
        window.finished.connect(self._hear_as_saved)
        return window

    def _hear_as_saved(self) -> None:
        """Devices that were tried and not saved are given up."""
        if self._tried:
            self._line.choose_sound(self._line.sound)
        self._tried = False

    def _choose_sound(self, choice: "AudioChoice") -> None:
        self._tried = True
        self._line.choose_sound(choice)

    def _test_ring(self) -> None:
        self._line.test_ring()

    def _save(self, values: dict[str, object]) -> None:
        """Write what was changed in the window; the rest may have been changed elsewhere since."""
        shown = self._shown
        changed = {key: value for key, value in values.items() if value != value_of(shown, key)}
        fields: dict[str, Any] = {field_of(key): value for key, value in changed.items()}

        def saved(written: WrittenSettings) -> None:
            self._use(written.loaded)
            self._shown = replace(shown, **fields)
            self._line.try_what_failed()
            if self._window:
                self._window.show_saved()

        def write() -> WrittenSettings:
            check_stored_extension(self._context.credentials, str(changed.get("call.line")))
            return self._context.store.write(changed, skip_locked=True)

        self._background.run(write, saved, self._not_saved)

    def _not_saved(self, error: Exception) -> None:
        if self._window is None:
            return
        if isinstance(error, DialerError):
            key = "call.line" if isinstance(error, AccountRefused) else ""
            self._window.show_fault(key, error.message, error.advice)
        else:
            words = tr("Internal error in Desktop Dialer.")
            self._window.show_fault("", words, tr("The log has the details."))

    def _forget_certificate(self) -> None:
        self._writer.trust("")
        if self._window:
            self._window.show_certificate(None)

    def _refresh(self) -> None:
        if self._line.registration.state in (Registered.OFF, Registered.YES):
            self._drop_question()
        if self._window:
            self._window.show_registration(self._line.registration)
            for key, words in self._line.unavailable_hotkeys.items():
                self._window.show_hotkey_problem(key, words)

    def _show_sound(self) -> None:
        if self._window and self._line.in_use:
            self._window.show_devices(self._line.devices, self._line.sound)

    def _show_level(self, level: float) -> None:
        if self._window:
            self._window.show_level(level)

    def _ask(self, certificate: Certificate) -> None:
        """Ask about a certificate, unless somebody has said no to it."""
        if certificate.fingerprint in self._refused:
            return
        from ...ui.settings.certificate_question import CertificateQuestion

        self._drop_question()  # it was about the PBX of other settings
        host = urlsplit(softphone_configuration(self._context.settings).url).netloc
        question = self._question = CertificateQuestion(certificate, host)
        question.trusted.connect(lambda: self._trust(certificate))
        question.refused.connect(lambda: self._refuse(certificate.fingerprint))
        question.show()
        question.raise_()

    def _trust(self, certificate: Certificate) -> None:
        self._drop_question()
        self._writer.trust(certificate.fingerprint)
        if self._window:
            self._window.show_certificate(certificate)  # to be taken back there

    def _refuse(self, fingerprint: str) -> None:
        self._drop_question()
        self._refused.add(fingerprint)

    def _drop_question(self) -> None:
        if self._question:
            self._question.deleteLater()
            self._question = None


def _page_missing() -> str:
    """Why this installation has no softphone; "" = it has one."""
    try:
        phone_page()
    except FileNotFoundError:
        return tr("This installation was built without the softphone. Reinstall the full program.")
    return ""
