"""The line that calls are talked on here: all of it while the settings choose it, else nothing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal

from ...desktop.session import DesktopSession
from ...model.errors import SettingsError
from ...model.live_call import LiveCall
from ...model.registration import Certificate, Registered, Registration
from .dependencies import Dependencies

if TYPE_CHECKING:
    from ...pbx.line import Line
    from .parts import SoftphoneParts

_METERED = "line window"


class Softphone(QObject):
    """Makes what the line needs when it is first chosen; the desk phone's agents never load it.

    `changed`: registration, call or trouble may be others now.
    """

    changed = Signal()
    over = Signal(LiveCall)
    """A call has ended."""
    logged = Signal()
    """The call log has a line more, or another outcome."""
    sound_changed = Signal()
    """The devices may be others."""
    level = Signal(float)
    """What the microphone hears, 0 to 1."""
    doubted = Signal(Certificate)
    """Somebody must judge it."""

    def __init__(self, dependencies: Dependencies, parent: QObject) -> None:
        super().__init__(parent)
        self._dependencies = dependencies
        self._built: SoftphoneParts | None = None
        self.talking: SoftphoneParts | None = None
        """While the line is in use."""
        self._refused: Registration | None = None
        """Why there is no line under the present settings, as text; None = there is one."""
        self._metering = False
        self._session: DesktopSession | None = None
        self._due = False
        """Whether to leave the line when the call of the moment has ended."""

    @property
    def registration(self) -> Registration:
        """Whether the PBX knows where the agent is."""
        if self._refused:
            return self._refused
        return self.talking.phone.registration if self.talking else Registration()

    @property
    def live(self) -> LiveCall | None:
        """The call that has not ended, if there is one."""
        return self.talking.phone.live if self.talking else None

    def use(self, session: DesktopSession | None) -> None:
        """Bring the line to the settings in force.

        A line that is no longer wanted is left after the current call, if there is one: Save does
        not cut anybody off.
        """
        settings = self._dependencies.context.settings
        self._session = session
        self._refused = None
        self._due = False
        if settings.call_line != "webrtc":
            if self._put_off():
                return
            self.leave()
            if self._built and session:
                self._built.keys.use(session.hotkeys, settings)  # which gives them all back
            return
        self.talking = self._built = self._built or self._build()
        self._dependencies.context.softphone = self.talking.line
        try:
            self.talking.use(settings, session)
        except SettingsError as error:
            if not self._put_off():
                self._refuse(error)
        self.changed.emit()

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

        self.leave()
        self._refused = Registration(Registered.OFF, error.message, error.advice)
        self._dependencies.context.softphone = no_line

    def leave(self) -> None:
        """Hang up, unregister, end the phone process."""
        self._due = False
        self._dependencies.context.softphone = None
        if self.talking:
            talking, self.talking = self.talking, None
            talking.leave()
            self.changed.emit()

    def _build(self) -> "SoftphoneParts":
        from .parts import SoftphoneParts  # the desk phone's agents need none of it

        talking = SoftphoneParts(self._dependencies, self)
        talking.changed.connect(self.changed)
        talking.over.connect(self.over)
        talking.over.connect(self._catch_up)
        talking.logged.connect(self.logged)
        talking.sound_changed.connect(self.sound_changed)
        talking.level.connect(self.level)
        talking.doubted.connect(self.doubted)
        talking.phone.meter(self._metering, _METERED)
        incoming = talking.incoming
        self._dependencies.router.hear(
            shown=incoming.shown, acted=incoming.take_action, failed=incoming.not_shown
        )
        return talking

    def try_again(self) -> None:
        """Register again: another account was stored."""
        if self.talking:
            self.talking.try_again()

    def try_what_failed(self) -> None:
        """Register again where that was given up: somebody has just seen to it."""
        if self.registration.state in (Registered.REFUSED, Registered.OFF) and not self.live:
            self.try_again()

    def meter(self, on: bool) -> None:
        """Have `level` told, now and when the line is chosen, or no more."""
        self._metering = on
        if self._built:
            self._built.phone.meter(on, _METERED)

    def shows(self, call_id: str) -> bool:
        """Whether the call window tells what becomes of that call."""
        return self.talking is not None and self.talking.shows(call_id)

    def not_to_cover(self, icon: QRect) -> QRect:
        """What no prompt may cover: the call window, which is beside the icon, or `icon`."""
        frame = self.talking.frame if self.talking else QRect()
        return icon if frame.isEmpty() else frame

    def put_end_away(self) -> None:
        """Take the end of a call off the screen, if that is what the call window shows."""
        if self.talking:
            self.talking.put_end_away()

    def open_window(self) -> None:
        """Show the call, with the keyboard."""
        if self.talking:
            self.talking.open_window()

    @property
    def key_troubles(self) -> dict[str, str]:
        """Why keys of the call do not work, as text by setting, "" = they do."""
        return self._built.keys.notices if self._built else {}

    def answer(self, call_id: str) -> None:
        """Answer the call that rings."""
        if self.talking:
            self.talking.phone.answer(call_id)

    def decline(self, call_id: str) -> None:
        """Decline the call that rings."""
        if self.talking:
            self.talking.phone.decline(call_id)

    def hang_up(self, call_id: str) -> None:
        """End the call."""
        if self.talking:
            self.talking.phone.hang_up(call_id)

    def mute(self, call_id: str, on: bool) -> None:
        """Send silence, or the agent's voice again."""
        if self.talking:
            self.talking.phone.mute(call_id, on)
