"""All that the softphone is made of here. Loaded when that line is chosen."""

from PySide6.QtCore import QObject, QRect, Signal

from ...desktop.session import DesktopSession
from ...model.audio_devices import AudioChoice
from ...model.internal_calls import InternalCalls
from ...model.live_call import CallStage, LiveCall
from ...model.registration import Certificate
from ...pbx.line import Line
from ...pbx.softphone.ports import PhoneHooks
from ...settings.schema import Settings
from .call_controller import CallController
from .call_hotkeys import CallHotkeys
from .call_recorder import CallRecorder
from .dependencies import Dependencies
from .incoming_call import IncomingCalls
from .phone_controller import PhoneController


class SoftphoneParts(QObject):
    """Phone, call window, keys, ring and call log, joined.

    `changed`: registration or call may be others now. `sound_changed`: the devices may be.
    `level`: what the microphone hears, 0 to 1. `doubted`: a certificate somebody must judge.
    `logged`: the call log has a line more, or another outcome. `over`: a call has ended.
    """

    changed = Signal()
    sound_changed = Signal()
    level = Signal(float)
    doubted = Signal(Certificate)
    logged = Signal()
    over = Signal(LiveCall)

    def __init__(self, dependencies: Dependencies, parent: QObject) -> None:
        super().__init__(parent)
        context, background, gui = dependencies.context, dependencies.background, dependencies.gui
        self._context = context
        self._log = CallRecorder(
            *(context.call_log, background, self.logged.emit, dependencies.failed),
            internal=self._internal,
        )
        self._phone_controller = PhoneController(context, background, gui, self._hooks(), self)
        self.phone = self._phone_controller.phone
        self.keys = CallHotkeys(gui, parent=self)
        self.incoming = IncomingCalls(
            dependencies.notifications,
            self.phone.answer,
            self.phone.decline,
            self._show_window,
            self,
        )
        self._calls = CallController(
            *(self.phone, self.keys, self.incoming),
            copy=dependencies.copy,
            choose_sound=dependencies.writer.sound,
            parent=self,
        )
        self.keys.changed.connect(self.changed)

    def _internal(self) -> InternalCalls:
        """The extensions that may be called under the present settings."""
        return self._context.settings.internal_calls()

    def line(self) -> Line:
        """The line, for the dialer."""
        return self._log.noting(self._phone_controller.line())

    def use(self, settings: Settings, session: DesktopSession | None) -> None:
        """Bring everything to these settings. Raises SettingsError where they give no line."""
        if session:
            self.keys.use(session.hotkeys, settings)
        self._phone_controller.use(settings)
        self._show_sound()

    def try_again(self) -> None:
        """Register again."""
        self._phone_controller.try_again()

    def leave(self) -> None:
        """Hang up, unregister, end the process."""
        self._phone_controller.leave()
        self._calls.close()

    @property
    def frame(self) -> QRect:
        """Where the call window is, empty = it is not shown."""
        return self._calls.frame

    def open_window(self) -> None:
        """Show the call, with the keyboard."""
        self._calls.open()

    def put_end_away(self) -> None:
        """Take the end of a call off the screen."""
        self._calls.put_end_away()

    def shows(self, call_id: str) -> bool:
        """Whether the call window tells of that call."""
        return self._calls.shows(call_id)

    @property
    def sound(self) -> AudioChoice:
        """The devices that are set."""
        settings = self._context.settings
        return AudioChoice(
            settings.webrtc_microphone, settings.webrtc_speaker, settings.webrtc_ring_device
        )

    def _hooks(self) -> PhoneHooks:
        return PhoneHooks(
            registration_changed=self.changed.emit,
            call_changed=self._call_changed,
            rings=self._ring,
            declined=self._turn_away,
            devices_changed=self._show_sound,
            level=self._show_level,
            certificate_untrusted=self.doubted.emit,
        )

    def _call_changed(self, call: LiveCall) -> None:
        self._log.changed(call)
        self._calls.show(call)
        self.changed.emit()
        if call.stage is CallStage.ENDED:
            self.over.emit(call)
            self._phone_controller.catch_up()

    def _show_window(self, activate: bool) -> None:
        self._calls.open(activate=activate)

    def _ring(self, call: LiveCall) -> None:
        self._log.rang(call)
        self._calls.show(call)
        self.changed.emit()

    def _turn_away(self, call: LiveCall) -> None:
        self._log.declined(call)
        self._calls.turn_away(call)

    def _show_sound(self) -> None:
        self._calls.show_sound(self.phone.devices, self.sound)
        self.sound_changed.emit()

    def _show_level(self, level: float) -> None:
        self._calls.show_level(level)
        self.level.emit(level)
