"""The phone process passes lines both ways, and exits when the app asks for it or has gone."""

import os
import queue
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.errors import DesktopError
from desktop_dialer.pbx.softphone.commands import Configure, Devices, HangUp, Register, Stop
from desktop_dialer.pbx.softphone.events import Ended, Event, Fatal, Ready, RegistrationChanged
from desktop_dialer.pbx.softphone.phone_process import PhoneProcess
from desktop_dialer.pbx.softphone.protocol import LONGEST_LINE
from desktop_dialer.phone.csp import is_socket
from tests.support.softphone.phone_at_work import (
    LIMIT_S,
    NOWHERE,
    PhoneAtWork,
    command_for,
    is_over,
    phone_at_work,
    tree,
)

CONFIGURE = Configure(url=NOWHERE, server="pbx.example")


@pytest.fixture
def phone() -> Iterator[PhoneAtWork]:
    with phone_at_work() as phone:
        yield phone


@pytest.fixture
def by_hand() -> Iterator["subprocess.Popen[bytes]"]:
    """A phone process with bare pipes."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command_for(), stdin=pipe, stdout=pipe, stderr=pipe) as process:
        yield process
        process.kill()


def write(process: "subprocess.Popen[bytes]", line: bytes) -> None:
    assert process.stdin
    process.stdin.write(line)
    process.stdin.flush()


def read(process: "subprocess.Popen[bytes]") -> bytes:
    assert process.stdout
    return process.stdout.readline()


def test_it_is_ready_soon_and_names_its_engine() -> None:
    started = time.monotonic()
    phone = PhoneAtWork(command_for())
    phone.send(CONFIGURE)
    ready = phone.wait_for(Ready)
    took = time.monotonic() - started
    phone.process.stop()
    assert ready.engine.startswith("Chromium 1")
    assert took < 5
    assert phone.exit_code() == 0


def test_commands_that_are_sent_before_the_page_is_ready_reach_it() -> None:
    early = PhoneAtWork(command_for())
    early.send(CONFIGURE, Devices(), Register(extension="1001", password="pw"))
    assert early.wait_for(RegistrationChanged).state == "registered"
    assert early.try_out("heard") == "configure,devices,register,call"
    early.process.stop()


def test_a_call_before_the_page_is_ready_ends_at_once() -> None:
    phone = PhoneAtWork(command_for())
    phone.send(CONFIGURE)
    call = phone.dial("heard")
    ended = phone.wait_for(Ended)
    assert (ended.call, ended.by) == (call, "fault")
    assert ended.reason
    phone.wait_for(Ready)
    assert phone.try_out("heard") == "configure,call"
    phone.process.stop()


def test_commands_keep_their_order(phone: PhoneAtWork) -> None:
    phone.send(HangUp(call="a"), Devices(), HangUp(call="b"))
    assert phone.try_out("heard") == "configure,hangup,devices,hangup,call"


@pytest.mark.parametrize(
    "experiment",
    [
        "say not JSON",
        'say {"kind": "unheard of"}',
        'say {"kind": "registration", "state": "great"}',
        'say {"kind": "certificate", "fingerprint": "00"}',
        'say {"kind": "stopped"}',
        "ring aaa",  # a line that is too long
        "ring é",  # a line that becomes too long when it is written in ASCII
    ],
)
def test_an_invalid_event_of_the_page_is_not_passed_on(phone: PhoneAtWork, experiment: str) -> None:
    call = phone.dial(experiment)
    assert phone.events.get(timeout=LIMIT_S) == Ended(call=call, by="them", reason="said")


def test_invalid_lines_are_refused_and_their_text_is_not_logged(
    by_hand: "subprocess.Popen[bytes]",
) -> None:
    write(by_hand, b'{"kind": "register", "extension": "1", "password": "early"}\n')
    write(by_hand, CONFIGURE.line())
    assert b'"ready"' in read(by_hand)
    for line in (b"secret text", b"[]", b'{"kind": "secret kind"}', b"s" * (2 * LONGEST_LINE)):
        write(by_hand, line + b"\n")
    write(by_hand, CONFIGURE.line() + Stop().line())
    _, log = by_hand.communicate(timeout=LIMIT_S)
    ours = [line for line in log.decode().splitlines() if line.startswith("phone: refused")]
    assert [line.split(":")[1] for line in ours] == [
        " refused register",
        *[" refused a line"] * 4,
        " refused configure",
    ]
    assert b"secret" not in log
    assert b"early" not in log


def test_the_end_of_its_input_ends_it_and_its_engine(by_hand: "subprocess.Popen[bytes]") -> None:
    write(by_hand, CONFIGURE.line())
    read(by_hand)
    family = tree(by_hand.pid)
    assert len(family) >= 3
    assert by_hand.stdin
    by_hand.stdin.close()
    assert by_hand.wait(LIMIT_S) == 0
    assert all(is_over(pid) for pid in family)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_properly(phone: PhoneAtWork, number: int) -> None:
    os.kill(phone.pid, number)
    assert phone.exit_code() == 0


def test_it_exits_when_the_app_no_longer_reads(by_hand: "subprocess.Popen[bytes]") -> None:
    write(by_hand, CONFIGURE.line())
    read(by_hand)
    assert by_hand.stdout
    by_hand.stdout.close()
    write(by_hand, Register(extension="1001", password="pw").line())  # the page answers it
    assert by_hand.wait(LIMIT_S) == 0


def test_the_engine_neither_has_the_pipe_nor_outlives_the_process(phone: PhoneAtWork) -> None:
    family = tree(phone.pid)
    assert len(family) >= 3
    for pid in family:
        stdin, stdout, stderr = (Path(f"/proc/{pid}/fd/{each}").readlink() for each in range(3))
        assert stdin == Path("/dev/null")
        assert stdout == stderr
    os.kill(phone.pid, signal.SIGKILL)
    assert phone.exit_code() == -signal.SIGKILL
    assert all(is_over(pid) for pid in family)


def test_a_page_that_does_not_answer_stop_gets_one_second(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.mkdir()
    (page / "index.html").write_text(
        "<!doctype html><script src=qwebchannel.js></script><script src=phone.js></script>"
    )
    (page / "phone.js").write_text(
        "new QWebChannel(qt.webChannelTransport,"
        """ (channel) => channel.objects.phone.event('{"kind": "ready"}'))"""
    )
    with phone_at_work(command=command_for(page)) as phone:
        asked = time.monotonic()
        phone.process.stop()
        assert 0.9 < time.monotonic() - asked < 2  # a timer of Qt may come 5 % early
        assert phone.exit_code() == 0


def test_a_phone_that_reads_nothing_is_killed_and_nobody_waits(phone: PhoneAtWork) -> None:
    os.kill(phone.pid, signal.SIGSTOP)
    long = Configure(url=NOWHERE, server="x" * 60_000)
    began = time.monotonic()
    phone.send(*[long] * 70)
    assert time.monotonic() - began < 1
    assert phone.exit_code() == -signal.SIGKILL


def test_stop_kills_a_process_that_does_not_exit(phone: PhoneAtWork) -> None:
    os.kill(phone.pid, signal.SIGSTOP)
    phone.process.stop(0.2)
    assert phone.exit_code() == -signal.SIGKILL
    phone.process.stop()  # a second time does nothing
    phone.send(Stop())


def test_an_address_that_is_not_a_websocket_is_fatal() -> None:
    phone = PhoneAtWork(command_for())
    phone.send(Configure(url="http://pbx.example/ws", server="x"))
    assert "ws://" in phone.wait_for(Fatal).reason
    assert phone.exit_code() == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ws://pbx.example:8088/ws", True),
        ("wss://[2001:db8::1]:8089/ws", True),
        ("ws://pbx.example/ws; script-src *", False),
        ("ws://pbx.example/ws,default-src *", False),
        ("ws://pbx.example/ws\r\nX: y", False),
        ("ws://user@pbx.example/ws", False),
        ("ws://pbx.example:port/ws", False),
        ("ws://", False),
        ("http://pbx.example/ws", False),
    ],
)
def test_the_address_cannot_add_to_the_policy(url: str, expected: bool) -> None:
    assert is_socket(url) is expected


def test_a_missing_page_is_fatal(tmp_path: Path) -> None:
    phone = PhoneAtWork(command_for(tmp_path))
    reason = phone.wait_for(Fatal).reason
    assert str(tmp_path) in reason
    assert "Errno" not in reason
    assert phone.exit_code() == 1


def test_a_process_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DesktopError) as caught:
        PhoneProcess([str(tmp_path / "nothing")], lambda _event: None, lambda _code: None)
    assert caught.value.advice


def test_a_defect_of_a_listener_does_not_end_the_phone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    events: queue.Queue[Event | int] = queue.Queue()

    def listen(event: Event) -> None:
        events.put(event)
        raise LookupError("a defect")

    phone = PhoneProcess(command_for(), listen, events.put)
    phone.send(CONFIGURE)
    phone.send(Register(extension="1001", password="pw"))
    assert isinstance(events.get(timeout=LIMIT_S), Ready)
    assert isinstance(events.get(timeout=LIMIT_S), RegistrationChanged)
    phone.stop()
    assert events.get(timeout=LIMIT_S) == 0
    assert "not handled: ready" in caplog.text
