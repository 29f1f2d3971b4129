"""One request for one request to call: slow and silent PBXs, races, logs that cannot be written."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_dialer.demo.pbx.server import DemoPbx
from tests.support.commands.offscreen_app import called, dialling, ended, offscreen_app
from tests.support.commands.program import calls_file, configure, dial_json, statuses
from tests.support.desktop.running_app import runtime_folder
from tests.support.journeys.agent_desk import until
from tests.support.pbx.faulty_pbx import FaultyPbx

NUMBER = "0820001234"
NOT_KNOWN = "The outcome of the call"
NOW = "This number is being called right now."
Report = tuple[int, dict[str, Any]]


@pytest.fixture(autouse=True)
def runtime(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with runtime_folder(monkeypatch) as folder:
        yield folder


@pytest.fixture
def silent() -> Iterator[FaultyPbx]:
    """Takes every request and never answers."""
    with FaultyPbx(lambda connection: connection.recv(1)) as held:  # until the client leaves
        configure(pbx_server="127.0.0.1", pbx_port=held.port, pbx_answer_timeout_s=1)
        yield held


def codes(reports: list[Report]) -> list[int]:
    return sorted(code for code, _ in reports)


def at_once(count: int) -> list[Report]:
    return [ended(program) for program in [dialling(NUMBER) for _ in range(count)]]


def test_an_unknown_outcome_asks_for_longer_than_the_cool_down(silent: FaultyPbx) -> None:
    configure(call_cool_down_s=0)
    assert dial_json(NUMBER)[0] == 8
    code, report = dial_json(NUMBER)
    assert code == 4
    assert NOT_KNOWN in report["message"]
    configure(call_unknown_s=0)
    assert dial_json(NUMBER)[0] == 8
    assert len(silent.requests) == 2


def test_four_at_once_through_the_app_are_one_request(silent: FaultyPbx) -> None:
    with offscreen_app():
        reports = at_once(4)
        assert codes(reports) == [4, 4, 4, 8]
        assert {report["message"] for code, report in reports if code == 4} == {
            f"{NOW} Nothing more was sent."
        }
        code, report = dial_json(NUMBER)
        assert code == 4
        assert NOT_KNOWN in report["message"]
    assert called(silent.requests) == [NUMBER]


def test_a_queued_call_is_judged_by_when_it_was_asked_for(silent: FaultyPbx) -> None:
    """The second one waits longer than the cool-down behind the first one and its twin."""
    configure(call_cool_down_s=0.5, call_unknown_s=0.5)
    other = "0830001234"
    with offscreen_app():
        first = dialling(other)
        until(lambda: silent.requests, "the first request")
        twins = [dialling(NUMBER), dialling(NUMBER)]
        assert ended(first)[0] == 8
        assert codes([ended(twin) for twin in twins]) == [4, 8]
    assert called(silent.requests) == [other, NUMBER]


@pytest.mark.parametrize("rounds", [10])
def test_races_are_one_request_each(pbx: DemoPbx, rounds: int) -> None:
    """Two alone at once, then three through the app, each with a number of its own."""
    for number in range(rounds):
        pair = [dialling(f"08200011{number:02}") for _ in range(2)]
        assert codes([ended(program) for program in pair]) == [0, 4]
    with offscreen_app():
        for number in range(rounds):
            crowd = [dialling(f"08200012{number:02}") for _ in range(3)]
            assert codes([ended(program) for program in crowd]) == [0, 4, 4]
    assert len({call.callee for call in pbx.calls}) == len(pbx.calls) == 2 * rounds


def test_damaged_log_and_two_programs_are_one_request_in_the_log(pbx: DemoPbx, home: Path) -> None:
    file = calls_file(home)
    file.parent.mkdir(parents=True)
    for number in range(8):
        file.write_bytes(b"this was never a database" * 100)
        pair = [dialling(f"08200013{number:02}") for _ in range(2)]
        assert codes([ended(program) for program in pair]) == [0, 4]
        assert statuses(home) == ["accepted"]
        for side in ("", "-wal", "-shm"):
            file.with_name(file.name + side).unlink(missing_ok=True)
    assert len(pbx.calls) == 8
    assert len(list(file.parent.glob("*.damaged-*"))) == 8


def test_without_a_log_the_call_goes_out_guarded_and_says_why_once(
    pbx: DemoPbx, home: Path
) -> None:
    folder = calls_file(home).parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.touch()
    code, report = dial_json(NUMBER)
    assert code == 0
    assert "This call could not be logged." in report["advice"]
    assert str(folder) in report["advice"]
    assert dial_json(NUMBER)[0] == 4
    code, report = dial_json("0830001234")
    assert (code, report["advice"]) == (0, "")
    folder.unlink()
    assert dial_json("0840001234")[0] == 0
    assert statuses(home) == ["accepted"]
    assert len(pbx.calls) == 3


def test_a_log_that_is_locked_for_a_while(pbx: DemoPbx, home: Path) -> None:
    assert dial_json("0830001234")[0] == 0
    holder = sqlite3.connect(calls_file(home), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    code, report = dial_json(NUMBER)
    assert code == 0
    assert "another program has locked it" in report["advice"]
    assert dial_json(NUMBER)[0] == 4
    assert dial_json("0830001234")[0] == 4
    holder.close()
    assert len(pbx.calls) == 2


def test_keeping_no_calls_keeps_the_guard(pbx: DemoPbx) -> None:
    configure(log_keep_days=0)
    code, report = dial_json(NUMBER)
    assert (code, report["advice"]) == (0, "")
    assert dial_json(NUMBER)[0] == 4
    assert len(pbx.calls) == 1


def test_where_nothing_can_be_recorded_it_is_asked_first(
    pbx: DemoPbx, home: Path, runtime: Path
) -> None:
    for folder in (calls_file(home).parent, runtime / "desktop-dialer"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.touch()
    for _ in range(2):
        code, report = dial_json(NUMBER)
        assert code == 4
        assert "The call cannot be recorded" in report["message"]
    assert not pbx.calls
    code, report = dial_json("--yes", NUMBER)
    assert code == 0
    assert "This call could not be logged." in report["advice"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
@pytest.mark.parametrize(
    ("mount", "why"),
    [
        ("mount -t tmpfs -o size=32k tmpfs {data} && dd if=/dev/zero of={data}/full 2>&-", "full"),
        ("mount -t tmpfs -o ro tmpfs {data}", "read-only"),
    ],
)
def test_a_full_and_a_read_only_disk(pbx: DemoPbx, home: Path, mount: str, why: str) -> None:
    """In a mount namespace of its own, which ends with the shell."""
    data = calls_file(home).parent
    data.mkdir(parents=True)
    program = f"{sys.executable} -m desktop_dialer dial --json --extension 204 {NUMBER}; echo $?"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"{mount.format(data=data)}; {program}; {program}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    first, first_code, second, second_code = done.stdout.splitlines()
    assert (first_code, second_code) == ("0", "4")
    assert why in first
    assert "could not be logged" in first
    assert "called" in second
    assert len(pbx.calls) == 1
