"""An untrusted certificate is accepted by its fingerprint on one host, and otherwise reported."""

from collections.abc import Iterator

import pytest

from desktop_dialer.pbx.softphone.commands import Configure
from desktop_dialer.pbx.softphone.events import CertificateUntrusted, Ended
from tests.support.softphone.phone_at_work import LIMIT_S, phone_at_work
from tests.support.softphone.socket_server import EXPIRES, SocketServer, socket_server


@pytest.fixture(scope="module")
def server() -> Iterator[SocketServer]:
    with socket_server(secure=True) as server:
        yield server


def test_the_pinned_certificate_is_accepted(server: SocketServer) -> None:
    configure = Configure(url=server.url(), server="x", certificate=server.fingerprint)
    with phone_at_work(configure) as phone:
        call = phone.dial(f"socket {server.url()}")
        assert phone.events.get(timeout=LIMIT_S) == Ended(call=call, by="them", reason="open")
        assert phone.try_out(f"socket {server.url('localhost')}") == "error"


@pytest.mark.parametrize("pin", ["", "00" * 32])
def test_any_other_is_refused_and_reported_once(server: SocketServer, pin: str) -> None:
    with phone_at_work(Configure(url=server.url(), server="x", certificate=pin)) as phone:
        phone.dial(f"socket {server.url()}")
        untrusted = phone.events.get(timeout=LIMIT_S)
        assert isinstance(untrusted, CertificateUntrusted)
        assert untrusted.fingerprint == server.fingerprint
        assert untrusted.subject == "pbx.example"
        assert "Test" in untrusted.issuer
        assert untrusted.expires == f"{EXPIRES:%Y-%m-%dT%H:%M:%SZ}"
        assert untrusted.fault == ""  # nothing but that it is not trusted
        assert phone.wait_for(Ended).reason == "error"
        call = phone.dial(f"socket {server.url()}")
        assert phone.events.get(timeout=LIMIT_S) == Ended(call=call, by="them", reason="error")


def test_the_pin_of_one_server_does_not_apply_to_another(server: SocketServer) -> None:
    with socket_server(secure=True) as other:
        configure = Configure(url=other.url(), server="x", certificate=server.fingerprint)
        with phone_at_work(configure) as phone:
            phone.dial(f"socket {other.url()}")
            assert phone.wait_for(CertificateUntrusted).fingerprint == other.fingerprint
            assert phone.wait_for(Ended).reason == "error"
        assert other.origins == []
