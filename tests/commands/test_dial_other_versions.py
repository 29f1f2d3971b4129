"""An app of another version runs: whatever it answers, the outcome of a call is never lost."""

import fcntl
import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_dialer.desktop.instance.client import socket_path
from tests.support.commands.program import run
from tests.support.desktop.running_app import runtime_folder

assert sys.platform != "win32"  # sockets with a path

REPORT = {
    "status": "accepted",
    "typed": "082 000 1234",
    "e164": "+27820001234",
    "callee": "0820001234",
    "agent": "204",
    "reference": "dd-1",
    "http_status": 201,
    "message": "Your phone 204 will ring.",
    "advice": "",
}
RESTART = "Restart Desktop Dialer"
RINGS = "A phone may be ringing."
NOTHING = "Nothing was sent."


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with runtime_folder(monkeypatch) as folder:
        yield folder


@contextmanager
def app_that_answers(answer: bytes) -> Iterator[list[bytes]]:
    """An app that answers each request so; the requests."""
    path = Path(socket_path("app"))
    path.parent.mkdir(mode=0o700)
    requests: list[bytes] = []
    with (
        path.with_suffix(".lock").open("w") as lock,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        listening.bind(str(path))
        listening.listen()

        def serve() -> None:
            while True:
                try:
                    client, _ = listening.accept()
                except OSError:
                    return
                with client, client.makefile("rb") as lines:
                    requests.append(lines.readline())
                    client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield requests
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def taken(result: object, *, protocol: object = 1, **more: object) -> bytes:
    return json.dumps({"protocol": protocol, "ok": True, "result": result} | more).encode() + b"\n"


def refused(error: object, protocol: int = 1) -> bytes:
    """As the first version writes it, byte by byte."""
    return (
        f'{{"protocol": {protocol}, "ok": false, "error": {json.dumps(error)},'
        f' "message": "Words of that version."}}\n'
    ).encode()


def dial(answer: bytes) -> tuple[int, dict[str, Any]]:
    with app_that_answers(answer) as requests:
        ended = run("dial", "--json", "082 000 1234")
    assert len(requests) == 1
    assert ended.err == b""
    assert ended.report["typed"] == "082 000 1234"
    return ended.code, ended.report


@pytest.mark.parametrize(
    "answer",
    [
        taken(REPORT | {"code": 0}),
        taken(REPORT | {"code": 0, "call_id": "7", "line": {"name": "desk"}}, served_by="2.0"),
        taken(REPORT),
        taken(REPORT | {"code": "0"}),
        taken(REPORT | {"code": 99}),
        taken(REPORT | {"code": True}),
    ],
    ids=range(6),
)
def test_keys_more_or_fewer_change_nothing(answer: bytes) -> None:
    assert dial(answer) == (0, REPORT)


@pytest.mark.parametrize(
    ("result", "code", "status"),
    [
        ({"status": "accepted"}, 0, "accepted"),
        (dict.fromkeys(REPORT, 5) | {"status": "accepted", "code": None}, 0, "accepted"),
        ({key: [{}] for key in REPORT} | {"code": 7}, 7, "refused"),
        ({"status": "unknown"}, 8, "unknown"),
        ({"status": "line_taken", "code": 6}, 6, "line_taken"),
    ],
)
def test_missing_keys_and_wrong_types_have_defaults(result: object, code: int, status: str) -> None:
    told, report = dial(taken(result))
    assert (told, report["status"]) == (code, status)
    assert report["message"]
    assert report["e164"] is None


@pytest.mark.parametrize(
    "answer",
    [
        taken({"status": "defect", "code": 1, "message": "Internal error in Desktop Dialer."}),
        taken({"status": "defect"}),
        taken({"status": "parked"}),
        taken({"code": 99}),
        taken(["accepted"]),
        taken(None),
        b'{"protocol": 1, "ok": true}\n',
        b'{"protocol": 1, "ok": "yes"}\n',
        b"{}\n",
        b"null\n",
        b"[" * 50000 + b"\n",
        b"\xff\n",
        b'{"protocol": 1, "ok": tr',
        b"",
        refused("defect"),
        refused("quota"),
        refused(["busy"]),
    ],
    ids=range(17),
)
def test_what_cannot_be_read_is_unknown(answer: bytes) -> None:
    code, report = dial(answer)
    assert (code, report["status"]) == (8, "unknown")
    assert RINGS in report["message"]
    assert "Wait and listen" in report["advice"]


@pytest.mark.parametrize(
    "error",
    [
        *("busy", "calls_waiting", "too_slow", "not_yours", "incomplete", "not_json", "one_line"),
        *("protocol", "unknown_command", "bad_field", "unsupported"),
    ],
)
def test_a_refusal_says_that_nothing_was_sent(error: str) -> None:
    if error == "busy":
        with app_that_answers(refused(error)) as requests:
            ended = run("dial", "--json", "082 000 1234")
        assert len(requests) > 1  # it was dropped unread, so it was asked again
        code, report = ended.code, ended.report
    else:
        code, report = dial(refused(error))
    assert (code, report["status"]) == (6, "unreached")
    assert NOTHING in report["message"]
    assert "call again" in report["advice"].lower()


def test_another_protocol_is_told_what_to_do() -> None:
    code, report = dial(refused("protocol", protocol=2))
    assert (code, report["status"]) == (6, "unreached")
    assert NOTHING in report["message"]
    assert RESTART in report["advice"]


def test_an_outcome_in_another_protocol_is_not_lost() -> None:
    code, report = dial(taken(REPORT | {"code": 0}, protocol=2))
    assert (code, report["status"], report["message"]) == (0, "accepted", REPORT["message"])
    assert RESTART in report["advice"]


@pytest.mark.parametrize("words", [["show"], ["tel:0820001234"], []])
def test_show_and_links_say_what_to_do(words: list[str]) -> None:
    with app_that_answers(refused("protocol", protocol=2)):
        ended = run(*words)
    assert ended.code == 6
    assert RESTART in ended.err.decode()


def test_quit_says_what_to_do() -> None:
    with app_that_answers(refused("protocol", protocol=2)) as requests:
        ended = run("quit")
    assert (ended.code, requests) == (6, [b'{"protocol": 1, "command": "quit"}\n'])
    assert "another version" in ended.err.decode()


def test_the_request_is_what_earlier_versions_understand() -> None:
    """They refuse fields that they do not know: a field more is a call less under an update."""
    with app_that_answers(taken(REPORT | {"code": 0})) as requests:
        run("dial", "--yes", "--ref", "r-1", "082 000 1234")
        run("dial", "--selection", "--extension", "204", "--caller-id", "sales")
        run("tel:0820001234")
    assert requests == [
        b'{"protocol": 1, "command": "dial", "number": "082 000 1234", "yes": true, %s}\n'
        % b'"reference": "r-1", "caller_id": null, "extension": null',
        b'{"protocol": 1, "command": "dial", "read": "selection", "yes": false, %s}\n'
        % b'"reference": null, "caller_id": "sales", "extension": "204"',
        b'{"protocol": 1, "command": "link", "link": "tel:0820001234"}\n',
    ]
