"""Many clients at once, and hostile ones that hold connections: nobody else is locked out."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_dialer.desktop.instance import server as instance_server
from desktop_dialer.desktop.instance.client import (
    ACCEPTED,
    REFUSED,
    hand_over,
    hand_over_link,
    socket_path,
)
from tests.support.desktop.running_app import (
    LINK,
    App,
    program,
    raw,
    running_app,
    runtime_folder,
    said,
)

assert sys.platform != "win32"  # sockets with a path

FLOODER = """
import selectors, socket, sys
path, count = sys.argv[1], int(sys.argv[2])
selector = selectors.DefaultSelector()
def hold():
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    end.connect(path)
    try:
        end.sendall(b'{"protocol": 1, "command": "d')
    except OSError:
        pass
    selector.register(end, selectors.EVENT_READ)
for _ in range(count):
    hold()
print("up", flush=True)
while True:
    for key, _ in selector.select():
        selector.unregister(key.fileobj)
        key.fileobj.close()
        hold()
"""
"""Holds half requests on that many connections, and opens each again when it is closed."""


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with runtime_folder(monkeypatch) as folder:
        yield folder


@pytest.fixture
def app() -> Iterator[App]:
    with running_app() as app:
        yield app


def dial(number: str) -> bytes:
    return json.dumps({"protocol": 1, "command": "dial", "number": number}).encode() + b"\n"


def test_the_oldest_silent_connection_makes_room(app: App) -> None:
    with ExitStack() as ends:
        crowd = [ends.enter_context(raw()) for _ in range(instance_server.MOST_SILENT)]
        newest = ends.enter_context(raw())
        assert said(crowd[0])["error"] == "busy"
        for client in (newest, crowd[-1], crowd[1]):
            client.sendall(b'{"protocol": 1, "command": "show"}\n')
            assert said(client)["ok"] is True
    assert [app.next().command for _ in range(3)] == ["show"] * 3


def test_who_waits_for_a_call_is_never_dropped_for_others(app: App) -> None:
    with ExitStack() as ends:
        waiting = [ends.enter_context(raw()) for _ in range(instance_server.MOST)]
        for number, client in enumerate(waiting):
            client.sendall(dial(str(number)))
        calls = [app.messages.get(timeout=30) for _ in waiting]
        refused = hand_over({"command": "dial", "number": "one too many"})
        assert (refused.state, refused.content["error"]) == (REFUSED, "calls_waiting")
        crowd = [ends.enter_context(raw()) for _ in range(instance_server.MOST_SILENT + 20)]
        assert said(crowd[0])["error"] == "busy"
        for command in ("show", "quit"):
            assert hand_over({"command": command}).state == ACCEPTED
        assert hand_over_link(LINK).state == ACCEPTED
        waiting[0].sendall(b"more")  # which is not listened to
        for message, reply in calls:
            assert message.dial
            reply.answer({"typed": message.dial.number})
        told = [said(client)["result"]["typed"] for client in waiting]
        assert told == [str(number) for number in range(len(waiting))]


def test_every_request_gets_through_a_flood_of_half_messages(app: App) -> None:
    states: queue.SimpleQueue[str] = queue.SimpleQueue()

    def answer_calls() -> None:
        while (got := app.messages.get())[0].command != "quit":
            if got[0].dial:
                got[1].answer({"status": "accepted"})

    answering = threading.Thread(target=answer_calls)
    answering.start()

    def ask_all() -> None:
        for _ in range(10):
            for request in (
                {"command": "show"},
                {"command": "link", "link": LINK},
                {"command": "dial", "number": "1"},
            ):
                states.put(hand_over(request).state)

    with program(FLOODER, socket_path("app"), "200") as flooder:
        assert flooder.stdout is not None
        assert flooder.stdout.readline() == "up\n"
        asking = [threading.Thread(target=ask_all) for _ in range(3)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        assert flooder.poll() is None
        assert hand_over({"command": "quit"}).state == ACCEPTED
        flooder.kill()
    answering.join()
    assert [states.get(timeout=1) for _ in range(90)] == [ACCEPTED] * 90


def test_a_crowd_of_whole_requests_is_heard(app: App) -> None:
    states: list[str] = []

    def crowd() -> None:
        states.extend(hand_over({"command": "ping"}).state for _ in range(100))

    threads = [threading.Thread(target=crowd) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == [ACCEPTED] * 400
    assert {app.next().command for _ in range(400)} == {"ping"}
    assert app.messages.empty()


FEW_DESCRIPTORS = """
import resource, signal, sys
from desktop_dialer.desktop.instance.instance import claim
instance = claim()
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
instance.serve(lambda message, reply: print(message.command, flush=True))
print("up", flush=True)
signal.pause()
"""


def test_without_file_descriptors_the_oldest_silent_connection_makes_room() -> None:
    with program(FEW_DESCRIPTORS, stderr=subprocess.DEVNULL) as few, ExitStack() as ends:
        assert few.stdout is not None
        assert few.stdout.readline() == "up\n"
        crowd = [ends.enter_context(raw()) for _ in range(60)]
        answers = [hand_over_link(LINK) for _ in range(5)]
        assert [answer.state for answer in answers] == [ACCEPTED] * 5
        assert said(crowd[0])["error"] == "busy"
        assert [few.stdout.readline() for _ in range(5)] == ["link\n"] * 5
        few.kill()
