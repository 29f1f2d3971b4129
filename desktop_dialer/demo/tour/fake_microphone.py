"""A microphone that hears a tone, for an app on a stage: the engine reads it from a file."""

import math
import shlex
import wave
from array import array
from pathlib import Path

from ...pbx.softphone.phone_process import ENGINE_FLAGS

HEARD_HZ = 1000
_RATE = 48000
_SECONDS = 4
_PEAK = 8000
_PAUSE = 0.2
"""Of each second: what never stops is noise to the engine, which takes it away."""
WITHOUT_NETWORK = "--allow-loopback-in-peer-connection"
"""The engine's flag for a machine without any network: else it finds no way to a PBX on it."""


def flags(*given: str) -> dict[str, str]:
    """The environment that hands them to the engine."""
    return {ENGINE_FLAGS: shlex.join(given)}


def fake_microphone(folder: Path) -> dict[str, str]:
    """The environment of an app that has it. Its tone, of HEARD_HZ, is a file in `folder`."""
    file = folder / "tone.wav"
    turn = math.tau * HEARD_HZ / _RATE
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes(array("h", (_sample(turn, n) for n in range(_SECONDS * _RATE))))
    return flags(
        WITHOUT_NETWORK,
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}",
    )


def _sample(turn: float, n: int) -> int:
    paused = n % _RATE >= (1 - _PAUSE) * _RATE
    return 0 if paused else round(_PEAK * math.sin(turn * n))
