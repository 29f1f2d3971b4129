"""A real PBX over TLS, with a certificate that nobody has signed."""

import hashlib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.registration import Certificate, Registered
from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import KamailioPbx
from tests.support.softphone.real_line import RealLine
from tests.support.softphone.whole_line import FED_HZ


@pytest.fixture
def line(tmp_path: Path, kamailio_pbx: KamailioPbx) -> Iterator[RealLine]:
    line = RealLine(tmp_path / "phone", kamailio_pbx)
    line.url = kamailio_pbx.secure_url
    with line:
        yield line


def fingerprint(pbx: KamailioPbx) -> str:
    pem = ssl.get_server_certificate((pbx.address, pbx.wss_port))
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def doubted(line: RealLine, count: int) -> Certificate:
    """The certificate that was asked about as the so-manieth."""
    line.until(lambda: len(line.hook("certificate")) == count)
    line.until(lambda: line.phone.registration.state is Registered.REFUSED)
    assert line.registration_message.startswith("The certificate of the PBX is not trusted")
    certificate = line.hook("certificate")[count - 1]
    assert isinstance(certificate, Certificate)
    return certificate


def test_it_is_refused_until_it_is_accepted_and_when_it_changes(
    line: RealLine, kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    first = doubted(line, 1).fingerprint
    assert first == fingerprint(kamailio_pbx)
    assert not kamailio_pbx.sip.messages

    line.certificate = first
    line.use()
    call = line.registered().dial("0820001234")
    callee.be_silent()
    callee.heard.wait_for_tone(FED_HZ)

    registered = len(kamailio_pbx.sip.requests("REGISTER"))
    kamailio_pbx.new_certificate()
    kamailio_pbx.restart()
    second = doubted(line, 2).fingerprint
    assert second == fingerprint(kamailio_pbx) != first
    assert len(kamailio_pbx.sip.requests("REGISTER")) == registered
    assert line.call.id == call
    assert line.call.signalling_lost
    callee.heard.wait_for_more(0.6)
    callee.heard.wait_for_tone(FED_HZ)

    line.certificate = second
    line.use()
    line.registered()
    callee.heard.wait_for_standstill()
