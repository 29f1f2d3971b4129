"""Sounding: the sound devices, those chosen, and what is wrong with them."""

import logging
from collections.abc import Callable
from dataclasses import replace

from ...dialling.live_call import SoundChoice, SoundDevices
from ..answer import one_line
from .commands import Command, Devices, Meter, TestRing
from .events import Level, MicrophoneRefused, SoundFound
from .faults import microphone_trouble
from .refusals import Told
from .surroundings import PhoneHooks

_log = logging.getLogger(__name__)
_LONGEST_LABEL = 200


class Sounding:
    """Owns the devices as they are shown. `warn`: says in the live call what is wrong."""

    def __init__(
        self, send: Callable[[Command], None], warn: Callable[[Told], None], hooks: PhoneHooks
    ) -> None:
        self.devices = SoundDevices()
        self._send = send
        self._warn = warn
        self._hooks = hooks
        self._none = ""
        """The trouble that ends with the next microphone."""
        self._watching: set[str] = set()
        """Where the level is looked at."""

    def begin(self, choice: SoundChoice) -> None:
        """A process has come up: use these devices, and tell the level if that is wanted."""
        self.choose(choice)
        if self._watching:
            self._send(Meter(on=True))

    def choose(self, choice: SoundChoice) -> None:
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

    def take(self, event: SoundFound | MicrophoneRefused | Level) -> None:
        """Take what the phone tells of them."""
        match event:
            case SoundFound():
                self._found(event)
            case MicrophoneRefused():
                _log.warning("microphone: %s %s", event.why, one_line(event.detail, 100))
                told = microphone_trouble(event.why)
                self._warn(told)
                self._none = _whole(told) if event.why == "missing" else self._none
                self._show(replace(self.devices, trouble=_whole(told)))
            case Level():
                self._show(replace(self.devices, trouble=""))  # it is heard
                self._hooks.level(event.microphone)

    def _found(self, event: SoundFound) -> None:
        trouble = self.devices.trouble
        if not event.microphones and not trouble:
            trouble = self._none = _whole(microphone_trouble("missing"))
        elif event.microphones and trouble and trouble == self._none:
            trouble = ""
            self._warn(Told("There is a microphone again."))
        missing = _labels(event.missing)
        if set(missing) - set(self.devices.missing):
            self._warn(
                Told(
                    f"{' and '.join(missing)} is not there; the system's own choice stands in.",
                    "Plug it in again, or choose another device.",
                )
            )
        labels = (_labels(event.microphones), _labels(event.speakers))
        self._show(SoundDevices(*labels, trouble, missing))

    def _show(self, devices: SoundDevices) -> None:
        if devices != self.devices:
            self.devices = devices
            self._hooks.devices_changed()


def _labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one_line(label, _LONGEST_LABEL) for label in labels)


def _whole(told: Told) -> str:
    return f"{told.message} {told.advice}"
