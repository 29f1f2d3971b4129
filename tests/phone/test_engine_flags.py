"""The environment may give the engine a fake microphone, but not weaken its protection."""

import pytest

from desktop_dialer.demo.tour.fake_microphone import flags
from desktop_dialer.pbx.softphone.phone_process import ENGINE_FLAGS, stage_flags


def test_the_flags_of_tests_and_demo_are_passed_on() -> None:
    given = ("--use-fake-device-for-media-stream", "--use-file-for-fake-audio-capture=/a b/t.wav")
    assert stage_flags(flags(*given)) == [f"--engine-flag={flag}" for flag in given]
    assert stage_flags({}) == []


@pytest.mark.parametrize(
    "flag",
    ["--remote-debugging-port=9222", "--ignore-certificate-errors", "--no-sandbox", "9222"],
)
def test_all_other_flags_are_dropped(flag: str, caplog: pytest.LogCaptureFixture) -> None:
    assert stage_flags(flags(flag)) == []
    assert ENGINE_FLAGS in caplog.text


def test_flags_that_cannot_be_parsed_are_dropped(caplog: pytest.LogCaptureFixture) -> None:
    assert stage_flags({ENGINE_FLAGS: "--use-fake-device-for-media-stream 'half"}) == []
    assert ENGINE_FLAGS in caplog.text
