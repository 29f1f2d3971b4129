"""Calls that wait in the running app when their client leaves, or when the app ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.desktop.instance import server as instance_server
from desktop_dialer.desktop.instance.client import ACCEPTED, hand_over
from tests.support.commands.offscreen_app import (
    called,
    connected,
    dialling,
    ended,
    offscreen_app,
    request,
)
from tests.support.commands.program import KEYS, configure, statuses
from tests.support.desktop.running_app import ask, raw, runtime_folder, said
from tests.support.desktop.x_display import XDisplay
from tests.support.journeys.agent_desk import until
from tests.support.pbx.faulty_pbx import FaultyPbx, answer, response

assert sys.platform != "win32"  # it has no such signals

FIRST, SECOND, THIRD = "0820001231", "0820001232", "0820001233"
App = subprocess.Popen[bytes]


@pytest.fixture(autouse=True)
def runtime(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with runtime_folder(monkeypatch) as folder:
        yield folder


@pytest.fixture
def pbx() -> Iterator[FaultyPbx]:
    """Accepts each call, but only when the test lets it."""

    def behave(connection: socket.socket) -> None:
        held.released.wait(30)
        answer(response("201 Created", b"{}"))(connection)

    with FaultyPbx(behave) as held:
        configure(pbx_server="127.0.0.1", pbx_port=held.port)
        yield held


@pytest.fixture
def app(pbx: FaultyPbx) -> Iterator[App]:
    with offscreen_app() as app:
        yield app


def in_flight(pbx: FaultyPbx) -> App:
    """A `dial` whose request has left."""
    client = dialling(FIRST)
    until(lambda: pbx.requests, "the request")
    return client


def waiting(number: str) -> socket.socket:
    """A client whose request the app has read."""
    client = raw()
    client.sendall(request(number))
    assert hand_over({"command": "ping"}).state == ACCEPTED  # heard after it
    return client


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.usefixtures("app")
def test_a_call_whose_client_is_gone_is_not_placed(
    pbx: FaultyPbx, home: Path, number: signal.Signals
) -> None:
    first = in_flight(pbx)
    before = connected()
    leaves = dialling(SECOND)
    until(lambda: connected() > before, "the second client")
    assert hand_over({"command": "ping"}).state == ACCEPTED
    leaves.send_signal(number)
    if number == signal.SIGKILL:
        leaves.communicate(timeout=30)
    else:
        code, report = ended(leaves)
        assert (code, report["status"]) == (6, "unreached")
        assert "Nothing was sent." in report["message"]
    with waiting(SECOND):
        pass
    third = dialling(THIRD)
    until(lambda: connected() > before, "the third client")
    pbx.released.set()
    assert ended(first)[0] == 0
    assert ended(third)[0] == 0
    assert called(pbx.requests) == [FIRST, THIRD]
    assert statuses(home) == ["accepted"] * 2


@pytest.mark.usefixtures("app")
def test_a_call_is_not_placed_if_its_client_leaves_while_it_is_read(pbx: FaultyPbx) -> None:
    pbx.released.set()
    for _ in range(5):
        with raw() as client:
            client.sendall(request(FIRST))
    assert ended(dialling(SECOND))[0] == 0
    assert called(pbx.requests) == [SECOND]


def test_a_call_is_not_placed_if_its_client_leaves_while_the_clipboard_is_read(
    pbx: FaultyPbx, display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    pbx.released.set()
    configure(clipboard_watch=False)
    monkeypatch.setenv("DISPLAY", display.name)
    owner = display.owner({"UTF8_STRING": FIRST})
    with offscreen_app():
        until(lambda: ask(request("", read="clipboard"))["result"]["code"] == 0, "a first call")
        owner.pause()
        with raw() as client:
            client.sendall(request("", read="clipboard", yes=True))
            assert hand_over({"command": "ping"}).state == ACCEPTED
        until(lambda: connected() == 0, "the app to notice")
        owner.resume()
        assert ended(dialling(SECOND))[0] == 0
    assert called(pbx.requests) == [FIRST, SECOND]


@pytest.mark.usefixtures("app")
def test_a_call_that_was_sent_goes_on_without_its_client(pbx: FaultyPbx, home: Path) -> None:
    client = in_flight(pbx)
    client.kill()
    client.communicate()
    assert hand_over({"command": "ping"}).state == ACCEPTED  # it has noticed
    pbx.released.set()
    until(lambda: statuses(home) == ["accepted"], "the outcome in the call log")
    assert called(pbx.requests) == [FIRST]


@pytest.mark.alone
@pytest.mark.usefixtures("app")
def test_a_client_that_is_stopped_after_its_call_was_sent_says_so(pbx: FaultyPbx) -> None:
    client = in_flight(pbx)
    began = time.monotonic()
    client.terminate()
    code, report = ended(client)
    assert time.monotonic() - began < 3
    assert (code, report["status"]) == (8, "unknown")
    assert "A phone may be ringing." in report["message"]


def end(app: App, how: str) -> None:
    if how == "quit":
        assert hand_over({"command": "quit"}).state == ACCEPTED
    else:
        app.send_signal(signal.Signals[how])


@pytest.mark.alone
@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "quit"])
def test_at_the_end_each_call_is_told_whether_it_was_sent(
    app: App, pbx: FaultyPbx, how: str
) -> None:
    first = in_flight(pbx)
    before = connected()
    queued = dialling(SECOND)
    until(lambda: connected() > before, "the second client")
    with waiting(THIRD) as third:
        began = time.monotonic()
        end(app, how)
        unsent = [said(third)["result"], ended(queued)[1]]
    assert queued.returncode == unsent[0]["code"] == 6
    for told in unsent:
        assert told["status"] == "unreached"
        assert told["message"] == "Desktop Dialer is quitting. This call was not sent."
    code, report = ended(first)
    assert (code, report["status"]) == (8, "unknown")
    words = "Desktop Dialer quit before the PBX answered. A phone may be ringing."
    assert report["message"] == words
    out, _ = app.communicate(timeout=30)
    assert time.monotonic() - began < 4
    assert b"Traceback" not in out
    assert called(pbx.requests) == [FIRST]


def test_an_outcome_that_comes_in_time_is_told_and_nothing_more_is_sent(
    app: App, pbx: FaultyPbx, home: Path
) -> None:
    first = in_flight(pbx)
    with waiting(SECOND) as second:
        end(app, "SIGTERM")
        assert said(second)["result"]["code"] == 6
        pbx.released.set()
        assert ended(first)[0] == 0
    assert app.wait(30) == 0
    assert called(pbx.requests) == [FIRST]
    assert statuses(home) == ["accepted"]


@pytest.mark.parametrize(
    ("number", "code"), [("0" * 65_000, 3), (b"082 000 1231 \xff", 0), ("0" * 70_000, 2)]
)
@pytest.mark.usefixtures("app")
def test_odd_numbers_get_their_outcome(pbx: FaultyPbx, number: str | bytes, code: int) -> None:
    pbx.released.set()
    told, report = ended(dialling(number))
    assert told == code
    assert report["typed"] == os.fsdecode(number)
    assert called(pbx.requests) == [FIRST] * (code == 0)


@pytest.mark.usefixtures("app")
def test_one_client_too_many_is_told_that_nothing_was_sent(pbx: FaultyPbx) -> None:
    clients = [waiting(f"08200{index:05}") for index in range(instance_server.MOST)]
    code, report = ended(dialling(FIRST))
    assert (code, report["status"]) == (6, "unreached")
    assert "Nothing was sent." in report["message"]
    for client in clients:
        client.close()
    pbx.released.set()
    assert ended(dialling(SECOND))[0] == 0
    assert called(pbx.requests)[-1] == SECOND


def test_a_client_of_a_newer_version(app: App, pbx: FaultyPbx) -> None:
    """Fields that are new to the app change nothing, unless the client insists on them."""
    pbx.released.set()
    accepted = ask(request(FIRST, device={"name": "headset"}, require=["number"]))
    assert (accepted["ok"], accepted["result"]["status"]) == (True, "accepted")
    assert accepted["result"].keys() == {*KEYS, "code"}  # the first clients take no others
    assert ask(request(SECOND, only_if_free=True, require=["only_if_free"]))["ok"] is False
    told = ask(request(SECOND, protocol=2))
    assert (told["ok"], told["error"]) == (False, "protocol")
    assert "Restart Desktop Dialer" in told["message"]
    assert called(pbx.requests) == [FIRST]
    assert ask(b'{"protocol": 2, "command": "quit"}\n')["ok"] is True
    assert app.wait(30) == 0
