"""AudioDeviceState: the sound devices, those chosen, and what is wrong with them."""

import logging
from collections.abc import Callable
from dataclasses import replace

from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.user_message import UserMessage
from ...translation import tr
from ..response_text import one_line
from .commands import Command, Devices, Meter, TestRing
from .events import Level, MicrophoneRefused, SoundFound
from .faults import NO_SPEAKER, microphone_trouble
from .ports import PhoneHooks

_log = logging.getLogger(__name__)
_LONGEST_LABEL = 200


class AudioDeviceState:
    """Owns the devices as they are shown. `warn`: says in the live call what is wrong."""

    def __init__(
        self,
        send: Callable[[Command], None],
        warn: Callable[[UserMessage], None],
        hooks: PhoneHooks,
    ) -> None:
        self.devices = AudioDevices()
        self._send = send
        self._warn = warn
        self._hooks = hooks
        self._lacking: UserMessage | None = None
        """The trouble that ends with the next microphone or speaker."""
        self._watching: set[str] = set()
        """Where the level is looked at."""

    def begin(self, choice: AudioChoice) -> None:
        """A process has come up: use these devices, and tell the level if that is wanted."""
        self.choose(choice)
        if self._watching:
            self._send(Meter(on=True))

    def choose(self, choice: AudioChoice) -> None:
        """Use these devices."""
        self._send(Devices(microphone=choice.microphone, speaker=choice.speaker, ring=choice.ring))

    def meter(self, on: bool, where: str) -> None:
        """Have the hook `level` told what the microphone hears, while any place looks at it."""
        before = bool(self._watching)
        self._watching = (self._watching | {where}) if on else (self._watching - {where})
        if bool(self._watching) != before:
            self._send(Meter(on=on))

    def test_ring(self) -> None:
        """Ring shortly on the ring device."""
        self._send(TestRing())

    def remind(self) -> None:
        """Say once more what is lacking: packets that arrive do not show it."""
        if self._lacking and self.devices.trouble == _whole(self._lacking):
            self._warn(self._lacking)

    def take(self, event: SoundFound | MicrophoneRefused | Level) -> None:
        """Take what the phone tells of them."""
        match event:
            case SoundFound():
                self._found(event)
            case MicrophoneRefused():
                _log.warning("microphone: %s %s", event.why, one_line(event.detail, 100))
                told = microphone_trouble(event.why)
                self._warn(told)
                self._lacking = told if event.why == "missing" else self._lacking
                self._show(replace(self.devices, trouble=_whole(told)))
            case Level():
                if self.devices.trouble != _whole(NO_SPEAKER.translated()):
                    self._show(replace(self.devices, trouble=""))  # it is heard
                self._hooks.level(event.microphone)

    def _found(self, event: SoundFound) -> None:
        trouble = self._trouble(event)
        missing = _labels(event.missing)
        if set(missing) - set(self.devices.missing):
            self._warn(
                UserMessage(
                    tr(
                        "{missing} is not connected. The system's default device is used instead."
                    ).format(missing=", ".join(missing)),
                    tr("Plug it in again, or choose another device."),
                )
            )
        labels = (_labels(event.microphones), _labels(event.speakers))
        self._show(AudioDevices(*labels, trouble, missing))

    def _trouble(self, event: SoundFound) -> str:
        """The trouble from here on: a graver one stands until the microphone is heard."""
        trouble, lacked = self.devices.trouble, self._lacking
        if trouble and not (lacked and trouble == _whole(lacked)):
            return trouble
        self._lacking = _lack_of(event)
        if self._lacking is None:
            if lacked and trouble:
                speaker = lacked == NO_SPEAKER.translated()
                back = tr("A speaker is back.") if speaker else tr("A microphone is back.")
                self._warn(UserMessage(back))
            return ""
        no_speaker = NO_SPEAKER.translated()
        if self._lacking == no_speaker != lacked:
            self._warn(no_speaker)
        return _whole(self._lacking)

    def _show(self, devices: AudioDevices) -> None:
        if devices != self.devices:
            self.devices = devices
            self._hooks.devices_changed()


def _lack_of(event: SoundFound) -> UserMessage | None:
    if not event.microphones:
        return microphone_trouble("missing")
    return None if event.speakers else NO_SPEAKER.translated()


def _labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one_line(label, _LONGEST_LABEL) for label in labels)


def _whole(told: UserMessage) -> str:
    return f"{told.message} {told.advice}"
