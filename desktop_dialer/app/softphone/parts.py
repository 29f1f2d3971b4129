"""The parts of the softphone. Loaded when that line is chosen."""

from PySide6.QtCore import QRect

from ...desktop.session import DesktopSession
from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.internal_calls import InternalCalls
from ...model.live_call import CallStage, LiveCall
from ...model.registration import Registration
from ...pbx.line import Line
from ...pbx.softphone.ports import PhoneHooks
from ...settings.schema import Settings
from .call_controller import CallController
from .call_hotkeys import CallHotkeys
from .call_recorder import CallRecorder
from .dependencies import Dependencies
from .incoming_call import IncomingCalls
from .phone_controller import PhoneController
from .signals import SoftphoneSignals


class SoftphoneParts:
    """Phone, call window, hotkeys, notification and call log, joined. Emits `signals`."""

    def __init__(self, dependencies: Dependencies, signals: SoftphoneSignals) -> None:
        context, background, gui = dependencies.context, dependencies.background, dependencies.gui
        self._context = context
        self._signals = signals
        self._log = CallRecorder(
            context.call_log,
            background,
            signals.logged.emit,
            dependencies.failed,
            internal=self._internal,
        )
        self._phone_controller = PhoneController(context, background, gui, self._hooks(), signals)
        self.phone = self._phone_controller.phone
        self.keys = CallHotkeys(gui, parent=signals)
        self.incoming = IncomingCalls(
            dependencies.notifications,
            self.phone.answer,
            self.phone.decline,
            self._show_window,
            signals,
        )
        self._calls = CallController(
            self.phone,
            self.keys,
            self.incoming,
            copy=dependencies.copy,
            choose_sound=dependencies.writer.sound,
            parent=signals,
        )
        self.keys.changed.connect(signals.changed)
        self.answer, self.decline = self.phone.answer, self.phone.decline
        self.hang_up, self.mute = self.phone.hang_up, self.phone.mute
        self.choose_sound, self.test_ring = self.phone.choose_sound, self.phone.test_ring
        self.try_again = self._phone_controller.try_again
        self.open_window, self.put_end_away = self._calls.open, self._calls.put_end_away
        self.shows = self._calls.shows

    @property
    def registration(self) -> Registration:
        """Whether the PBX knows where the agent is."""
        return self.phone.registration

    @property
    def live(self) -> LiveCall | None:
        """The call that has not ended, if there is one."""
        return self.phone.live

    @property
    def devices(self) -> AudioDevices:
        """The devices there are."""
        return self.phone.devices

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

    def leave(self) -> None:
        """Hang up, unregister, end the process."""
        self._phone_controller.leave()
        self._calls.close()

    @property
    def frame(self) -> QRect:
        """Where the call window is, empty = it is not shown."""
        return self._calls.frame

    @property
    def sound(self) -> AudioChoice:
        """The devices that are set."""
        settings = self._context.settings
        return AudioChoice(
            settings.webrtc_microphone, settings.webrtc_speaker, settings.webrtc_ring_device
        )

    def _hooks(self) -> PhoneHooks:
        return PhoneHooks(
            registration_changed=self._signals.changed.emit,
            call_changed=self._call_changed,
            rings=self._ring,
            declined=self._turn_away,
            devices_changed=self._show_sound,
            level=self._show_level,
            certificate_untrusted=self._signals.untrusted.emit,
        )

    def _call_changed(self, call: LiveCall) -> None:
        self._log.changed(call)
        self._calls.show(call)
        self._signals.changed.emit()
        if call.stage is CallStage.ENDED:
            self._signals.over.emit(call)
            self._phone_controller.catch_up()

    def _show_window(self, activate: bool) -> None:
        self._calls.open(activate=activate)

    def _ring(self, call: LiveCall) -> None:
        self._log.rang(call)
        self._calls.show(call)
        self._signals.changed.emit()

    def _turn_away(self, call: LiveCall) -> None:
        self._log.declined(call)
        self._calls.turn_away(call)

    def _show_sound(self) -> None:
        self._calls.show_sound(self.phone.devices, self.sound)
        self._signals.sound_changed.emit()

    def _show_level(self, level: float) -> None:
        self._calls.show_level(level)
        self._signals.level.emit(level)
