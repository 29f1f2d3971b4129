"""AudioDeviceState: the audio devices, those chosen, and what is wrong with them."""

import logging
from collections.abc import Callable
from dataclasses import replace

from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.user_message import UserMessage
from ...translation import tr
from ..response_text import one_line
from .commands import Command, Devices, Meter, TestRing
from .events import Level, MicrophoneRefused, SoundFound
from .faults import NO_SPEAKER, microphone_message
from .ports import PhoneHooks

_log = logging.getLogger(__name__)
_LONGEST_LABEL = 200


class AudioDeviceState:
    """Owns the devices as they are shown. `warn`: shows a warning in the live call."""

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
        self._missing: UserMessage | None = None
        """That there is no microphone or no speaker: ends when one is connected."""
        self._watchers: set[str] = set()
        """Where the level is shown."""

    def begin(self, choice: AudioChoice) -> None:
        """A process is ready: use these devices, and measure the level if it is shown."""
        self.choose(choice)
        if self._watchers:
            self._send(Meter(on=True))

    def choose(self, choice: AudioChoice) -> None:
        """Use these devices."""
        self._send(Devices(microphone=choice.microphone, speaker=choice.speaker, ring=choice.ring))

    def meter(self, on: bool, watcher: str) -> None:
        """Report the microphone's level to the hook `level` while it is shown anywhere."""
        before = bool(self._watchers)
        self._watchers = (self._watchers | {watcher}) if on else (self._watchers - {watcher})
        if bool(self._watchers) != before:
            self._send(Meter(on=on))

    def test_ring(self) -> None:
        """Ring briefly on the ring device."""
        self._send(TestRing())

    def remind(self) -> None:
        """Warn again that a device is missing: audio that arrives does not reveal it."""
        if self._missing and self.devices.problem == _as_text(self._missing):
            self._warn(self._missing)

    def handle(self, event: SoundFound | MicrophoneRefused | Level) -> None:
        """Update the devices from an event of the phone process."""
        match event:
            case SoundFound():
                self._handle_devices(event)
            case MicrophoneRefused():
                _log.warning("microphone: %s %s", event.why, one_line(event.detail, 100))
                message = microphone_message(event.why)
                self._warn(message)
                self._missing = message if event.why == "missing" else self._missing
                self._show(replace(self.devices, problem=_as_text(message)))
            case Level():
                if self.devices.problem != _as_text(NO_SPEAKER.translated()):
                    self._show(replace(self.devices, problem=""))  # the microphone works
                self._hooks.level(event.microphone)

    def _handle_devices(self, event: SoundFound) -> None:
        problem = self._problem_after(event)
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
        self._show(AudioDevices(*labels, problem, missing))

    def _problem_after(self, event: SoundFound) -> str:
        """The problem to show now. One that is not a missing device stays until a level comes."""
        problem, before = self.devices.problem, self._missing
        if problem and not (before and problem == _as_text(before)):
            return problem
        self._missing = _missing_device(event)
        no_speaker = NO_SPEAKER.translated()
        if self._missing is None:
            if before and problem:
                back = tr("A microphone is back.")
                self._warn(UserMessage(tr("A speaker is back.") if before == no_speaker else back))
            return ""
        if self._missing == no_speaker != before:
            self._warn(no_speaker)
        return _as_text(self._missing)

    def _show(self, devices: AudioDevices) -> None:
        if devices != self.devices:
            self.devices = devices
            self._hooks.devices_changed()


def _missing_device(event: SoundFound) -> UserMessage | None:
    if not event.microphones:
        return microphone_message("missing")
    return None if event.speakers else NO_SPEAKER.translated()


def _labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one_line(label, _LONGEST_LABEL) for label in labels)


def _as_text(message: UserMessage) -> str:
    return f"{message.message} {message.advice}"
