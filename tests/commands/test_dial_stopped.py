"""`dial` without the app is asked to end: it says whether a phone may be ringing, and ends so."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands.program import KEYS, Argument, argv, configure, statuses
from tests.support.journeys.agent_desk import until
from tests.support.pbx.faulty_pbx import FaultyPbx, answer, response
from tests.support.repository import ROOT

assert sys.platform != "win32"  # it has no such signals

Program = subprocess.Popen[bytes]
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def start(*words: Argument, under: tuple[str, ...] = ()) -> Program:
    return subprocess.Popen(
        [*under, *argv("dial", *words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(program: Program) -> tuple[int, dict[str, Any]]:
    """Exit code, and the one line of a `dial --json`."""
    out, err = program.communicate(timeout=30)
    assert err == b""
    report: dict[str, Any] = json.loads(out)
    assert list(report) == KEYS
    return program.returncode, report


def stopping(running: list[Program], *signals: signal.Signals) -> Callable[[socket.socket], None]:
    """A PBX that takes the request, has the program told to end, and sees it go."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 201 Cre")
        for number in signals:
            running[0].send_signal(number)
        connection.recv(1)

    return behave


@pytest.mark.parametrize("number", SIGNALS)
def test_in_flight_a_phone_may_be_ringing(home: Path, number: signal.Signals) -> None:
    running: list[Program] = []
    with FaultyPbx(stopping(running, number, signal.SIGTERM)) as pbx:
        configure(pbx_server="127.0.0.1", pbx_port=pbx.port)
        running.append(start("--extension", "204", "--json", "0820001234"))
        code, report = ended(running[0])
    assert (code, report["status"], report["callee"]) == (8, "unknown", "0820001234")
    assert "A phone may be ringing." in report["message"]
    assert len(pbx.requests) == 1
    assert statuses(home) == ["unknown"]


def test_without_json_the_line_is_on_standard_error() -> None:
    running: list[Program] = []
    with FaultyPbx(stopping(running, signal.SIGTERM)) as pbx:
        configure(pbx_server="127.0.0.1", pbx_port=pbx.port)
        running.append(start("--extension", "204", "0820001234"))
        out, err = running[0].communicate(timeout=30)
    assert (running[0].returncode, out) == (8, b"")
    assert b"A phone may be ringing." in err
    assert err.count(b"\n") == 1


@pytest.mark.parametrize("number", SIGNALS)
def test_while_it_connects_nothing_was_sent(home: Path, number: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port: int = full.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):  # takes the only place in the queue
            configure(pbx_server="127.0.0.1", pbx_port=port, pbx_connect_timeout_s=30)
            program = start("--extension", "204", "--json", "0820001234")
            until(lambda: is_connecting(port), "a connection that waits")
            program.send_signal(number)
            code, report = ended(program)
    assert (code, report["status"]) == (6, "unreached")
    assert "Nothing was sent." in report["message"]
    assert statuses(home) == ["unreached"]


def is_connecting(port: int) -> bool:
    """Whether a connection to that port is in state SYN_SENT (02): see proc_net_tcp."""
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return any(row.split()[2:4] == [f"0100007F:{port:04X}", "02"] for row in rows)


@pytest.mark.parametrize("number", SIGNALS)
def test_while_it_waits_for_the_keyring_nothing_was_sent(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, tmp_path: Path
) -> None:
    """The keyring's bus takes the connection and says nothing."""
    configure(pbx_server="127.0.0.1", pbx_port=1)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as bus:
        bus.bind("bus")  # a short path: it may have 107 bytes
        bus.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=bus")
        program = start("--json", "0820001234")
        with bus.accept()[0] as connection:
            assert connection.recv(1)
            program.send_signal(number)
            code, report = ended(program)
    assert (code, report["status"], report["typed"]) == (6, "unreached", "0820001234")
    assert "Nothing was sent." in report["message"]
    assert statuses(home) == []


def test_a_signal_that_was_ignored_before_stays_so(home: Path) -> None:
    running: list[Program] = []

    def hang_up(connection: socket.socket) -> None:
        running[0].send_signal(signal.SIGHUP)
        answer(response("201 Created", b"{}"))(connection)

    with FaultyPbx(hang_up) as pbx:
        configure(pbx_server="127.0.0.1", pbx_port=pbx.port)
        words = ("--extension", "204", "--json", "0820001234")
        running.append(start(*words, under=("nohup",)))
        code, report = ended(running[0])
    assert (code, report["status"]) == (0, "accepted")
    assert statuses(home) == ["accepted"]
