"""Which tone is in a recording, and how loud: Goertzel's filter on a WAV of 16 bits."""

import math
import struct
import sys
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SILENCE_DB = -120.0
_FULL_SCALE = 32768.0
_SPEECH_HZ = range(100, 3400, 20)
_LONGEST_S = 10.0
_LOOK_AGAIN_S = 0.05


def tone_level(samples: Sequence[int], rate: int, hz: float) -> float:
    """The level of a sine of `hz` in the samples, in dB below the loudest sine there can be."""
    if not samples:
        return SILENCE_DB
    turn = 2 * math.pi * hz / rate
    factor = 2 * math.cos(turn)
    before = before_that = 0.0
    step = 2 * math.pi / len(samples)
    for place, sample in enumerate(samples):
        # Hann's window: a strong tone must not leak over a weak one's place.
        now = sample * (1 - math.cos(step * place)) + factor * before - before_that
        before_that, before = before, now
    power = before * before + before_that * before_that - factor * before * before_that
    return _decibels(2 * math.sqrt(max(power, 0.0)) / len(samples))


def loudness(samples: Sequence[int]) -> float:
    """Of everything in them, in dB: a sine has the same here as in tone_level."""
    if not samples:
        return SILENCE_DB
    return _decibels(math.sqrt(2 * sum(sample * sample for sample in samples) / len(samples)))


def loudest_tone(samples: Sequence[int], rate: int) -> float:
    """The frequency in Hz, to about 2 Hz, of the loudest tone of a telephone's range."""
    coarse = samples[-rate // 20 :]
    near = max(_SPEECH_HZ, key=lambda hz: tone_level(coarse, rate, hz))
    fine = samples[-rate // 4 :]
    return max(range(near - 20, near + 21, 2), key=lambda hz: tone_level(fine, rate, hz))


def _decibels(amplitude: float) -> float:
    return max(20 * math.log10(max(amplitude, 1e-9) / _FULL_SCALE), SILENCE_DB)


@dataclass(frozen=True)
class _Layout:
    channels: int
    rate: int
    data: int  # where the samples begin


class Recording:
    """A WAV that may still be growing: it is read again each time, from its end."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def seconds(self) -> float:
        """How long it is by now."""
        layout = self._layout
        return (self.file.stat().st_size - layout.data) / (2 * layout.channels * layout.rate)

    def last(self, seconds: float) -> Sequence[int]:
        """The samples of its first channel in the last seconds."""
        layout = self._layout
        frame = 2 * layout.channels
        whole = self.file.read_bytes()[layout.data :]
        whole = whole[: len(whole) // frame * frame]
        samples = array("h", whole[-round(seconds * layout.rate) * frame :])
        if sys.byteorder == "big":
            samples.byteswap()
        return samples[:: layout.channels]

    def level(self, hz: float, over_s: float = 0.5) -> float:
        """Of that tone at its end, in dB; see tone_level."""
        return tone_level(self.last(over_s), self._layout.rate, hz)

    def loudness(self, over_s: float = 0.5) -> float:
        """Of everything at its end, in dB; see loudness."""
        return loudness(self.last(over_s))

    def loudest_tone(self) -> float:
        """In Hz, in its last quarter of a second."""
        return loudest_tone(self.last(0.25), self._layout.rate)

    def wait_for_tone(
        self, hz: float, above_db: float = -40, within_s: float = _LONGEST_S
    ) -> float:
        """Until its last half second holds that tone; the level in dB.

        The tone must be its main part, so that noise or another tone does not pass for it.
        """
        deadline = time.monotonic() + within_s
        while (level := self._main_tone(hz)) < above_db:
            self._look_again(deadline, f"no tone of {hz} Hz above {above_db} dB: {level:.0f} dB")
        return level

    def wait_for_silence(self, below_db: float = -60, within_s: float = _LONGEST_S) -> float:
        """Until half a second that came after this call holds nothing; the loudness in dB.

        Packets must go on coming: for a call on hold see `seconds`, which stands still.
        """
        deadline = time.monotonic() + within_s
        start = self.seconds
        while (loud := self.loudness()) >= below_db or self.seconds < start + 0.5:
            self._look_again(deadline, f"no silence below {below_db} dB: {loud:.0f} dB")
        return loud

    def wait_for_more(self, seconds: float = 0.5, within_s: float = _LONGEST_S) -> None:
        """Until that much more has come in than there is now."""
        deadline = time.monotonic() + within_s
        enough = self.seconds + seconds
        while self.seconds < enough:
            self._look_again(deadline, "no more packets")

    def wait_for_standstill(self, within_s: float = _LONGEST_S) -> None:
        """Until nothing has come in for half a second."""
        deadline = time.monotonic() + within_s
        last, since = self.seconds, time.monotonic()
        while time.monotonic() < since + 0.5:
            self._look_again(deadline, "packets go on coming")
            if self.seconds != last:
                last, since = self.seconds, time.monotonic()

    def _main_tone(self, hz: float) -> float:
        samples = self.last(0.5)
        rate = self._layout.rate
        if len(samples) < rate // 2:
            return SILENCE_DB
        level = tone_level(samples, rate, hz)
        return level if level > loudness(samples) - 6 else SILENCE_DB

    def _look_again(self, deadline: float, why_not: str) -> None:
        assert time.monotonic() < deadline, (
            f"{self.file.name} after {self.seconds:.1f} s: {why_not}"
        )
        time.sleep(_LOOK_AGAIN_S)  # a growing file tells nobody

    @cached_property
    def _layout(self) -> _Layout:
        """From the chunks; their lengths are wrong until the file is closed, their places not."""
        head = self.file.read_bytes()[:4096]
        assert head[:4] == b"RIFF", f"{self.file.name} is no WAV"
        channels = rate = 0
        place = 12
        while (name := head[place : place + 4]) != b"data":
            assert name, f"{self.file.name} holds no samples"
            if name == b"fmt ":
                channels, rate = struct.unpack_from("<HI", head, place + 10)
                assert struct.unpack_from("<H", head, place + 22) == (16,)
            place += 8 + int(struct.unpack_from("<I", head, place + 4)[0])
        return _Layout(channels, rate, place + 8)
