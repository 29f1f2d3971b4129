"""A call log that cannot be written, and what keeps a number from being called twice then."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest

from desktop_dialer.desktop.call_log.call_log import CallLog
from desktop_dialer.model.call import CallRequest, LastCall
from desktop_dialer.model.errors import LogUnavailable
from tests.support.desktop.call_log_scene import (
    ACCEPTED,
    DIGITS,
    NUMBER,
    OTHER,
    UNKNOWN,
    Clock,
    garbage,
    guard_of,
    record_intent,
    request,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data/calls.sqlite3"


@pytest.fixture
def log(file: Path, clock: Clock) -> Iterator[CallLog]:
    made = CallLog(file, guard_of(file), clock=clock)
    yield made
    made.close()


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A path where no file can be."""
    (tmp_path / "file").touch()
    return tmp_path / "file/calls.sqlite3"


def test_a_log_that_cannot_be_written_says_so_once_and_the_guard_holds(
    file: Path, nowhere: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    log = CallLog(nowhere, guard_of(file), clock=clock)
    intent = request()
    assert record_intent(log, intent, 10) is None
    log.record_outcome(intent, ACCEPTED)
    reason = log.new_unavailable_reason()
    assert reason == log.unavailable_reason
    assert "a file has the name of its folder" in reason
    assert str(nowhere.parent) in reason
    assert log.new_unavailable_reason() == ""
    assert log.recent() == []
    other = CallLog(nowhere, guard_of(file), clock=clock)
    assert record_intent(other, request(), 10) == 0
    assert record_intent(other, request(OTHER), 10) is None
    assert other.new_unavailable_reason() == ""  # the process before has said it
    log.close()
    other.close()
    assert "the call log cannot be used" in caplog.text


def test_where_nothing_can_be_recorded_the_intent_fails(nowhere: Path, clock: Clock) -> None:
    log = CallLog(nowhere, nowhere.with_name("guard.sqlite3"), clock=clock)
    with pytest.raises(LogUnavailable):
        log.record_intent(request())
    log.record_outcome(request(), ACCEPTED)
    assert log.new_unavailable_reason()
    assert log.last_call(NUMBER.e164) == LastCall()
    log.clear()
    log.close()


def test_while_another_program_holds_the_file_the_guard_counts(
    file: Path, log: CallLog, caplog: pytest.LogCaptureFixture
) -> None:
    log.record_intent(request())
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    intent = request(OTHER)
    assert record_intent(log, intent, 10) is None
    assert "another program has locked it" in log.unavailable_reason
    assert "locked" in caplog.text
    assert record_intent(log, request(OTHER), 10) == 0
    holder.execute("ROLLBACK")
    holder.close()
    log.record_outcome(intent, ACCEPTED)  # the call is in the log after all
    assert not log.unavailable_reason
    assert log.new_unavailable_reason() == ""
    assert {call.e164 for call in log.recent()} == {NUMBER.e164, OTHER.e164}
    assert not list(file.parent.glob("*damaged*"))


def test_a_full_disk_is_named_and_the_guard_counts(file: Path, log: CallLog) -> None:
    log.record_intent(request())
    log.close()
    with sqlite3.connect(file) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    log.recent()
    assert log._file.connection
    log._file.connection.execute(f"PRAGMA max_page_count = {pages}")
    for _ in range(100):
        intent = request(OTHER)
        log.record_intent(intent)
        if log.unavailable_reason:
            break
    assert "the disk is full" in log.new_unavailable_reason()
    assert record_intent(log, request(OTHER), 10) == 0
    assert not list(file.parent.glob("*damaged*"))


@pytest.mark.parametrize("keep_days", [0, 30])
def test_the_guard_holds_over_processes_and_forgets(
    file: Path, clock: Clock, keep_days: int
) -> None:
    log, other = (CallLog(file, guard_of(file), keep_days=keep_days, clock=clock) for _ in range(2))
    intent = request()
    log.record_intent(intent)
    clock.now += 200
    assert other.last_call(NUMBER.e164) == LastCall(unknown_s=200)
    log.record_outcome(intent, UNKNOWN)  # it counts from here, not from the request
    clock.now += 5
    assert other.last_call(NUMBER.e164) == LastCall(unknown_s=5)
    assert not any(digits in guard_of(file).read_bytes() for digits in DIGITS)
    clock.now += 2 * 3600
    log.record_intent(request(OTHER))
    log.close()
    other.close()
    if keep_days == 0:
        assert other.last_call(NUMBER.e164) == LastCall()


def test_a_request_counts_from_when_it_was_made(log: CallLog, clock: Clock) -> None:
    intent = request()
    asked_at = clock.now + 1
    log.record_intent(intent)
    clock.now += 30
    log.record_outcome(intent, ACCEPTED)
    assert log.last_call(NUMBER.e164, asked_at) == LastCall(settled_s=0)
    assert log.last_call(NUMBER.e164, clock.now + 9) == LastCall(settled_s=9)


def test_a_damaged_log_is_set_aside_by_one_program_only(file: Path, clock: Clock) -> None:
    """Both meet the damage at once; the second one must not take the first one's new log away."""
    file.parent.mkdir()
    for number in range(1, 11):
        garbage(file)
        logs = [CallLog(file, guard_of(file), clock=clock) for _ in range(2)]
        intents = [request(), request(OTHER)]
        at_once = Barrier(2)

        def call(log: CallLog, intent: CallRequest, at_once: Barrier = at_once) -> None:
            at_once.wait()
            log.record_intent(intent)

        callers = [Thread(target=call, args=pair) for pair in zip(logs, intents, strict=True)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        assert {call.id for call in logs[0].recent()} == {intent.id for intent in intents}
        assert len(list(file.parent.glob("*.damaged-*"))) == number
        for log in logs:
            log.close()
