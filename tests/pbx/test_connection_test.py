"""The test of the way to the PBX, against real servers that keep or break the rules."""

import re
import socket
import ssl
from pathlib import Path

import pytest
import trustme

from desktop_dialer.model.connection_report import ConnectionReport
from desktop_dialer.model.pbx_ports import port_advice
from desktop_dialer.pbx import connection_test as reach_test
from desktop_dialer.pbx.address import PbxAddress
from desktop_dialer.pbx.http_client import PbxSettings
from tests.support.pbx.faulty_pbx import Behaviour, FaultyPbx, answer, response


def reach(
    port: int,
    *,
    server: str = "127.0.0.1",
    scheme: str = "http",
    ca_file: str = "",
    proxy: str = "",
    version: tuple[int, ...] = (3, 3),
) -> ConnectionReport:
    return reach_test.test_connection(
        PbxSettings(
            PbxAddress(scheme, server, port),
            version=version,
            connect_timeout_s=1.0,
            answer_timeout_s=0.5,
            ca_file=ca_file,
            proxy=proxy,
        )
    )


def reach_at(behave: Behaviour) -> tuple[ConnectionReport, FaultyPbx]:
    with FaultyPbx(behave) as pbx:
        return reach(pbx.port), pbx


@pytest.mark.parametrize(
    "raw",
    [
        response("200 OK", b"<h1>PBX</h1>"),
        response("301 Moved", b"", "Location: http://127.0.0.1:1/"),
        response("404 Not Found"),
        response("503 Busy"),
        b"HTTP/1.1 401 No\r\nContent-Length: 900\r\n\r\nbroken off",
    ],
)
def test_any_http_answer_counts(raw: bytes) -> None:
    report, pbx = reach_at(answer(raw))
    assert report.ok
    assert f"127.0.0.1:{pbx.port} answers" in report.words
    [request] = pbx.requests
    assert request.startswith(b"GET / HTTP/1.1\r\n")
    assert f"host: 127.0.0.1:{pbx.port}".encode() in request.lower()
    assert b"click2dial" not in request
    assert pbx.connections == 1


@pytest.mark.parametrize("raw", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"\x16\x03\x01" * 50])
def test_another_kind_of_server_is_told_apart(raw: bytes) -> None:
    report, pbx = reach_at(answer(raw))
    assert not report.ok
    assert "does not answer over HTTP" in report.words
    assert "port" in report.advice
    assert len(pbx.requests) == 1


def test_silence_ends_at_the_limit() -> None:
    report, pbx = reach_at(lambda connection: connection.recv(1) and None)
    assert not report.ok
    assert "does not answer over HTTP" in report.words
    assert len(pbx.requests) == 1


def test_a_server_that_drips_ends_at_the_limit() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        connection.settimeout(0.1)
        for _ in range(100):
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                connection.sendall(b"y")

    report, _ = reach_at(drip)
    assert not report.ok


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    report = reach(port)
    assert not report.ok
    assert report.words.endswith("was not reached (the connection was refused).")
    assert "network" in report.advice


BEFORE, ISSUED = "usually listen on port 80.", "configuration that your site was given."


@pytest.mark.parametrize(
    ("version", "advice"),
    [
        *((version, BEFORE) for version in [(2, 5), (3,), (3, 2, 9)]),
        *((version, "") for version in [(3, 3), (3, 10)]),
        *((version, ISSUED) for version in [(4,), (4, 0), (12, 1)]),
    ],
)
def test_the_port_by_version_is_named_where_a_port_may_be_wrong(
    version: tuple[int, ...], advice: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = listener.getsockname()[1]
    with FaultyPbx(answer(b"SSH-2.0-OpenSSH_9.2\r\n")) as other:
        for port in (closed, other.port):
            report = reach(port, version=version)
            assert not report.ok
            told = report.advice
            assert told.endswith(advice or ("connection." if port == closed else "https."))
    with FaultyPbx(answer(response("404 Not Found"))) as pbx:
        assert reach(pbx.port, version=version).advice == ""
    assert port_advice(version, 80) == ("" if advice == BEFORE else port_advice(version, 8300))


def test_a_name_that_does_not_exist() -> None:
    report = reach(8300, server="no-such-pbx.invalid")
    assert not report.ok
    assert "could not be looked up (" in report.words
    assert "Errno" not in report.words
    assert "server name" in report.advice


def test_the_servers_next_address_is_tried() -> None:
    # localhost is ::1 and 127.0.0.1 where IPv6 is up; the server listens on the second only.
    with FaultyPbx(answer(response("200 OK"))) as pbx:
        assert reach(pbx.port, server="localhost").ok


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.mark.parametrize(("server", "trusted"), [("localhost", False), ("127.0.0.1", True)])
def test_the_certificate_must_be_right(
    authority: trustme.CA, tmp_path: Path, server: str, trusted: bool
) -> None:
    # localhost: nobody trusts the authority. 127.0.0.1: trusted, but issued for another name.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    with FaultyPbx(answer(response("200 OK")), context) as pbx:
        good = reach(pbx.port, server="localhost", scheme="https", ca_file=str(ca_file))
        assert good.ok
        bad = reach(
            pbx.port, server=server, scheme="https", ca_file=str(ca_file) if trusted else ""
        )
        assert len(pbx.requests) == 1
    assert not bad.ok
    why = "for another name" if trusted else "its certificate is not trusted"
    assert why in bad.words
    assert "pbx.ca_file" in bad.advice


def test_https_where_only_http_is_spoken() -> None:
    def refuse(connection: socket.socket) -> None:
        connection.sendall(response("400 Bad Request"))

    with FaultyPbx(refuse) as pbx:
        report = reach(pbx.port, scheme="https")
        assert pbx.requests == []
    assert not report.ok
    assert report.words.endswith("was not reached (no answer in time).")


@pytest.mark.parametrize("text", ["no certificate", None])
def test_a_broken_ca_file_is_told_without_codes(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "ca.pem").write_text(text)
    report = reach(1, scheme="https", ca_file=str(tmp_path / "ca.pem"))
    assert not report.ok
    assert "pbx.ca_file" in report.words
    assert not re.search(r"Errno|\[|_ssl", report.words)


def test_a_proxy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultyPbx(answer(response("200 OK"))) as proxy:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        report = reach(8300, server="pbx.invalid", proxy=f"http://127.0.0.1:{proxy.port}")
        assert proxy.requests[0].startswith(b"GET http://pbx.invalid:8300/ ")
    assert report.ok
    assert "through the proxy" in report.words


@pytest.mark.parametrize("server", ["a..b", "x" * 70])
def test_a_name_that_cannot_be_sent_to_a_proxy(server: str) -> None:
    with FaultyPbx(answer(b"")) as proxy:
        report = reach(8300, server=server, proxy=f"http://127.0.0.1:{proxy.port}")
    assert not report.ok
    assert report.advice
