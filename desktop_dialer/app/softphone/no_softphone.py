"""The softphone that is not there: the settings choose the desk phone, or give no line."""

from PySide6.QtCore import QRect

from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.live_call import LiveCall
from ...model.registration import Registration


class NoSoftphone:
    """Does nothing. `registration`: why there is no line; an empty one where none is wanted."""

    live: LiveCall | None = None
    devices = AudioDevices()
    sound = AudioChoice()
    frame = QRect()

    def __init__(self, registration: Registration | None = None) -> None:
        self.registration = registration or Registration()

    def leave(self) -> None:
        """There is no line to leave."""

    def try_again(self) -> None:
        """There is nothing to register."""

    def shows(self, call_id: str) -> bool:  # noqa: ARG002
        """No window shows a call."""
        return False

    def open_window(self) -> None:
        """There is no call to show."""

    def put_end_away(self) -> None:
        """There is no call to put away."""

    def choose_sound(self, choice: AudioChoice) -> None:
        """There is nothing to hear."""

    def test_ring(self) -> None:
        """There is nothing to ring."""

    def answer(self, call_id: str) -> None:
        """There is no call."""

    def decline(self, call_id: str) -> None:
        """There is no call."""

    def hang_up(self, call_id: str) -> None:
        """There is no call."""

    def mute(self, call_id: str, on: bool) -> None:
        """There is no call."""
