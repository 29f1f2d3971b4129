"""`dial` where something goes wrong: killed, doubled, without disk, reader or encoding."""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from desktop_dialer.demo.pbx.server import DemoPbx
from tests.support.commands.program import (
    Argument,
    Ended,
    argv,
    calls_file,
    configure,
    dial,
    dial_json,
    run,
    statuses,
)
from tests.support.pbx.faulty_pbx import FaultyPbx, answer, response

OK = answer(response("201 Created", b'{"call": 1}'))


def start(*arguments: Argument) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        argv("dial", "--extension", "204", *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("attempt", range(3))
def test_two_commands_at_once_make_one_request(home: Path, attempt: int) -> None:
    with FaultyPbx(OK) as server:
        configure(pbx_server="127.0.0.1", pbx_port=server.port)
        both = [start("--json", "0820001234") for _ in range(2)]
        outputs = [each.communicate(timeout=60) for each in both]
        assert sorted(each.returncode for each in both) == [0, 4]
        assert len(server.requests) == 1
    assert sorted(json.loads(out)["status"] for out, _ in outputs) == [
        "accepted",
        "needs_confirmation",
    ]
    assert statuses(home) == ["accepted"]


@pytest.mark.parametrize("keep_days", [30, 0])
def test_the_wish_is_on_disk_before_the_request_leaves(home: Path, keep_days: int) -> None:
    killed: list[subprocess.Popen[bytes]] = []

    def kill(connection: socket.socket) -> None:
        killed[0].kill()
        assert connection.recv(1) == b""  # it is gone

    with FaultyPbx(kill) as server:
        configure(pbx_server="127.0.0.1", pbx_port=server.port, log_keep_days=keep_days)
        killed.append(start("0820001234", "--ref", "order-7"))
        killed[0].communicate(timeout=60)
        assert killed[0].returncode == -9  # SIGKILL
        assert len(server.requests) == 1
        folder = calls_file(home).parent
        raw = b"".join(each.read_bytes() for each in folder.iterdir())
        assert b"order-7" in raw
        if keep_days == 0:
            assert b"820001234" not in raw
            assert b"082 000 1234" not in raw
            return
        assert statuses(home) == [None]
        code, report = dial_json("0820001234")
        assert (code, report["status"]) == (4, "needs_confirmation")
        assert len(server.requests) == 1


def test_stopped_while_it_waits_a_phone_may_be_ringing(home: Path) -> None:
    stopped: list[subprocess.Popen[bytes]] = []

    def interrupt(connection: socket.socket) -> None:
        stopped[0].send_signal(signal.SIGINT)
        connection.recv(1)

    with FaultyPbx(interrupt) as server:
        configure(pbx_server="127.0.0.1", pbx_port=server.port)
        stopped.append(start("--json", "0820001234"))
        out, err = stopped[0].communicate(timeout=60)
        assert (stopped[0].returncode, err) == (8, b"")
        report = Ended(8, out, err).report
        assert report["status"] == "unknown"
        assert "A phone may be ringing" in report["message"]
    assert statuses(home) in ([None], ["unknown"])  # either is read as unknown


def test_keeping_nothing(pbx: DemoPbx, home: Path) -> None:
    assert dial("0820001234").code == 0
    configure(log_keep_days=0)
    assert dial("0831112222").code == 0
    raw = b"".join(each.read_bytes() for each in (home / ".local").rglob("*") if each.is_file())
    for digits in (b"820001234", b"082 000 1234", b"831112222", b"083 111 2222"):
        assert digits not in raw
    assert len(pbx.calls) == 2


def test_a_damaged_call_log_stops_no_call(pbx: DemoPbx, home: Path) -> None:
    calls_file(home).parent.mkdir(parents=True)
    calls_file(home).write_bytes(b"no database" * 1000)
    assert dial("0820001234").code == 0
    assert dial("0820001234").code == 4
    assert len(pbx.calls) == 1


def test_a_home_without_room_stops_no_call(pbx: DemoPbx, home: Path) -> None:
    (home / "file").touch()
    ended = dial("--json", "0820001234", environment={"XDG_DATA_HOME": str(home / "file")})
    assert (ended.code, ended.report["status"], ended.err) == (0, "accepted", b"")
    ended = dial("0820001235", environment={"XDG_STATE_HOME": str(home / "file")})
    assert ended.code == 0
    assert b"no log file" in ended.err
    assert len(pbx.calls) == 2


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (b"082 000 1234 \xff", 0),
        (b"\xff\xfe", 3),
        ("082 000 1234\n", 0),
        ("\n\n082\t000 1234", 0),
        ("a\x1b[31m\x07", 3),
        ("\u202e4321 000 280", 3),
        ("0" * 60_000, 3),
        ("x 0820001234 " * 4_000, 0),
        ("tel:" + "%" * 60_000, 3),
        ("(" * 60_000, 3),
        ("0" * 120_000, 2),
        ("'; DROP TABLE calls; --", 3),
    ],
    ids=range(12),
)
def test_hostile_numbers(pbx: DemoPbx, typed: Argument, code: int) -> None:
    ended = dial("--json", typed)
    assert (ended.code, ended.err) == (code, b"")
    assert os.fsencode(ended.report["typed"]) == os.fsencode(typed)
    assert ended.report["message"].isprintable()
    assert len(ended.report["message"]) < 300
    assert len(pbx.calls) == (code == 0)


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "utf-16"},
        {"PYTHONIOENCODING": "cp1252:strict"},
    ],
    ids=str,
)
def test_json_is_right_in_every_encoding(environment: dict[str, str]) -> None:
    words = "Ünbekannt \u202e \U0001f4de".encode()
    with FaultyPbx(answer(response("404 Not Found", words))) as server:
        configure(pbx_server="127.0.0.1", pbx_port=server.port)
        ended = dial("--json", "Zoë ☎ 082 000 1234", environment=environment)
    out = ended.out.decode("utf-16") if "utf-16" in environment.values() else ended.out.decode()
    report = json.loads(out)
    assert (ended.code, report["status"]) == (7, "refused")
    if "LANG" not in environment:
        assert report["typed"] == "Zoë ☎ 082 000 1234"
    assert "Ünbekannt" in report["message"]


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("form", [["--json"], []])
def test_nobody_reading_changes_no_exit_code(
    pbx: DemoPbx, unbuffered: str, form: list[str]
) -> None:
    environment = {"PYTHONUNBUFFERED": unbuffered}
    read, write = os.pipe()
    os.close(read)
    try:
        accepted = run(
            "dial", "--extension", "204", *form, "0820001234",
            stdout=write, environment=environment,
        )  # fmt: skip
        uncallable = run("dial", *form, "112", stdout=write, environment=environment)
    finally:
        os.close(write)
    assert (accepted.code, accepted.err) == (0, b"")
    assert uncallable.code == 3
    assert len(pbx.calls) == 1


def test_a_full_disk_or_a_closed_output_changes_no_exit_code(pbx: DemoPbx) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = run("dial", "--extension", "204", "--json", "0820001234", stdout=full)
    assert ended.code == 0
    assert ended.err == b"The output cannot be written (No space left on device).\n"
    assert run("dial", "--extension", "204", "0820001235", close=(1,)).code == 0
    assert run("dial", "--extension", "204", "0820001236", close=(0, 1, 2)).code == 0
    assert len(pbx.calls) == 3


def test_the_log_has_no_number(pbx: DemoPbx, home: Path) -> None:
    assert run("--verbose", "dial", "--extension", "204", "0820001234").code == 0
    written = (home / ".local/state/desktop-dialer/desktop-dialer.log").read_text()
    assert "accepted" in written
    assert "820001234" not in written
    assert "082 000 1234" not in written
