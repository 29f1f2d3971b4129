"""Calls that are made with the softphone, in the call log: incoming ones, and second outcomes."""

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.desktop.call_log.call_log import CallLog
from desktop_dialer.model.call import CallOutcome, CallSource, PastCall, Status
from tests.support.desktop.call_log_scene import (
    ACCEPTED,
    DIGITS,
    NUMBER,
    OTHER,
    Clock,
    guard_of,
    raw,
    record_intent,
    request,
    since,
)

ANSWERED = CallOutcome(Status.ANSWERED, "You hung up after 2:13.", talked_s=133.4)
MISSED = CallOutcome(Status.UNANSWERED, "You missed a call from 082 000 1234.")
AT_ONCE = [
    CallOutcome(Status.DECLINED_IN_A_CALL, "You were in another call."),
    CallOutcome(Status.DECLINED_UNDISTURBED, "do not disturb is on."),
]
# As the first version of the program wrote it.
_OLD_SCHEMA = """
CREATE TABLE calls (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,          -- seconds since 1970, UTC
    source TEXT NOT NULL,
    reference TEXT NOT NULL,
    e164 TEXT NOT NULL DEFAULT '',
    display TEXT NOT NULL DEFAULT '',
    status TEXT,               -- NULL: asked for, and no outcome known
    message TEXT NOT NULL DEFAULT ''
);
CREATE INDEX calls_by_number ON calls (e164, at);
"""
_OLD_CALL = "INSERT INTO calls (id, at, source, reference, e164, display) VALUES (?, ?, ?, ?, ?, ?)"


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


def ring(log: CallLog, call_id: str = "in-1", outcome: CallOutcome | None = None) -> None:
    log.record_incoming(call_id, NUMBER.e164, NUMBER.display, outcome)


def only(log: CallLog) -> PastCall:
    [call] = log.recent()
    return call


@pytest.mark.parametrize(
    "outcome",
    [ANSWERED, MISSED, CallOutcome(Status.ELSEWHERE, ""), CallOutcome(Status.DECLINED, "")],
)
def test_an_incoming_call_from_ring_to_outcome(
    log: CallLog, clock: Clock, outcome: CallOutcome
) -> None:
    ring(log)
    assert only(log).status is Status.UNKNOWN
    rang_at = clock.now
    clock.now += 200
    log.record_incoming_outcome("in-1", outcome)
    call = only(log)
    assert call.incoming
    assert (call.source, call.at) == (CallSource.INCOMING, rang_at)
    assert (call.e164, call.display) == ("+27820001234", "082 000 1234")
    assert (call.status, call.message) == (outcome.status, outcome.message)
    assert call.talked_s == outcome.talked_s


@pytest.mark.parametrize("outcome", AT_ONCE)
def test_one_that_is_declined_at_once(log: CallLog, outcome: CallOutcome) -> None:
    ring(log, outcome=outcome)
    assert (only(log).status, only(log).message) == (outcome.status, outcome.message)


def test_the_line_may_use_a_name_again(log: CallLog, clock: Clock) -> None:
    for outcome in (ANSWERED, MISSED):
        clock.now += 60
        ring(log)
        log.record_incoming_outcome("in-1", outcome)
        log.record_incoming_outcome("in-1", AT_ONCE[0])  # it has ended already
    assert [call.status for call in log.recent()] == [MISSED.status, ANSWERED.status]


def test_a_withheld_number_is_a_call_all_the_same(log: CallLog) -> None:
    log.record_incoming("in-1", "", "", MISSED)
    assert (only(log).e164, only(log).display) == ("", "")


def test_half_characters_of_a_caller_do_not_matter(log: CallLog) -> None:
    log.record_incoming("in-1", "", "Jo\ud800", MISSED)
    assert only(log).display == "Jo?"


@pytest.mark.parametrize("outcome", [None, ANSWERED, MISSED])
def test_who_has_called_can_be_called_back_at_once(
    log: CallLog, outcome: CallOutcome | None
) -> None:
    ring(log, outcome=outcome)
    assert since(log, NUMBER.e164) is None
    assert record_intent(log, request(), 10) is None
    assert since(log, NUMBER.e164) == 0


def test_old_ones_go_too(file: Path, clock: Clock) -> None:
    log = CallLog(file, guard_of(file), keep_days=2, clock=clock)
    ring(log, outcome=MISSED)
    clock.now += 2 * 86400 + 1
    log.record_incoming("in-2", OTHER.e164, OTHER.display, MISSED)
    assert only(log).e164 == OTHER.e164
    log.close()


def test_keeping_nothing_keeps_none(file: Path, log: CallLog, clock: Clock) -> None:
    none = CallLog(file, guard_of(file), keep_days=0, clock=clock)
    ring(none)
    none.record_incoming_outcome("in-1", MISSED)
    assert not file.exists()
    log.record_incoming("in-1", "", "082 000 1234", MISSED)
    log.close()
    assert any(digits in raw(file) for digits in DIGITS)
    assert none.recent() == [], "and what was kept before is forgotten"
    assert not any(digits in raw(file) for digits in DIGITS)
    none.close()


def test_the_final_outcome_replaces_the_first(log: CallLog) -> None:
    intent = request()
    log.record_intent(intent)
    log.record_outcome(intent, ACCEPTED)
    log.record_outcome(intent, ANSWERED, final=True)
    call = only(log)
    assert (call.status, call.talked_s) == (Status.ANSWERED, 133.4)
    assert call.message == "You hung up after 2:13."
    assert not call.incoming
    assert since(log, NUMBER.e164) == 0


def test_a_first_outcome_that_comes_late_changes_nothing(log: CallLog) -> None:
    """The call ended while another thread was still writing that it was accepted."""
    intent = request()
    log.record_intent(intent)
    log.record_outcome(intent, ANSWERED, final=True)
    log.record_outcome(intent, ACCEPTED)
    assert only(log).status is Status.ANSWERED


def test_busy_after_all_may_be_called_again_at_once(log: CallLog) -> None:
    intent = request()
    log.record_intent(intent)
    log.record_outcome(intent, ACCEPTED)
    log.record_outcome(intent, CallOutcome(Status.REFUSED, "082 000 1234 is busy."), final=True)
    assert record_intent(log, request(), 10) is None


def test_keeping_nothing_keeps_no_second_outcome(file: Path, clock: Clock) -> None:
    log = CallLog(file, guard_of(file), keep_days=0, clock=clock)
    intent = request()
    log.record_intent(intent)
    log.record_outcome(intent, ACCEPTED)
    log.record_outcome(intent, ANSWERED, final=True)
    assert log.recent() == []
    assert since(log, NUMBER.e164) == 0
    log.close()
    assert not any(digits in raw(file) for digits in (*DIGITS, b"ref-1", b"2:13"))


def old_file(file: Path) -> sqlite3.Connection:
    """A log of the first version with one call, and that program's connection."""
    file.parent.mkdir()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(_OLD_SCHEMA)
    old = ("old", 1_600_000_000.0, "tray", "r-old", "+27831112222", "083 111 2222")
    connection.execute(_OLD_CALL, old)
    connection.execute("UPDATE calls SET status = 'accepted', message = 'Rings.'")
    connection.commit()
    return connection


def test_a_log_of_the_first_version_goes_on(file: Path, clock: Clock) -> None:
    old_file(file).close()
    log = CallLog(file, guard_of(file), keep_days=3650, clock=clock)
    ring(log, outcome=ANSWERED)
    newer, older = log.recent()
    assert (newer.status, newer.talked_s) == (Status.ANSWERED, 133.4)
    assert (older.id, older.status, older.message) == ("old", Status.ACCEPTED, "Rings.")
    assert older.talked_s is None
    log.close()
    assert not list(file.parent.glob("*damaged*"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_programs_bring_it_up_to_date_while_the_first_version_runs(
    file: Path, clock: Clock
) -> None:
    still_running = old_file(file)
    logs = [CallLog(file, guard_of(file), keep_days=3650, clock=clock) for _ in range(2)]
    for log in logs:
        ring(log, outcome=MISSED)
    with still_running:
        newest = ("newest", clock.now + 5, "tray", "r", "+27831112222", "083 111 2222")
        still_running.execute(_OLD_CALL, newest)
    clock.now += 10
    assert logs[0].recent()[0].id == "newest"
    assert len(logs[1].recent()) == 4
    for log in logs:
        log.close()
    still_running.close()
