"""The call log on a real disk: what is kept, what is forgotten, and what damage does."""

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.desktop.call_log.call_log import CallLog
from desktop_dialer.model.call import CallOutcome, CallSource, Status
from tests.support.desktop.call_log_scene import (
    ACCEPTED,
    DIGITS,
    NUMBER,
    OTHER,
    UNKNOWN,
    Clock,
    garbage,
    guard_of,
    raw,
    record_intent,
    request,
    since,
)

UNREACHED = CallOutcome(Status.UNREACHED, "No phone rang.")
REFUSED = CallOutcome(Status.REFUSED, "The PBX refused the call.")


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


def test_a_call_from_wish_to_outcome(log: CallLog, clock: Clock) -> None:
    intent = request()
    assert log.record_intent(intent) is None
    [opened] = log.recent()
    assert opened.status is Status.UNKNOWN
    assert "unknown" in opened.message
    log.record_outcome(intent, ACCEPTED)
    [settled] = log.recent()
    assert settled.status is Status.ACCEPTED
    assert settled.message == ACCEPTED.message
    assert (settled.id, settled.at, settled.source) == (intent.id, clock.now, CallSource.COMMAND)
    assert (settled.reference, settled.e164, settled.display) == (
        "ref-1", "+27820001234", "082 000 1234",
    )  # fmt: skip


def test_the_wish_is_on_disk_at_once(log: CallLog, file: Path) -> None:
    log.record_intent(request())
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as other:
        assert other.execute("SELECT e164, status FROM calls").fetchall() == [
            ("+27820001234", None)
        ]
    other.close()


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [(None, True), (ACCEPTED, True), (UNKNOWN, True), (UNREACHED, False), (REFUSED, False)],
)
def test_the_cool_down_counts_what_may_have_rung(
    log: CallLog, clock: Clock, outcome: CallOutcome | None, counts: bool
) -> None:
    intent = request()
    log.record_intent(intent)
    if outcome:
        log.record_outcome(intent, outcome)
    clock.now += 4
    assert since(log, NUMBER.e164) == (4 if counts else None)
    assert since(log, OTHER.e164) is None
    assert record_intent(log, request(), 10) == (4 if counts else None)
    assert len(log.recent()) == (1 if counts else 2)


def test_the_cool_down_ends(log: CallLog, clock: Clock) -> None:
    log.record_intent(request())
    clock.now += 10
    assert record_intent(log, request(), 10) is None
    assert record_intent(log, request(OTHER), 10) is None
    assert record_intent(log, request(), 0) is None
    assert len(log.recent()) == 4


def test_two_logs_on_one_file_know_of_each_other(log: CallLog, file: Path, clock: Clock) -> None:
    other = CallLog(file, guard_of(file), clock=clock)
    assert record_intent(log, request(), 10) is None
    assert record_intent(other, request(), 10) == 0
    other.close()


def test_the_same_request_is_never_wished_twice(log: CallLog) -> None:
    intent = request()
    log.record_intent(intent)
    log.record_outcome(intent, REFUSED)
    with pytest.raises(sqlite3.IntegrityError):
        log.record_intent(intent)
    assert [call.status for call in log.recent()] == [Status.REFUSED]


def test_a_clock_that_goes_backwards_asks_and_then_heals(log: CallLog, clock: Clock) -> None:
    log.record_intent(request())
    clock.now -= 365 * 86400
    assert since(log, NUMBER.e164) == 0
    assert record_intent(log, request(), 10) == 0
    assert (
        record_intent(log, request(OTHER), 10) is None
    )  # from here on the old call is of the moment
    clock.now += 11
    assert record_intent(log, request(), 10) is None


def test_old_calls_go(file: Path, clock: Clock) -> None:
    log = CallLog(file, guard_of(file), keep_days=2, clock=clock)
    log.record_intent(request())
    clock.now += 2 * 86400
    log.record_intent(request(OTHER))
    assert [call.e164 for call in log.recent()] == [OTHER.e164, NUMBER.e164]
    clock.now += 1
    log.record_intent(request(OTHER))
    assert [call.e164 for call in log.recent()] == [OTHER.e164, OTHER.e164]
    log.close()


def test_the_latest_are_first_and_no_more_than_asked(log: CallLog, clock: Clock) -> None:
    for n in range(25):
        clock.now += 1
        log.record_intent(request(reference=f"r{n}"))
    assert [call.reference for call in log.recent(3)] == ["r24", "r23", "r22"]
    assert len(log.recent()) == 20


def test_keeping_nothing_leaves_no_number_on_the_disk(file: Path, clock: Clock) -> None:
    log = CallLog(file, guard_of(file), keep_days=0, clock=clock)
    intent = request()
    record_intent(log, intent, 10)
    assert not any(digits in raw(file) for digits in DIGITS)
    assert b"ref-1" in raw(file)
    assert log.recent() == []
    log.record_outcome(intent, CallOutcome(Status.ACCEPTED, "connected to 082 000 1234"))
    assert not any(digits in raw(file) for digits in DIGITS)
    assert record_intent(log, request(), 10) == 0  # the cool-down holds
    clock.now += 11
    intent = request()
    assert record_intent(log, intent, 10) is None
    log.record_outcome(intent, CallOutcome(Status.UNREACHED, ""))
    assert since(log, NUMBER.e164) == 11
    log.close()
    assert not any(digits in raw(file) for digits in (*DIGITS, b"ref-1"))


def test_keeping_nothing_forgets_what_was_kept_before(file: Path, clock: Clock) -> None:
    log = CallLog(file, guard_of(file), keep_days=30, clock=clock)
    for intent in (request(), request(OTHER)):
        log.record_intent(intent)
        log.record_outcome(intent, ACCEPTED)
    log.close()
    assert any(digits in raw(file) for digits in DIGITS)
    log = CallLog(file, guard_of(file), keep_days=0, clock=clock)
    log.record_intent(request(OTHER))
    assert not any(digits in raw(file) for digits in DIGITS)
    log.close()


def test_clearing_takes_the_bytes_too(log: CallLog, file: Path) -> None:
    for n in range(300):
        intent = request(NUMBER if n % 2 else OTHER)
        log.record_intent(intent)
        log.record_outcome(intent, ACCEPTED)
    aside = file.with_name(f"{file.name}.damaged-1")
    aside.write_bytes(DIGITS[0])
    assert all(digits in raw(file) for digits in DIGITS)
    log.clear()
    assert log.recent() == []
    assert not any(digits in raw(file) for digits in DIGITS)
    assert not aside.exists()
    assert record_intent(log, request(), 10) is None


def test_only_the_owner_may_look(log: CallLog, file: Path) -> None:
    log.record_intent(request())
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()}
    assert modes.pop("calls.sqlite3") == 0o600
    assert set(modes.values()) <= {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_file_others_could_read_is_closed_to_them(log: CallLog, file: Path) -> None:
    file.parent.mkdir()
    file.touch(mode=0o666)
    file.chmod(0o666)
    log.record_intent(request())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def _cut(file: Path) -> None:
    _filled(file)
    file.write_bytes(file.read_bytes()[:5000])


def _bitten(file: Path) -> None:
    _filled(file)
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)


def _header(file: Path) -> None:
    _filled(file)
    content = bytearray(file.read_bytes())
    content[16:100] = b"\xff" * 84
    file.write_bytes(content)


def _of_another_program(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE calls (something TEXT)")
    connection.close()


def _not_utf8(file: Path) -> None:
    _filled(file)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE calls SET display = CAST(x'ff' AS TEXT)")
    connection.close()


def _folder(file: Path) -> None:
    file.mkdir()


def _filled(file: Path) -> None:
    log = CallLog(file, file.parent.parent / "filled/latest-calls.sqlite3")
    for _ in range(100):
        log.record_intent(request())
    log.close()


@pytest.mark.parametrize(
    "damage", [garbage, _cut, _bitten, _header, _of_another_program, _not_utf8, _folder]
)
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(
    file: Path, clock: Clock, damage: object, caplog: pytest.LogCaptureFixture
) -> None:
    assert callable(damage)
    file.parent.mkdir()
    damage(file)
    log = CallLog(file, guard_of(file), clock=clock)
    log.recent()
    since(log, NUMBER.e164)
    intent = request()
    assert record_intent(log, intent, 10) is None
    log.record_outcome(intent, ACCEPTED)
    assert [call.id for call in log.recent()] == [intent.id]
    log.close()
    asides = list(file.parent.glob("calls.sqlite3.damaged-*"))
    assert len(asides) == 1
    assert f"kept as {asides[0].name}" in caplog.text
    garbage(file)
    again = CallLog(file, guard_of(file), clock=clock)
    assert again.recent() == []
    again.close()
    assert len(list(file.parent.glob("calls.sqlite3.damaged-*"))) == 2


def test_an_empty_file_is_a_new_log(file: Path, log: CallLog) -> None:
    file.parent.mkdir()
    file.touch()
    log.record_intent(request())
    assert len(log.recent()) == 1
    assert not list(file.parent.glob("*damaged*"))


def test_words_of_a_later_version_are_passed_over(file: Path, log: CallLog) -> None:
    log.record_intent(request(reference="old"))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE calls SET source = 'telepathy'")
    connection.close()
    log.record_intent(request(reference="new"))
    assert [call.reference for call in log.recent()] == ["new"]


def test_half_characters_of_a_pbx_do_not_matter(log: CallLog) -> None:
    intent = request()
    log.record_intent(intent)
    log.record_outcome(intent, CallOutcome(Status.REFUSED, "no \ud800 way"))
    assert log.recent()[0].message == "no ? way"
