"""The PBX client against real servers that keep or break the rules."""

import gzip
import json
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from desktop_dialer.model.call import CallRequest, CallSource
from desktop_dialer.model.errors import (
    CallError,
    NeverReached,
    OutcomeUnknown,
    Refused,
    SettingsError,
)
from desktop_dialer.model.phone_number import PhoneNumber
from desktop_dialer.pbx.address import PbxAddress
from desktop_dialer.pbx.click2dial import Click2Dial
from desktop_dialer.pbx.http_client import PbxSettings
from tests.support.pbx.faulty_pbx import Behaviour, FaultyPbx, answer, response

NUMBER = PhoneNumber("082 000 1234", "+27820001234", "082 000 1234", "ZA", "mobile")
REQUEST = CallRequest(
    "204", "0820001234", NUMBER, CallSource.COMMAND, outbound_id="27215550000", reference="ref-7"
)


def line(
    port: int, *, server: str = "127.0.0.1", scheme: str = "http", **more: object
) -> Click2Dial:
    settings: dict[str, object] = {"answer_timeout_s": 0.6, "connect_timeout_s": 1.0} | more
    return Click2Dial(PbxSettings(PbxAddress(scheme, server, port), **settings))  # type: ignore[arg-type]


def place_at(behave: Behaviour, **more: Any) -> tuple[CallError | int | None, FaultyPbx]:
    """Place one call at a server with that behaviour: what came of it, and the server."""
    with FaultyPbx(behave) as pbx:
        try:
            return line(pbx.port, **more).place(REQUEST).http_status, pbx
        except CallError as error:
            return error, pbx


@pytest.mark.parametrize(
    ("version", "name"), [((2, 9), "call_ref"), ((3, 0), "contact_ref"), ((4, 1), "contact_ref")]
)
def test_the_request_is_the_one_on_the_page(version: tuple[int, ...], name: str) -> None:
    status, pbx = place_at(answer(response("200 OK")), version=version)
    assert status == 200
    [request] = pbx.requests
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /click2dial/calls HTTP/1.1\r\n")
    assert f"host: 127.0.0.1:{pbx.port}".encode() in head.lower()
    assert b"content-type: application/json" in head.lower()
    assert json.loads(body) == {
        "agent": "204",
        "callee": "0820001234",
        "outbound_id": "27215550000",
        name: "ref-7",
    }


@pytest.mark.parametrize(
    "raw",
    [
        response("200 OK"),
        response("201 Created", b'{"ok": true}'),
        response("204 No Content"),
        b"HTTP/1.1 202 Accepted\r\nContent-Length: 900\r\n\r\nbroken off",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 100 Continue\r\n\r\n" + response("200 OK"),
        response("200 OK", b"x" * 10_000_000),
    ],
)
def test_accepted_whatever_becomes_of_the_body(raw: bytes) -> None:
    outcome, pbx = place_at(answer(raw))
    assert outcome in (200, 201, 202, 204)
    assert len(pbx.requests) == 1


def test_accepted_when_the_body_never_comes() -> None:
    def promise(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
        connection.recv(1)  # until the client gives up

    outcome, pbx = place_at(promise)
    assert outcome == 200
    assert len(pbx.requests) == 1


@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        (response("400 Bad Request", b'{"errors": ["callee is wrong", "no agent"]}'), 400,
         "callee is wrong; no agent"),
        (response("404 Not Found", b'{"error": "Unknown", "message": "agent 204"}'), 404,
         "Unknown: agent 204"),
        (response("409 Conflict", b"<title>x</title><p>Line &amp; agent busy</p>"), 409,
         "Line & agent busy"),
        (response("422 Unprocessable", b"plain \xff words\nin two lines"), 422,
         "plain ÿ words in two lines"),
        (response("403 Forbidden", "not \u202eallowed\u2066".encode()), 403, "not allowed"),
        (response("403 Forbidden", b"\x00" * 5_000_000), 403, "unreadable answer (65536 bytes)"),
        (response("403 Forbidden", b"\x00\x01\x02" * 4), 403, "unreadable answer (12 bytes)"),
        (response("403 Forbidden", bytes(range(192, 255)), "Content-Type: text/plain"), 403,
         "unreadable answer (63 bytes)"),
        (response("403 Forbidden", "Geëindig".encode("latin-1")), 403, "Geëindig"),
        (response("403 Forbidden", "no, 204".encode("utf-16")), 403, "no, 204"),
        (response("403 Forbidden", b'{"error": "\xc3\xa9t\xc3'), 403, '"ét'),
        (response("403 Forbidden", gzip.compress(b'{"error": "no trunk"}'),
                  "Content-Encoding: gzip"), 403, "no trunk"),
        (response("403 Forbidden", zlib.compress(b"no trunk")), 403, "no trunk"),
        (response("403 Forbidden", b"\x1f\x8bnot packed at all", "Content-Encoding: gzip"), 403,
         "unreadable answer (19 bytes)"),
        (response("403 Forbidden", b"no trunk", "Content-Encoding: br"), 403, "no trunk"),
        (response("403 Forbidden", gzip.compress(b"0" * 50_000_000)), 403, "00…"),
        (response("301 Moved", b"", "Location: http://127.0.0.1:1/"), 301, "redirect (301)"),
        (response("307 Temporary", b"", "Location: /click2dial/calls"), 307, "redirect (307)"),
    ],
)  # fmt: skip
def test_refused_in_the_pbxs_own_words(raw: bytes, status: int, words: str) -> None:
    error, pbx = place_at(answer(raw))
    assert isinstance(error, Refused)
    assert error.http_status == status
    assert words in error.message
    assert len(error.message) < 2200
    assert not error.phone_may_ring
    assert error.advice
    assert len(pbx.requests) == pbx.connections == 1


@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        (response("500 Oops", b"<html><body><h1>Fault</h1><script>x()</script>"), 500, "Fault"),
        (response("502 Bad Gateway", b'{"message": "no trunk"}'), 502, "no trunk"),
        (response("408 Request Timeout"), 408, "(408)"),
        (b"", None, ""),
        (b"SSH-2.0-OpenSSH_9.2\r\n", None, ""),
        (b"HTTP/1.1 200", None, ""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", None, ""),
        (b"\x16\x03\x01" * 50, None, ""),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000, None, ""),
    ],
)
def test_unknown_once_the_request_left(raw: bytes, status: int | None, words: str) -> None:
    error, pbx = place_at(answer(raw))
    assert isinstance(error, OutcomeUnknown)
    assert error.http_status == status
    assert words in error.message
    assert "phone may be ringing" in error.message
    assert error.phone_may_ring
    assert len(pbx.requests) == pbx.connections == 1


def test_silence_is_unknown() -> None:
    error, pbx = place_at(lambda connection: connection.recv(1) and None)
    assert isinstance(error, OutcomeUnknown)
    assert len(pbx.requests) == 1


def test_a_server_that_drips_is_given_up_at_the_limit() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        connection.settimeout(0.1)
        for _ in range(100):
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                connection.sendall(b"y")

    error, pbx = place_at(drip, connect_timeout_s=0.4)
    assert isinstance(error, OutcomeUnknown)
    assert "no answer in time" in error.message
    assert len(pbx.requests) == 1


def test_a_reset_after_the_request_is_unknown() -> None:
    def reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    error, pbx = place_at(reset)
    assert isinstance(error, OutcomeUnknown)
    assert len(pbx.requests) == 1


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    told = r"\(the connection was refused\)\. No phone rang"
    with pytest.raises(NeverReached, match=told) as caught:
        line(port).place(REQUEST)
    assert not caught.value.phone_may_ring


@pytest.mark.parametrize("server", ["no-such-pbx.invalid", "x" * 70, "a..b"])
def test_a_name_that_does_not_exist(server: str) -> None:
    with pytest.raises(NeverReached, match="could not be looked up"):
        line(8300, server=server).place(REQUEST)


def test_the_servers_next_address_is_tried_while_nothing_left() -> None:
    # localhost is ::1 and 127.0.0.1 where IPv6 is up; the server listens on the second only.
    with FaultyPbx(answer(response("200 OK"))) as pbx:
        assert line(pbx.port, server="localhost").place(REQUEST).http_status == 200
        assert len(pbx.requests) == 1


def test_connections_are_not_kept() -> None:
    with FaultyPbx(answer(response("200 OK"))) as pbx:
        desk = line(pbx.port)
        for _ in range(2):
            desk.place(REQUEST)
        assert (len(pbx.requests), pbx.connections) == (2, 2)


def test_preparing_connects_to_nothing() -> None:
    with FaultyPbx(answer(response("200 OK"))) as pbx:
        desk = line(pbx.port)
        desk.prepare()
        assert pbx.connections == 0
        desk.place(REQUEST)
        assert pbx.connections == 1


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure_pbx(authority: trustme.CA) -> Iterator[FaultyPbx]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with FaultyPbx(answer(response("200 OK")), context) as pbx:
        yield pbx


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return str(file)


def test_https_with_a_trusted_certificate(secure_pbx: FaultyPbx, ca_file: str) -> None:
    desk = line(secure_pbx.port, server="localhost", scheme="https", ca_file=ca_file)
    assert desk.place(REQUEST).http_status == 200
    assert b"host: localhost:" in secure_pbx.requests[0].lower()


@pytest.mark.parametrize("server", ["localhost", "127.0.0.1"])
def test_an_untrusted_certificate_is_never_reached(
    secure_pbx: FaultyPbx, ca_file: str, server: str
) -> None:
    # localhost: nobody trusts the authority. 127.0.0.1: trusted, but issued for another name.
    trusted = ca_file if server == "127.0.0.1" else ""
    desk = line(secure_pbx.port, server=server, scheme="https", ca_file=trusted)
    with pytest.raises(NeverReached, match=r"(?i)certificate"):
        desk.place(REQUEST)
    assert secure_pbx.requests == []


def test_https_to_a_server_without_tls_is_never_reached() -> None:
    with FaultyPbx(answer(response("200 OK"))) as pbx:
        pbx.released.set()
        with pytest.raises(NeverReached):
            line(pbx.port, scheme="https").place(REQUEST)
        assert pbx.requests == []


def test_a_broken_ca_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(SettingsError, match=r"pbx\.ca_file"):
        line(1, scheme="https", ca_file=str(tmp_path / "ca.pem")).place(REQUEST)


def test_proxy_variables_and_netrc_are_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with FaultyPbx(answer(response("200 OK"))) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password mine\n")
        monkeypatch.setenv("HOME", str(tmp_path))
        outcome, pbx = place_at(answer(response("200 OK")))
        assert outcome == 200
        assert b"authorization" not in pbx.requests[0].lower()
        assert proxy.connections == 0


def test_a_set_proxy_is_used() -> None:
    with FaultyPbx(answer(response("200 OK"))) as proxy:
        desk = line(8300, server="pbx.invalid", proxy=f"http://127.0.0.1:{proxy.port}")
        assert desk.place(REQUEST).http_status == 200
        assert proxy.requests[0].startswith(b"POST http://pbx.invalid:8300/click2dial/calls ")


def test_a_proxy_that_opens_no_tunnel_is_never_reached() -> None:
    def refuse(connection: socket.socket) -> None:
        connection.sendall(response("503 No"))

    with FaultyPbx(refuse) as proxy:
        desk = line(1, server="p.invalid", scheme="https", proxy=f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(NeverReached):
            desk.place(REQUEST)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"errors": ["caller ID is not allowed"]}', "it also says: caller ID is not allowed."),
        (b'{"error": "late", "message": "agent is away"}', "it also says: late: agent is away."),
        (b'{"message": "Call created"}', ""),
        (b'{"errors": []}', ""),
        (b"OK", ""),
        (b"\x00\x01", ""),
    ],
)
def test_what_the_pbx_complains_of_is_shown_beside_accepted(body: bytes, words: str) -> None:
    with FaultyPbx(answer(response("200 OK", body))) as pbx:
        accepted = line(pbx.port).place(REQUEST)
    assert accepted.http_status == 200
    assert "will ring" in accepted.message
    assert words in accepted.message
    assert ("also says" in accepted.message) == bool(words)


@pytest.mark.parametrize("part", [b"HTTP/1.1 200 OK\r\nX-Drip: ", b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_an_answer_that_drips_has_the_answers_time_and_no_more(part: bytes) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(part)
        while True:
            connection.sendall(b"y" if b"Drip" in part else part)
            time.sleep(0.02)  # the drip itself

    started = time.monotonic()
    error, pbx = place_at(drip, connect_timeout_s=5.0, answer_timeout_s=0.6)
    took = time.monotonic() - started
    assert isinstance(error, OutcomeUnknown)
    assert len(pbx.requests) == 1
    assert 0.5 < took < 3, took
