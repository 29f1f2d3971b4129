"""Where the demo PBX listens, and what it says when it cannot."""

import socket
import threading
from urllib.parse import urlsplit

import httpx
import pytest

from desktop_dialer.demo.pbx.listening import is_loopback
from desktop_dialer.demo.pbx.server import PATH, DemoPbx
from desktop_dialer.model.errors import DialerError

GOOD = {"agent": "204", "callee": "0820001234"}


def place(pbx: DemoPbx) -> int:
    return httpx.post(f"{pbx.url}{PATH}", json=GOOD, trust_env=False).status_code


@pytest.mark.parametrize(
    ("host", "name"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]"), ("localhost", "127.0.0.1")]
)
def test_listens_on_either_loopback(host: str, name: str) -> None:
    lines: list[str] = []
    with DemoPbx(host=host, port=0, say=lines.append, pace=60) as pbx:
        assert pbx.url == f"http://{name}:{pbx.port}"
        assert place(pbx) == 201
    assert pbx.url in lines[0]
    assert "version 3" in lines[0]


def test_a_port_asked_for_is_the_port_got_again_at_once() -> None:
    with DemoPbx(port=0, say=[""].append, pace=60) as first:
        assert place(first) == 201
    with DemoPbx(port=first.port, say=[""].append, pace=60) as second:
        assert second.port == first.port
        assert place(second) == 201


def test_a_taken_port_is_said_in_words() -> None:
    with DemoPbx(port=0, say=[""].append) as first:
        second = DemoPbx(port=first.port, say=[""].append)
        with pytest.raises(DialerError, match=f"Port {first.port} on 127.0.0.1 is taken") as error:
            second.start()
        assert error.value.advice
        second.stop()
        assert place(first) == 201


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host.invalid", "x" * 300, "a..b"])
def test_a_host_that_is_not_ours_is_said_in_words(host: str) -> None:
    with pytest.raises(DialerError, match="address"):
        DemoPbx(host=host, port=0, say=[""].append).start()


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 1},
        {"version": 5},
        {"port": -1},
        {"port": 65536},
        {"pace": -1},
        {"pace": float("nan")},
        {"pace": float("inf")},
    ],
)
def test_what_cannot_be_is_refused_before_the_start(wrong: dict[str, int]) -> None:
    with pytest.raises(DialerError, match=str(next(iter(wrong.values())))):
        DemoPbx(**wrong)  # type: ignore[arg-type]


def test_after_the_stop_nobody_listens_and_no_thread_is_left() -> None:
    with DemoPbx(port=0, say=[""].append, pace=60) as pbx:
        idle = socket.create_connection(("127.0.0.1", pbx.port))
        assert place(pbx) == 201  # taken in order: the idle one has been accepted too
    assert idle.recv(1) == b""
    idle.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", pbx.port))
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("demo")]
    assert left == []
    pbx.stop()
    assert len(pbx.calls) == 1


def test_starting_twice_is_a_mistake() -> None:
    with DemoPbx(port=0, say=[""].append) as pbx, pytest.raises(RuntimeError):
        pbx.start()


def test_the_url_is_known_before_the_start() -> None:
    assert DemoPbx().url == "http://127.0.0.1:8300"
    assert urlsplit(DemoPbx(host="::", port=80).url).hostname == "::1"
    assert urlsplit(DemoPbx(host="0.0.0.0", port=80).url).hostname == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("pbx.example.com", False),
    ],
)
def test_knows_the_loopback(host: str, ours: bool) -> None:
    assert is_loopback(host) is ours
