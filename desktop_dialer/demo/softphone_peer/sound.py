"""The tone the demo PBX plays, and the meter that measures what it hears, in plain Python."""

import cmath
import math
import threading
import time
from array import array
from collections import deque
from functools import cache
from operator import mul

RATE = 8000
"""Samples a second, one channel, 16 bits: as a telephone has them, and cheap to measure."""
FRAME = RATE // 50
"""Samples in one packet of 20 ms."""
SILENCE = bytes(2 * FRAME)
TONE_HZ = 440
TONE_DBFS = -15.0
LOWEST_DBFS = -127.0
WINDOW_S = 1.0
_SPECTRUM = 4096
"""Samples, half a second: frequencies to within half a hertz with the interpolation below."""


@cache
def tone(frequency: int = TONE_HZ) -> tuple[bytes, ...]:
    """The frames of one second of a sine at TONE_DBFS; a whole number of waves, so it repeats."""
    peak = 32767 * 10 ** (TONE_DBFS / 20) * math.sqrt(2)
    wave = [round(peak * math.sin(math.tau * frequency * n / RATE)) for n in range(RATE)]
    return tuple(array("h", wave[n : n + FRAME]).tobytes() for n in range(0, RATE, FRAME))


class ToneMeter:
    """The last second of what was heard. `add` on one thread, the measures on any."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._frames: deque[tuple[float, bytes]] = deque(maxlen=round(WINDOW_S * RATE / FRAME))

    def add(self, samples: bytes) -> None:
        """`samples`: 16 bits each, in the machine's own order."""
        with self._guard:
            self._frames.append((time.monotonic(), samples))

    def measure(self) -> tuple[float, float | None]:
        """The level in dBFS and the strongest frequency in hertz, None in near silence.

        0 dBFS is the power of a square wave at full scale, so the loudest sine has -3.
        Some 10 ms of work, so only on demand.
        """
        since = time.monotonic() - WINDOW_S
        with self._guard:
            heard = b"".join(samples for when, samples in self._frames if when >= since)
        samples = array("h", heard)
        level = level_dbfs(samples)
        loud = level > -60 and len(samples) >= _SPECTRUM
        return level, dominant_hz(samples[-_SPECTRUM:]) if loud else None


def level_dbfs(samples: "array[int]") -> float:
    """The level of `samples`; LOWEST_DBFS for digital silence, or none at all."""
    power = sum(map(mul, samples, samples)) / len(samples) if samples else 0
    return max(LOWEST_DBFS, 10 * math.log10(power / 32768**2)) if power else LOWEST_DBFS


def dominant_hz(samples: "array[int]") -> float:
    """The strongest frequency of `samples`, a power of 2 of them, between 50 Hz and 3,9 kHz."""
    count = len(samples)
    shaped = [
        value * (0.5 - 0.5 * math.cos(math.tau * n / count)) for n, value in enumerate(samples)
    ]
    power = [abs(value) for value in _transform(list(map(complex, shaped)))]
    lowest, highest = 50 * count // RATE, 3900 * count // RATE
    peak = max(range(lowest, highest), key=power.__getitem__)
    left, middle, right = (math.log(power[peak + n] + 1e-9) for n in (-1, 0, 1))
    bend = left - 2 * middle + right
    return (peak + (0.5 * (left - right) / bend if bend else 0)) * RATE / count


def _transform(values: list[complex]) -> list[complex]:
    """The Fourier transform, by halves (Cooley and Tukey)."""
    if len(values) == 1:
        return values
    even, odd = _transform(values[::2]), _transform(values[1::2])
    turned = list(map(mul, _turns(len(values)), odd))
    return [a + b for a, b in zip(even, turned, strict=True)] + [
        a - b for a, b in zip(even, turned, strict=True)
    ]


@cache
def _turns(count: int) -> tuple[complex, ...]:
    return tuple(cmath.exp(-2j * math.pi * n / count) for n in range(count // 2))
