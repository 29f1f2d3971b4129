"""The softphone call on the screen: its window, hotkeys, notification, and end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer

from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.call import Status
from ...model.live_call import CallStage, LiveCall
from ...pbx.softphone.phone import Phone
from .call_hotkeys import CallHotkeys
from .incoming_call import IncomingCalls

if TYPE_CHECKING:
    from ...ui.call.call_window import CallWindow

_ENDED_SHOWN_MS = 8_000
"""How long the end of a call stays on the screen."""
_TROUBLE_SHOWN_MS = 30_000
"""The same where it ended with advice to read."""


class CallController(QObject):
    """Shows the phone's call and carries the agent's intents back to it."""

    def __init__(
        self,
        phone: Phone,
        keys: CallHotkeys,
        incoming: IncomingCalls,
        *,
        copy: Callable[[str], None],
        choose_sound: Callable[[AudioChoice], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._phone = phone
        self._keys = keys
        self._incoming = incoming
        self._copy = copy
        self._choose_sound = choose_sound
        self._devices = AudioDevices()
        self._choice = AudioChoice()
        self._call: LiveCall | None = None
        self._turned_away: tuple[str, ...] = ()
        """Who called during this call."""
        self._shown = ""
        """The id of the call in the window."""
        self._window: CallWindow | None = None
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.timeout.connect(self._leave)
        keys.answer_requested.connect(phone.answer)
        keys.hang_up_requested.connect(phone.hang_up)
        keys.mute_requested.connect(self.toggle_mute)
        keys.changed.connect(self._show_hotkeys)

    def show(self, call: LiveCall) -> None:
        """Show a call, new or changed.

        While a call rings, its notification is shown; the window replaces it.
        """
        over = call.stage is CallStage.ENDED
        if call.stage is CallStage.INCOMING and self._shown != call.id:
            self._leave()  # the end of the call before is old news
        if self._call is None or self._call.id != call.id:
            self._turned_away = ()
        self._call = call
        self._incoming.ring(call)
        if call.stage is not CallStage.INCOMING or self._shown == call.id:
            self._show_in_window()
        self._keys.hold_for(None if over else call)
        if over:
            self._leaving.start(_TROUBLE_SHOWN_MS if call.advice else _ENDED_SHOWN_MS)
        else:
            self._leaving.stop()

    def turn_away(self, call: LiveCall) -> None:
        """Somebody called and heard busy: a quiet note where that was because of this call."""
        if self._call and call.status is Status.DECLINED_IN_A_CALL:
            self._turned_away += (call.party,)
            if self._shown and self._window:
                self._window.show_turned_away(self._turned_away)

    def open(self, *, activate: bool = True) -> None:
        """Bring the window up; `activate`: with the keyboard, because the person asked for it."""
        if self._call is None:
            return
        self._show_in_window()
        if activate:
            self._ready_window().activate()

    def show_sound(self, devices: AudioDevices, choice: AudioChoice) -> None:
        """Offer these devices; `choice` is set."""
        self._devices, self._choice = devices, choice
        if self._window:
            self._window.show_devices(devices, choice)

    def show_level(self, level: float) -> None:
        """Show what the microphone hears, 0 to 1."""
        if self._window:
            self._window.show_level(level)

    def toggle_mute(self, call_id: str) -> None:
        """Mute the call, or unmute it."""
        call = self._phone.calls.get(call_id)
        if call:
            self._phone.mute(call_id, not call.muted)

    def close(self) -> None:
        """The line is left: the end of a call may still be read, and disappears automatically."""
        self._keys.hold_for(None)
        if not self._leaving.isActive():
            self._leave()

    def put_end_away(self) -> None:
        """Put away the end of a call, which is old or shown elsewhere; a live call stays."""
        if self._leaving.isActive():
            self._leave()

    def shows(self, call_id: str) -> bool:
        """Whether the window shows that call."""
        return self._shown == call_id

    @property
    def frame(self) -> QRect:
        """Where the window is, empty = it is not shown."""
        shown = self._window is not None and self._window.isVisible()
        return self._window.frameGeometry() if self._window and shown else QRect()

    def _show_in_window(self) -> None:
        if self._call:
            self._shown = self._call.id
            self._ready_window().show_turned_away(self._turned_away)
            self._ready_window().show_call(self._call)

    def _show_hotkeys(self) -> None:
        if self._window:
            self._window.show_hotkeys(*self._keys.written)

    def _leave(self) -> None:
        self._leaving.stop()
        self._call = None
        self._shown = ""
        if self._window:
            self._window.show_call(None)

    def _ready_window(self) -> "CallWindow":
        if self._window is None:
            from ...ui.call.call_window import CallWindow  # when the first call is there

            phone, window = self._phone, CallWindow()
            self._window = window
            window.show_devices(self._devices, self._choice)
            self._show_hotkeys()
            window.answer_requested.connect(phone.answer)
            window.decline_requested.connect(phone.decline)
            window.hang_up_requested.connect(phone.hang_up)
            window.mute_requested.connect(phone.mute)
            window.hold_requested.connect(phone.hold)
            window.keys_requested.connect(phone.press_keys)
            window.copy_requested.connect(self._copy)
            window.sound_chosen.connect(self._choose_sound)
            window.meter_requested.connect(lambda on: phone.meter(on, "call window"))
            window.test_ring_requested.connect(phone.test_ring)
        return self._window
