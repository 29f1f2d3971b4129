"""The scene on its own: kamailio as PBX and baresip as callee keep what the tests rely on."""

import ssl
from pathlib import Path

import pytest

from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import EXTENSIONS, REFUSALS, KamailioPbx
from tests.support.sip.raw_phone import RawPhone

# Enough for baresip to take the call as answered; no packet ever comes of it.
SDP = "\r\n".join(
    [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 96",
        "c=IN IP4 127.0.0.1",
        "a=rtpmap:96 opus/48000/2",
        "a=setup:active",
        f"a=fingerprint:sha-256 {':'.join(['AB'] * 32)}",
        "a=ice-ufrag:test",
        "a=ice-pwd:no-packet-will-ever-come",
        "a=rtcp-mux",
        "",
    ]
)
AGENT = ("204", EXTENSIONS["204"])


def test_registers_over_the_websocket_with_a_digest(kamailio_pbx: KamailioPbx) -> None:
    with RawPhone(kamailio_pbx.url, *AGENT, origin="test://app") as phone:
        answer = phone.register(expires_s=600)
    assert answer.code == 200
    assert "expires=60" in answer.header("Contact")
    kamailio_pbx.sip.wait_for_answer(200, "REGISTER")
    assert len(kamailio_pbx.sip.requests("REGISTER")) == 2
    assert len(kamailio_pbx.sip.answers(401, "REGISTER")) == 1
    assert any("asked for by <test://app>" in line for line in kamailio_pbx.log)


def test_a_wrong_password_is_refused(kamailio_pbx: KamailioPbx) -> None:
    with RawPhone(kamailio_pbx.url, "204", "wrong") as phone:
        assert phone.register().code == 401
    with RawPhone(kamailio_pbx.url, "205", AGENT[1]) as phone:
        assert phone.register().code == 401
    kamailio_pbx.sip.wait_for_answer(401, "REGISTER", count=4)
    assert not kamailio_pbx.sip.answers(200, "REGISTER")


def test_nobody_calls_without_a_password(kamailio_pbx: KamailioPbx) -> None:
    with RawPhone(kamailio_pbx.url, "204", "wrong") as phone:
        assert phone.invite("0820001234").code == 407
    with RawPhone(kamailio_pbx.url, "0820009999", "") as phone:
        assert phone.invite("204").code == 407


def test_registers_over_tls_with_a_certificate_of_its_own(kamailio_pbx: KamailioPbx) -> None:
    strict = RawPhone(kamailio_pbx.secure_url, *AGENT)
    with pytest.raises(ssl.SSLCertVerificationError), strict:
        pass
    careless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    careless.check_hostname = False
    careless.verify_mode = ssl.CERT_NONE
    with RawPhone(kamailio_pbx.secure_url, *AGENT, tls=careless) as phone:
        assert phone.register().code == 200
    first = ssl.get_server_certificate((kamailio_pbx.address, kamailio_pbx.wss_port))
    kamailio_pbx.new_certificate()
    kamailio_pbx.restart()
    second = ssl.get_server_certificate((kamailio_pbx.address, kamailio_pbx.wss_port))
    assert first != second


@pytest.mark.parametrize("number", sorted(REFUSALS))
def test_refuses_numbers_with_code_and_header(kamailio_pbx: KamailioPbx, number: str) -> None:
    header = "X-Platforma-Contact-Ref: 4711"
    with RawPhone(kamailio_pbx.url, *AGENT) as phone:
        answer = phone.invite(number, header)
    refusal = REFUSALS[number]
    assert answer.start_line == f"SIP/2.0 {refusal.code} {refusal.phrase}"
    assert tuple(answer.headers("X-Platforma-Error")) == refusal.errors
    kamailio_pbx.sip.wait_for_answer(refusal.code, "INVITE")
    assert kamailio_pbx.sip.requests("INVITE")[-1].header("X-Platforma-Contact-Ref") == "4711"


def test_an_extension_that_is_not_registered_is_unavailable(kamailio_pbx: KamailioPbx) -> None:
    with RawPhone(kamailio_pbx.url, *AGENT) as phone:
        assert phone.invite("205").code == 480


def test_a_call_from_outside_reaches_the_websocket(
    kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    with RawPhone(kamailio_pbx.url, *AGENT) as phone:
        assert phone.register().code == 200
        callee.call("204")
        invite = phone.next_request()
        assert invite.method == "INVITE"
        assert invite.start_line.startswith("INVITE sip:204-phone@")
        assert "m=audio" in invite.body
        phone.answer(invite, "180 Ringing")
        callee.wait_for("CALL_RINGING")
        phone.answer(invite, "486 Busy Here")
        assert "486" in callee.wait_for("CALL_CLOSED")["param"]


def test_the_caller_outside_can_give_up(kamailio_pbx: KamailioPbx, callee: BaresipCallee) -> None:
    with RawPhone(kamailio_pbx.url, *AGENT) as phone:
        phone.register()
        callee.call("204")
        phone.answer(phone.next_request(), "180 Ringing")
        callee.wait_for("CALL_RINGING")
        callee.hang_up()
        assert phone.next_request().method == "CANCEL"


def test_a_call_can_be_ended_on_another_websocket_than_it_began(
    kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    with RawPhone(kamailio_pbx.url, *AGENT) as phone:
        phone.register()
        callee.call("204")
        phone.answer(phone.next_request(), "200 OK", SDP)
        callee.wait_for("CALL_ESTABLISHED")
        assert phone.next_request().method == "ACK"
    with RawPhone(kamailio_pbx.url, *AGENT) as phone:
        phone.register()
        callee.hang_up()
        assert phone.next_request().method == "BYE"


def test_after_a_restart_it_listens_on_the_same_ports_and_knows_nobody(
    kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    with RawPhone(kamailio_pbx.url, *AGENT) as phone:
        assert phone.register().code == 200
        kamailio_pbx.restart()
    callee.call("204")
    assert "480" in callee.wait_for("CALL_CLOSED")["param"]
    with RawPhone(kamailio_pbx.url, *AGENT) as phone:
        assert phone.register().code == 200
        callee.call("204")
        assert phone.next_request().method == "INVITE"


def test_a_frozen_pbx_keeps_the_socket_and_says_nothing(kamailio_pbx: KamailioPbx) -> None:
    with RawPhone(kamailio_pbx.url, *AGENT) as phone:
        assert phone.register().code == 200
        kamailio_pbx.sip.wait_for_answer(200, "REGISTER")
        seen = len(kamailio_pbx.sip.messages)
        kamailio_pbx.freeze()
        with pytest.raises(TimeoutError):
            phone.request("OPTIONS", "sip:pbx", within_s=0.3)
        assert len(kamailio_pbx.sip.messages) == seen
        kamailio_pbx.thaw()
        kamailio_pbx.sip.wait_for_answer(200, "OPTIONS")


def test_an_outage_closes_the_websocket(tmp_path: Path) -> None:
    with KamailioPbx(tmp_path, EXTENSIONS) as pbx, RawPhone(pbx.url, *AGENT) as phone:
        assert phone.register().code == 200
        pbx.stop()
        phone.wait_for_close()
        with pytest.raises(ConnectionRefusedError), RawPhone(pbx.url, *AGENT):
            pass
        pbx.start()
