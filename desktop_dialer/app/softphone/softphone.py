"""The softphone of the app: all of it while the settings choose it, else nothing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect

from ...desktop.session import DesktopSession
from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.errors import SettingsError
from ...model.live_call import LiveCall
from ...model.registration import Registered, Registration
from .dependencies import Dependencies
from .no_softphone import NoSoftphone
from .signals import SoftphoneSignals

if TYPE_CHECKING:
    from ...pbx.line import Line
    from .parts import SoftphoneParts

_METERED = "line window"


class Softphone(SoftphoneSignals):
    """Makes its parts when it is first chosen; agents with a desk phone never load them."""

    def __init__(self, dependencies: Dependencies, parent: QObject) -> None:
        super().__init__(parent)
        self._dependencies = dependencies
        self._parts: SoftphoneParts | None = None
        self._used: SoftphoneParts | NoSoftphone = NoSoftphone()
        """The parts while the line is in use."""
        self._metering = False
        self._session: DesktopSession | None = None
        self._due = False
        """Whether to leave the line when the current call has ended."""

    @property
    def in_use(self) -> bool:
        """Whether calls go through the softphone now."""
        return not isinstance(self._used, NoSoftphone)

    @property
    def registration(self) -> Registration:
        """Whether the PBX knows where the agent is, or why there is no line."""
        return self._used.registration

    @property
    def live(self) -> LiveCall | None:
        """The call that has not ended, if there is one."""
        return self._used.live

    @property
    def devices(self) -> AudioDevices:
        """The devices there are."""
        return self._used.devices

    @property
    def sound(self) -> AudioChoice:
        """The devices that are set."""
        return self._used.sound

    @property
    def unavailable_hotkeys(self) -> dict[str, str]:
        """Why keys of the call do not work, by setting, "" = they do."""
        return self._parts.keys.notices if self._parts else {}

    def use(self, session: DesktopSession | None) -> None:
        """Bring the line to the settings in force.

        A line that is no longer chosen is left after the current call, if there is one: Save does
        not cut anybody off.
        """
        settings = self._dependencies.context.settings
        self._session = session
        self._due = False
        if settings.call_line != "webrtc":
            if self._put_off():
                return
            self.leave()
            if self._parts and session:
                self._parts.keys.use(session.hotkeys, settings)  # which releases all of them
            return
        parts = self._used = self._parts = self._parts or self._build()
        self._dependencies.context.softphone = parts.line
        try:
            parts.use(settings, session)
        except SettingsError as error:
            if not self._put_off():
                self._refuse(error)
        self.changed.emit()

    def leave(self) -> None:
        """Hang up, unregister, end the phone process."""
        self._leave_for(NoSoftphone())

    def try_again(self) -> None:
        """Register again: another account was stored."""
        self._used.try_again()

    def try_what_failed(self) -> None:
        """Register again where that was given up: the cause may have been removed."""
        if self.registration.state in (Registered.REFUSED, Registered.OFF) and not self.live:
            self.try_again()

    def meter(self, on: bool) -> None:
        """Have `level` emitted, now and when the line is chosen, or no more."""
        self._metering = on
        if self._parts:
            self._parts.phone.meter(on, _METERED)

    def choose_sound(self, choice: AudioChoice) -> None:
        """Use these devices from now on."""
        self._used.choose_sound(choice)

    def test_ring(self) -> None:
        """Ring once on the ring device."""
        self._used.test_ring()

    def shows(self, call_id: str) -> bool:
        """Whether the call window shows that call and its end."""
        return self._used.shows(call_id)

    def not_to_cover(self, icon: QRect) -> QRect:
        """What no prompt may cover: the call window beside the icon, or `icon`."""
        return icon if self._used.frame.isEmpty() else self._used.frame

    def put_end_away(self) -> None:
        """Take the end of a call off the screen, if that is what the call window shows."""
        self._used.put_end_away()

    def open_window(self) -> None:
        """Show the call, with the keyboard focus."""
        self._used.open_window()

    def answer(self, call_id: str) -> None:
        """Answer the call that rings."""
        self._used.answer(call_id)

    def decline(self, call_id: str) -> None:
        """Decline the call that rings."""
        self._used.decline(call_id)

    def hang_up(self, call_id: str) -> None:
        """End the call."""
        self._used.hang_up(call_id)

    def mute(self, call_id: str, on: bool) -> None:
        """Send silence, or the agent's voice again."""
        self._used.mute(call_id, on)

    def _put_off(self) -> bool:
        """Whether leaving the line waits for the end of a call."""
        self._due = self.live is not None
        return self._due

    def _catch_up(self) -> None:
        if self._due:
            self.use(self._session)

    def _refuse(self, error: SettingsError) -> None:
        """No line: not the one of the settings before either, and calls say why."""

        def no_line() -> "Line":
            raise SettingsError(error.message, error.advice)

        self._leave_for(NoSoftphone(Registration(Registered.OFF, error.message, error.advice)))
        self._dependencies.context.softphone = no_line

    def _leave_for(self, then: NoSoftphone) -> None:
        used, self._used = self._used, then
        self._due = False
        self._dependencies.context.softphone = None
        used.leave()
        if not isinstance(used, NoSoftphone):
            self.changed.emit()

    def _build(self) -> "SoftphoneParts":
        from .parts import SoftphoneParts  # agents with a desk phone need none of it

        parts = SoftphoneParts(self._dependencies, self)
        self.over.connect(self._catch_up)
        parts.phone.meter(self._metering, _METERED)
        incoming = parts.incoming
        self._dependencies.router.hear(
            shown=incoming.shown, acted=incoming.take_action, failed=incoming.not_shown
        )
        return parts
