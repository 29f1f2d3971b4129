"""The environment may give the engine a microphone that is none, and take none of its walls."""

import pytest

from desktop_dialer.demo.tour.fake_microphone import flags
from desktop_dialer.pbx.softphone.phone_process import ENGINE_FLAGS, stage_flags


def test_what_a_stage_needs_is_passed_on() -> None:
    given = ("--use-fake-device-for-media-stream", "--use-file-for-fake-audio-capture=/a b/t.wav")
    assert stage_flags(flags(*given)) == [f"--engine-flag={flag}" for flag in given]
    assert stage_flags({}) == []


@pytest.mark.parametrize(
    "flag",
    ["--remote-debugging-port=9222", "--ignore-certificate-errors", "--no-sandbox", "9222"],
)
def test_nothing_else_is(flag: str, caplog: pytest.LogCaptureFixture) -> None:
    assert stage_flags(flags(flag)) == []
    assert "not for the engine" in caplog.text


def test_what_cannot_be_read_is_noted_and_is_none(caplog: pytest.LogCaptureFixture) -> None:
    assert stage_flags({ENGINE_FLAGS: "--use-fake-device-for-media-stream 'half"}) == []
    assert "cannot be read" in caplog.text
