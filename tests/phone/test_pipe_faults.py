"""The app's end of the pipe, with a program at the other end that is no phone."""

import signal
import sys

import pytest

from desktop_dialer.pbx.softphone.events import Ready
from tests.support.softphone.phone_at_work import LIMIT_S, PhoneAtWork


def program(code: str) -> PhoneAtWork:
    return PhoneAtWork([sys.executable, "-c", f"import os, sys, time\n{code}"])


def test_what_is_no_event_is_noted_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    told = program(
        """
print('{"kind": "secret"}')
print("secret" * 20_000)
print('{"kind": "ready", "engine": "after"}')
print('{"kind": "ready", "engine": "half', end="")
"""
    )
    assert told.told.get(timeout=LIMIT_S) == Ready(engine="after")
    assert told.told.get(timeout=LIMIT_S) == 0
    assert [record.getMessage() for record in caplog.records] == [
        "the phone process told something that is no event: no kind of message",
        "the phone process told something that is no event: too long a line",
    ]


def test_its_notes_are_kept_up_to_a_point(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    # A pipe holds 64 KiB: once all is written, 2,000 lines at least have been read.
    noisy = program(
        """
for number in range(4000):
    print("phone: " + "x" * 150, file=sys.stderr)
print('{"kind": "ready"}', flush=True)
sys.stdin.read()
"""
    )
    noisy.wait_for(Ready)
    notes = [record.getMessage() for record in caplog.records]
    noisy.process.stop()
    assert notes == [*["phone: " + "x" * 150] * 300, notes[-1]]
    assert "no more of it is kept" in notes[-1]


def test_a_program_that_goes_silent_is_ended() -> None:
    silent = program("os.close(1); time.sleep(60)")
    assert silent.exit_code() == -signal.SIGKILL


def test_a_program_that_hears_nothing_is_told_then_killed() -> None:
    deaf = program("time.sleep(60)")
    deaf.process.stop(0.1)
    assert deaf.exit_code() == -signal.SIGTERM
