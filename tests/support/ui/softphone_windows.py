"""An agent on the line: the call window, every request kept."""

import time
from dataclasses import replace
from typing import Any

from pytestqt.qtbot import QtBot

from desktop_dialer.model.audio_devices import AudioChoice, AudioDevices
from desktop_dialer.model.live_call import CallStage, LiveCall, Quality
from desktop_dialer.ui.call.call_window import CallWindow
from desktop_dialer.ui.widgets.icon_button import IconButton

DIALLING = LiveCall("1", "082 000 1234", "0820001234")
INCOMING = LiveCall(
    "2", "+44 20 7946 0018", "+442079460018", incoming=True, stage=CallStage.INCOMING
)
TALKING = replace(DIALLING, stage=CallStage.TALKING, quality=Quality(0.002, 4.2, 38))
ENDED = replace(TALKING, stage=CallStage.ENDED, words="The remote party hung up.")
DEVICES = AudioDevices(("Built-in", "Headset"), ("Built-in", "Headset", "HDMI"))

WISHES = (
    "answer_requested",
    "decline_requested",
    "hang_up_requested",
    "mute_requested",
    "hold_requested",
    "keys_requested",
    "copy_requested",
    "sound_chosen",
    "meter_requested",
    "test_ring_requested",
)


def answered(call: LiveCall = TALKING, seconds: float = 60.0) -> LiveCall:
    """`call`, answered so long ago."""
    return replace(call, answered_at=time.monotonic() - seconds)


class Line:
    """A call window with the keyboard, open for presses; `requests`: (name, *arguments)."""

    def __init__(self, qtbot: QtBot, call: LiveCall | None = TALKING) -> None:
        self.window = CallWindow()
        self.requests: list[tuple[Any, ...]] = []
        self._qtbot = qtbot
        for name in WISHES:
            getattr(self.window, name).connect(self._keeper(name))
        self.window.show_devices(DEVICES, AudioChoice(microphone="Headset"))
        qtbot.addWidget(self.window)
        if call:
            self.show(call)

    def show(self, call: LiveCall) -> None:
        """Show `call` and wait until presses count."""
        self.window.show_call(call)
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)
        self.wait()

    def wait(self) -> None:
        """Wait until presses count."""
        self._qtbot.waitUntil(lambda: self.window.guard_open)

    def buttons(self) -> list[str]:
        """The words of the buttons shown; in brackets: those that cannot be pressed."""
        shown = [one for one in self.window.findChildren(IconButton) if one.isVisible()]
        words = [(one.text().replace("&", ""), one.isEnabled()) for one in shown]
        return [text if enabled else f"({text})" for text, enabled in words]

    def _keeper(self, name: str) -> Any:
        return lambda *arguments: self.requests.append((name, *arguments))
