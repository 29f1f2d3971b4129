"""What people read of a connection that failed: no numbers, no codes, no foreign terms."""

import errno
import os
import socket
import ssl
from threading import Thread

import httpx
import pytest

from desktop_dialer.pbx.failure_reasons import failure_reason, plain_text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ECONNREFUSED, "the connection was refused"),
        (errno.ECONNRESET, "the connection was cut off"),
        (errno.ENETUNREACH, "network unreachable"),
        (errno.EHOSTUNREACH, "host unreachable"),
        (errno.ETIMEDOUT, "no answer in time"),
        (errno.EACCES, "Permission denied"),
    ],
)
def test_the_systems_errors_below_those_of_a_library(number: int, words: str) -> None:
    below = OSError(number, os.strerror(number))
    error = httpx.ConnectError(str(below))
    error.__cause__ = below
    assert failure_reason(below) == words
    assert failure_reason(error) == words


@pytest.mark.parametrize("name", ["no-such-pbx.invalid", "x" * 70, "a..b"])
def test_a_name_that_nobody_has(name: str) -> None:
    with pytest.raises((OSError, UnicodeError)) as caught:
        socket.getaddrinfo(name, 80)
    assert failure_reason(caught.value) in (
        *("unknown host", "no name server responds"),
        "invalid host name",
    )


def test_another_language_than_tls() -> None:
    def greet() -> None:
        with listener.accept()[0] as connection:
            connection.sendall(b"220 mail.example ready\r\n")
            connection.recv(4096)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=greet)
        thread.start()
        with pytest.raises(httpx.ConnectError) as caught:
            httpx.get(f"https://127.0.0.1:{listener.getsockname()[1]}/", trust_env=False)
        thread.join()
    assert failure_reason(caught.value) == "TLS handshake failed"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (10, "its certificate has expired"),
        (18, "its certificate is not trusted"),
        (62, "its certificate is for another name"),
        (23, "its certificate is not trusted: certificate revoked"),
    ],
)
def test_certificates(code: int, words: str) -> None:
    error = ssl.SSLCertVerificationError(1, "[SSL: X] certificate verify failed (_ssl.c:1006)")
    error.verify_code, error.verify_message = code, "certificate revoked"
    assert failure_reason(error) == words


def test_what_is_not_known_is_told_without_codes_and_never_empty() -> None:
    unknown = ssl.SSLError(1, "[X509: NO_CERTIFICATE] no certificate found (_ssl.c:4150)")
    assert plain_text(unknown) == "no certificate found"
    assert plain_text(OSError(errno.ENOENT, "No such file", "/etc/ca.pem")) == "No such file"
    assert failure_reason(httpx.ReadError("")) == "ReadError"
    assert failure_reason(httpx.RemoteProtocolError("peer closed")) == "incomplete answer"
