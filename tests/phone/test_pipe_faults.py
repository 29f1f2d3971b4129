"""The app's end of the pipe, with a program at the other end that is not a phone."""

import signal
import sys

import pytest

from desktop_dialer.pbx.softphone.events import Ready
from tests.support.softphone.phone_at_work import LIMIT_S, PhoneAtWork


def program(code: str) -> PhoneAtWork:
    return PhoneAtWork([sys.executable, "-c", f"import os, sys, time\n{code}"])


def test_an_invalid_event_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    phone = program(
        """
print('{"kind": "secret"}')
print("secret" * 20_000)
print('{"kind": "ready", "engine": "after"}')
print('{"kind": "ready", "engine": "half', end="")
"""
    )
    assert phone.events.get(timeout=LIMIT_S) == Ready(engine="after")
    assert phone.events.get(timeout=LIMIT_S) == 0
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert "secret" not in caplog.text


def test_its_log_lines_are_kept_up_to_a_limit(caplog: pytest.LogCaptureFixture) -> None:
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
    logged = [record.getMessage() for record in caplog.records]
    noisy.process.stop()
    assert logged == [*["phone: " + "x" * 150] * 300, logged[-1]]
    assert caplog.records[-1].levelname == "WARNING"


def test_a_program_that_closes_its_output_is_killed() -> None:
    silent = program("os.close(1); time.sleep(60)")
    assert silent.exit_code() == -signal.SIGKILL


def test_a_program_that_ignores_its_input_is_terminated() -> None:
    deaf = program("time.sleep(60)")
    deaf.process.stop(0.1)
    assert deaf.exit_code() == -signal.SIGTERM
