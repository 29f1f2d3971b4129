"""What is measured in a recording is what was put into it."""

import math
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.sip.recording import SILENCE_DB, Recording


def write(file: Path, rate: int, seconds: float, sample: Callable[[float], float]) -> Recording:
    """Two channels, the second of them silent; 1.0 is full scale."""
    values = array("h")
    for place in range(round(rate * seconds)):
        values.extend((round(32767 * sample(place / rate)), 0))
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(values.tobytes())
    return Recording(file)


def sine(hz: float, amplitude: float = 1.0) -> Callable[[float], float]:
    return lambda second: amplitude * math.sin(2 * math.pi * hz * second)


@pytest.mark.parametrize("rate", [8000, 48000])
@pytest.mark.parametrize(("amplitude", "level"), [(1.0, 0.0), (0.1, -20.0), (0.01, -40.0)])
def test_the_level_of_a_tone(tmp_path: Path, rate: int, amplitude: float, level: float) -> None:
    recording = write(tmp_path / "tone.wav", rate, 1.0, sine(1000, amplitude))
    assert recording.seconds == pytest.approx(1.0)
    assert recording.level(1000) == pytest.approx(level, abs=0.1)
    assert recording.loudness() == pytest.approx(level, abs=0.1)
    assert recording.level(440) < level - 60


@pytest.mark.parametrize("hz", [350, 440, 1000, 1633, 3000])
def test_the_frequency_of_the_loudest_tone(tmp_path: Path, hz: int) -> None:
    weak, strong = sine(700, 0.01), sine(hz, 0.3)
    recording = write(tmp_path / "two.wav", 8000, 0.5, lambda second: weak(second) + strong(second))
    assert recording.loudest_tone() == pytest.approx(hz, abs=2)


def test_silence_is_silent(tmp_path: Path) -> None:
    recording = write(tmp_path / "silence.wav", 8000, 1.0, lambda _: 0.0)
    assert recording.loudness() == SILENCE_DB
    assert recording.level(440) == SILENCE_DB


def test_only_the_end_counts(tmp_path: Path) -> None:
    recording = write(
        tmp_path / "ends.wav", 8000, 1.0, lambda second: sine(440 if second < 0.5 else 1000)(second)
    )
    assert recording.wait_for_tone(1000) == pytest.approx(0, abs=0.1)
    with pytest.raises(AssertionError, match="no tone of 440 Hz"):
        recording.wait_for_tone(440, within_s=0)
    with pytest.raises(AssertionError, match="no silence"):
        recording.wait_for_silence(within_s=0)


def test_a_tone_under_noise_is_no_tone(tmp_path: Path) -> None:
    recording = write(
        tmp_path / "noise.wav",
        8000,
        1.0,
        lambda second: sine(1000, 0.05)(second) + sine(300, 0.4)(second) + sine(2000, 0.4)(second),
    )
    assert recording.level(1000) > -30
    with pytest.raises(AssertionError, match="no tone of 1000 Hz"):
        recording.wait_for_tone(1000, within_s=0)


def test_a_file_still_open_has_wrong_lengths_and_is_read_all_the_same(tmp_path: Path) -> None:
    recording = write(tmp_path / "open.wav", 8000, 1.0, sine(440, 0.5))
    whole = recording.file.read_bytes()
    recording.file.write_bytes(whole[:4] + bytes(4) + whole[8:40] + bytes(4) + whole[44:-1])
    assert recording.seconds == pytest.approx(1.0, abs=0.001)
    assert recording.wait_for_tone(440) == pytest.approx(-6, abs=0.1)
