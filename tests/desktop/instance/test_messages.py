"""What is said to the running app, by whom it likes to hear and by whom it does not."""

import json
import queue
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from desktop_dialer.desktop.instance import server as instance_server
from desktop_dialer.desktop.instance.client import (
    ACCEPTED,
    LIMIT,
    TIMEOUT,
    InstanceAnswer,
    hand_over,
    hand_over_link,
)
from desktop_dialer.desktop.instance.protocol import (
    BadRequest,
    DialRequest,
    InstanceRequest,
    read_request,
)
from tests.support.desktop.running_app import LINK, App, ask, raw, running_app, runtime_folder, said

assert sys.platform != "win32"  # sockets with a path


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with runtime_folder(monkeypatch) as folder:
        yield folder


@pytest.fixture
def app() -> Iterator[App]:
    with running_app() as app:
        yield app


def test_a_link_is_acknowledged_on_receipt(app: App) -> None:
    assert hand_over_link(LINK).state == ACCEPTED
    assert app.next() == InstanceRequest("link", LINK)


@pytest.mark.parametrize("command", ["ping", "show", "quit"])
def test_a_simple_wish_arrives(app: App, command: str) -> None:
    assert hand_over({"command": command}).state == ACCEPTED
    assert app.next() == InstanceRequest(command)


def test_a_link_of_any_text_arrives_unchanged(app: App) -> None:
    for link in ('tel:"\\', "tel:0 82\t1", "tel:☎ 082\0", "callto:a'b%22"):
        assert hand_over_link(link).state == ACCEPTED
        assert app.next().link == link
    assert hand_over_link("tel:\udcff").content["error"] == "bad_field"


def test_a_link_is_acknowledged_while_the_app_is_busy() -> None:
    busy, free = threading.Event(), threading.Event()

    def slow(message: InstanceRequest, reply: instance_server.InstanceReply) -> None:
        busy.set()
        free.wait(10)

    app = App()
    app.instance.serve(slow)
    with closing(app):
        assert hand_over_link(LINK).state == ACCEPTED
        assert busy.wait(10)
        free.set()


def test_a_dial_waits_for_what_becomes_of_the_call(app: App) -> None:
    request = {"command": "dial", "number": "082 000 1234", "yes": True, "extension": "204"}
    answers: queue.Queue[InstanceAnswer] = queue.Queue()
    threading.Thread(target=lambda: answers.put(hand_over(request)), daemon=True).start()
    message, reply = app.messages.get(timeout=30)
    assert message.dial == DialRequest("082 000 1234", yes=True, extension="204")
    assert hand_over({"command": "ping"}).state == ACCEPTED
    assert answers.empty()
    report = {"status": "accepted", "message": "Ihre ☎", "http_status": 201}
    reply.answer(report)
    reply.answer({"status": "again"})
    answer = answers.get(timeout=30)
    assert (answer.state, answer.content) == (ACCEPTED, report)


def test_a_dial_that_is_not_answered_in_time_may_still_be_carried_out(app: App) -> None:
    answer = hand_over({"command": "dial", "read": "clipboard"}, answer_within_s=0.1)
    assert (answer.state, answer.arrived) == (TIMEOUT, True)
    message, reply = app.messages.get(timeout=30)
    reply.answer({"status": "accepted"})
    assert message.dial == DialRequest(read="clipboard")
    assert hand_over({"command": "ping"}).state == ACCEPTED


def test_a_dial_the_app_ends_over_may_have_been_carried_out(app: App) -> None:
    answers: queue.Queue[InstanceAnswer] = queue.Queue()
    request = {"command": "dial", "number": "1"}
    threading.Thread(target=lambda: answers.put(hand_over(request)), daemon=True).start()
    app.next()
    app.instance.close()
    answer = answers.get(timeout=30)
    assert (answer.state, answer.arrived) == (TIMEOUT, True)


def test_a_reply_given_just_before_the_end_still_arrives(app: App) -> None:
    answers: queue.Queue[InstanceAnswer] = queue.Queue()
    request = {"command": "dial", "number": "1"}
    threading.Thread(target=lambda: answers.put(hand_over(request)), daemon=True).start()
    app.messages.get(timeout=30)[1].answer({"status": "refused"})
    app.instance.close()
    assert answers.get(timeout=30).content == {"status": "refused"}


def request(**fields: object) -> bytes:
    return json.dumps({"protocol": 1} | fields).encode() + b"\n"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\n", "not_json"),
        (b"\xff\xfe\x00garbage\n", "not_json"),
        (b"[1]\n", "not_json"),
        (b"[" * 60000 + b"\n", "not_json"),
        (b'{"protocol": ' + b"9" * 5000 + b"}\n", "not_json"),
        (b'{"command": "ping"}\n', "protocol"),
        (b'{"protocol": true, "command": "ping"}\n', "protocol"),
        (b'{"protocol": 1.0, "command": "ping"}\n', "protocol"),
        (request(protocol=2, command="ping"), "protocol"),
        (request(), "unknown_command"),
        (request(command="reboot"), "unknown_command"),
        (request(command=["ping"]), "unknown_command"),
        (request(command="ping", require="x"), "bad_field"),
        (request(command="ping", require=[1]), "bad_field"),
        (request(command="ping", require=["more"], more=1), "unsupported"),
        (request(command="link"), "bad_field"),
        (request(command="link", link=5), "bad_field"),
        (request(command="link", link=None), "bad_field"),
        (request(command="dial", number="1", require=["yes", "only_today"]), "unsupported"),
        (request(protocol=2, command="dial", number="1"), "protocol"),
        (request(command="dial"), "bad_field"),
        (request(command="dial", number="1", read="clipboard"), "bad_field"),
        (request(command="dial", read="/etc/passwd"), "bad_field"),
        (request(command="dial", number=821), "bad_field"),
        (request(command="dial", number="1", yes=1), "bad_field"),
        (request(command="dial", number="1", yes="true"), "bad_field"),
        (request(command="ping") * 2, "one_line"),
        (b"x" * (LIMIT + 1), "too_large"),
        (b"x" * (8 * LIMIT), "too_large"),
    ],
)
def test_anything_else_is_refused(app: App, data: bytes, error: str) -> None:
    answer = ask(data)
    assert (answer["ok"], answer["error"], answer["protocol"]) == (False, error, 1)
    assert answer["message"].endswith(".")
    assert hand_over({"command": "ping"}).state == ACCEPTED
    assert app.next().command == "ping"


def test_the_largest_request_is_heard(app: App) -> None:
    most = LIMIT - len(request(command="link", link=""))
    assert hand_over_link("x" * most).state == ACCEPTED
    assert len(app.next().link) == most
    assert hand_over_link("x" * (most + 1)).content["error"] == "too_large"
    with pytest.raises(BadRequest):
        read_request(b"")


@pytest.mark.alone
def test_a_silent_client_is_dismissed_and_holds_nobody_up(app: App) -> None:
    began = time.monotonic()
    with raw() as silent, raw() as slow:
        slow.sendall(b'{"protocol"')
        assert hand_over({"command": "ping"}).state == ACCEPTED
        assert time.monotonic() - began < 1
        assert said(silent)["error"] == "too_slow"
        assert said(slow)["error"] == "too_slow"
        assert 1.9 < time.monotonic() - began < 4


def test_a_client_that_reads_nothing_or_hangs_up_holds_nobody_up(app: App) -> None:
    with ExitStack() as ends:
        for _ in range(10):
            ends.enter_context(raw()).sendall(request(command="ping"))
            with raw() as gone:
                gone.sendall(b"{")
        for _ in range(10):
            assert app.next().command == "ping"
    assert hand_over({"command": "ping"}).state == ACCEPTED


@pytest.mark.parametrize(
    "data",
    [
        request(command="ping", more=1),
        request(command="ping", protocol_minor=4, require=[]),
        request(command="link", link=LINK, dial="x", shown_at=None),
        request(command="dial", number="1", device={"name": "headset"}, require=["yes"]),
        request(protocol=2, command="quit"),
        request(protocol=0, command="quit", urgent=True),
    ],
)
def test_fields_of_a_newer_version_are_ignored(app: App, data: bytes) -> None:
    """Those that must not be are named in `require`. `quit` is understood in every version."""
    with raw() as client:
        client.sendall(data)
        message, reply = app.messages.get(timeout=30)
        reply.answer({"status": "accepted"})
        assert said(client)["ok"] is True
    assert message.command == json.loads(data)["command"]


CLIENTS_OF_BEFORE = {
    b'{"protocol": 1, "command": "link", "link": "tel:+27820001234"}\n': InstanceRequest(
        "link", LINK
    ),
    b'{"protocol": 1, "command": "dial", "number": "082 000 1234", "yes": false, "reference": null,'
    b' "caller_id": null, "extension": "204"}\n': InstanceRequest(
        "dial", dial=DialRequest("082 000 1234", extension="204")
    ),
    b'{"protocol": 1, "command": "dial", "read": "selection", "yes": true, "reference": "r-1",'
    b' "caller_id": "sales", "extension": null}\n': InstanceRequest(
        "dial", dial=DialRequest(read="selection", yes=True, reference="r-1", caller_id="sales")
    ),
}
"""What the clients of earlier versions send, byte by byte."""


@pytest.mark.parametrize("data", CLIENTS_OF_BEFORE)
def test_clients_of_earlier_versions_are_understood(app: App, data: bytes) -> None:
    with raw() as client:
        client.sendall(data)
        message, reply = app.messages.get(timeout=30)
        reply.answer({"status": "accepted"})
        assert said(client)["ok"] is True
    assert message == CLIENTS_OF_BEFORE[data]


def test_a_defect_in_one_request_does_not_make_the_app_deaf() -> None:
    app = App()

    def stumble(message: InstanceRequest, reply: instance_server.InstanceReply) -> None:
        raise RuntimeError("a defect")

    app.instance.serve(stumble)
    with closing(app):
        assert hand_over({"command": "dial", "number": "1"}).content["error"] == "defect"
        assert hand_over_link(LINK).state == ACCEPTED
