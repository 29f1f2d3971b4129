"""Clients that are slow, dropped, confused or hostile: answered or closed, never a traceback."""

import select
import socket
import struct
import time
from collections.abc import Iterator

import httpx
import pytest

from desktop_dialer.demo.pbx.connection import HttpAnswer, HttpRequest, json_answer
from desktop_dialer.demo.pbx.http_server import CONNECTION_LIMIT, DemoHttpServer
from desktop_dialer.demo.pbx.server import PATH, DemoPbx

HEAD = f"POST {PATH} HTTP/1.1\r\nHost: pbx\r\nContent-Type: application/json\r\n".encode()
BODY = b'{"agent": "204", "callee": "0820001234"}'
WAIT_S = 10.0


@pytest.fixture
def pbx(capfd: pytest.CaptureFixture[str]) -> Iterator[DemoPbx]:
    """A PBX that must have printed nothing on the terminal and answer as before at the end."""
    lines: list[str] = []
    with DemoPbx(port=0, say=lines.append, pace=60) as pbx:
        yield pbx
        before = len(pbx.calls)
        answer = httpx.post(
            f"{pbx.url}{PATH}",
            content=BODY,
            headers={"Content-Type": "application/json"},
            trust_env=False,
        )
        assert answer.status_code == 201
        assert len(pbx.calls) == before + 1
    assert not [line for line in lines if "defect" in line]
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def hasty() -> Iterator[DemoHttpServer]:
    """The HTTP side alone, with little patience."""
    server = DemoHttpServer("127.0.0.1", 0, answer=echo, fault=print, patience_s=0.4)
    server.start()
    yield server
    server.stop()


def echo(request: HttpRequest) -> HttpAnswer:
    return json_answer(200, request.body.decode())


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), WAIT_S)


def ask(port: int, raw: bytes, *, half_close: bool = False) -> bytes:
    with connect(port) as client:
        client.sendall(raw)
        if half_close:
            client.shutdown(socket.SHUT_WR)
        return everything(client)


def everything(client: socket.socket) -> bytes:
    pieces = []
    while piece := client.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def status(answer: bytes) -> int:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert body.startswith(b'{"errors": ["')
    return int(head.split()[1])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"GET\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n", 400),
        (b"POST /%s HTTP/1.1\r\n\r\n" % (b"a" * 70000), 414),
        (b"GET / HTTP/9.9\r\n\r\n", 505),
        (b"GET http://[ HTTP/1.1\r\n\r\n", 400),
        (HEAD + b"X: " + b"a" * 70000 + b"\r\n\r\n", 431),
        (HEAD + b"X: a\r\n" * 150 + b"\r\n", 431),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n28\r\n%s\r\n0\r\n\r\n" % BODY, 411),
        (HEAD + b"Content-Length: -1\r\n\r\n" + BODY, 400),
        (HEAD + b"Content-Length: +40\r\n\r\n" + BODY, 400),
        (HEAD + b"Content-Length: 4 0\r\n\r\n" + BODY, 400),
        (HEAD + b"Content-Length: 40\r\nContent-Length: 2\r\n\r\n" + BODY, 400),
        (HEAD + b"Content-Length: 65537\r\n\r\n" + b" " * 65537, 400),
        (HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n" + BODY, 400),
        (HEAD + b"\r\n" + BODY, 400),
    ],
)
def test_what_makes_no_sense_is_refused(pbx: DemoPbx, raw: bytes, code: int) -> None:
    assert status(ask(pbx.port, raw)) == code
    assert pbx.calls == ()


def test_a_cut_body_is_refused(pbx: DemoPbx) -> None:
    raw = HEAD + b"Content-Length: 40\r\n\r\n" + BODY[:-1]
    assert status(ask(pbx.port, raw, half_close=True)) == 400
    assert pbx.calls == ()


def test_an_answer_gets_through_to_a_client_that_sends_ten_megabytes(pbx: DemoPbx) -> None:
    answer = httpx.post(f"{pbx.url}{PATH}", content=b"[" * 10_000_000, trust_env=False)
    assert answer.status_code == 400
    assert "longer than 65536 bytes" in answer.json()["errors"][0]


def test_a_client_may_ask_before_it_sends_its_body(pbx: DemoPbx) -> None:
    with connect(pbx.port) as client:
        client.sendall(HEAD + b"Expect: 100-continue\r\nContent-Length: 40\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 100 ")
        client.sendall(BODY)
        assert everything(client).startswith(b"HTTP/1.1 201 ")


def test_a_request_in_small_pieces_is_a_request(pbx: DemoPbx) -> None:
    with connect(pbx.port) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in HEAD + b"Content-Length: 40\r\n\r\n" + BODY:
            client.sendall(bytes([byte]))
        assert everything(client).startswith(b"HTTP/1.1 201 ")


def test_one_request_for_each_connection(pbx: DemoPbx) -> None:
    request = HEAD + b"Content-Length: 40\r\n\r\n" + BODY
    answer = ask(pbx.port, request)
    assert b"\r\nConnection: close\r\n" in answer
    assert answer.count(b"HTTP/1.1") == 1
    assert len(pbx.calls) == 1


@pytest.mark.parametrize("sent", [b"", b"POST", HEAD, HEAD + b"Content-Length: 40\r\n\r\n{"])
def test_a_client_that_drops_the_connection_is_no_event(pbx: DemoPbx, sent: bytes) -> None:
    client = connect(pbx.port)
    client.sendall(sent)
    # Closing with no time to linger sends a reset.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    assert pbx.calls == ()


def test_a_call_is_placed_although_nobody_waits_for_the_answer(pbx: DemoPbx) -> None:
    with connect(pbx.port) as client:
        client.sendall(HEAD + b"Content-Length: 40\r\n\r\n" + BODY)
        select.select([client], [], [], WAIT_S)
    assert len(pbx.calls) == 1


@pytest.mark.parametrize("sent", [b"", b"PO", HEAD])
def test_a_silent_client_is_closed(hasty: DemoHttpServer, sent: bytes) -> None:
    assert ask(hasty.server_address[1], sent) == b""


def test_a_silent_body_is_told_so(hasty: DemoHttpServer) -> None:
    answer = ask(hasty.server_address[1], HEAD + b"Content-Length: 40\r\n\r\n{")
    assert status(answer) == 408


def test_a_drop_now_and_then_buys_no_time(hasty: DemoHttpServer) -> None:
    started = time.monotonic()
    with connect(hasty.server_address[1]) as client:
        while not select.select([client], [], [], 0.05)[0]:
            client.sendall(b"X")
            assert time.monotonic() - started < WAIT_S
    assert time.monotonic() - started < 2


def test_silent_clients_hold_nobody_up(pbx: DemoPbx) -> None:
    silent = [connect(pbx.port) for _ in range(CONNECTION_LIMIT // 2)]
    answer = httpx.get(f"{pbx.url}/calls.json", trust_env=False, timeout=2)
    assert answer.json() == []
    for client in silent:
        client.close()


def test_one_connection_too_many_is_closed_at_once(hasty: DemoHttpServer) -> None:
    port = hasty.server_address[1]
    silent = [connect(port) for _ in range(CONNECTION_LIMIT)]
    assert ask(port, b"") == b""
    for client in silent:
        client.close()
    deadline = time.monotonic() + WAIT_S
    request = b"GET / HTTP/1.1\r\n\r\n"
    while not (answer := _or_nothing(port, request)):
        assert time.monotonic() < deadline
    assert answer.startswith(b"HTTP/1.1 200 ")


def _or_nothing(port: int, request: bytes) -> bytes:
    try:
        return ask(port, request)
    except ConnectionError:
        return b""


def test_a_defect_of_ours_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    def broken(request: HttpRequest) -> HttpAnswer:
        raise ValueError("no such thing")

    faults: list[str] = []
    server = DemoHttpServer("127.0.0.1", 0, answer=broken, fault=faults.append)
    server.start()
    try:
        assert ask(server.server_address[1], b"GET / HTTP/1.1\r\n\r\n") == b""
    finally:
        server.stop()
    assert faults == ["a defect of the demo PBX: ValueError('no such thing')"]
    assert capfd.readouterr() == ("", "")
