"""Registration at the demo PBX, and what it makes of messages that are none."""

import re
from contextlib import AbstractContextManager, nullcontext

import pytest
import websockets
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx
from desktop_dialer.demo.softphone_peer.message import parse
from tests.support.sip.sip_agent import SipAgent, Soon
from tests.support.sip.sip_wire import request

OWN = ("From: <sip:204@pbx>;tag=a", "To: <sip:204@pbx>")


def test_registers_after_one_challenge(
    pbx: DemoWebRtcPbx, agent: SipAgent, lines: list[str]
) -> None:
    assert [message.code for message in agent.line.received] == [401, 200]
    assert pbx.registration("204").registers == 1
    assert pbx.registration("204").refusals == 0
    (contact,) = pbx.registration("204").contacts
    assert contact in agent.line.contact
    assert lines[-1].endswith("agent 204 is registered")


@pytest.mark.parametrize(("asked", "granted"), [(600, 60), (20, 20)])
def test_grants_the_shorter_expiry_of_two(asked: int, granted: int) -> None:
    with DemoWebRtcPbx(port=0, expires_s=60, say=[""].append) as pbx, SipAgent(pbx.url) as agent:
        contact = agent.register(asked)["contact"]
    assert contact.endswith(f";expires={granted}")


def test_a_contact_ends_with_its_expiry(soon: Soon) -> None:
    with DemoWebRtcPbx(port=0, say=[""].append) as pbx, SipAgent(pbx.url) as agent:
        agent.register(1)
        assert pbx.registration("204").contacts
        assert soon(lambda: not pbx.registration("204").contacts)


def test_unregisters(pbx: DemoWebRtcPbx, agent: SipAgent, lines: list[str]) -> None:
    answer = agent.register(0)
    assert answer.code == 200
    assert "contact" not in answer.headers
    assert pbx.registration("204").contacts == ()
    assert pbx.registration("204").registers == 2
    assert lines[-1].endswith("agent 204 is no longer registered")


def test_a_closed_socket_takes_its_contact_along(
    pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon
) -> None:
    with SipAgent(pbx.url) as second:
        second.register()
        assert len(pbx.registration("204").contacts) == 2
    assert soon(lambda: len(pbx.registration("204").contacts) == 1)
    assert pbx.registration("204").contacts[0] in agent.line.contact


@pytest.mark.parametrize(("extension", "counted"), [("204", 1), ("999", 0)])
def test_a_wrong_password_is_challenged_again_and_counted(
    pbx: DemoWebRtcPbx, extension: str, counted: int
) -> None:
    with SipAgent(pbx.url, extension, "wrong") as agent:
        answer = agent.register()
    assert answer.code == 401
    assert "stale" not in answer["www-authenticate"]
    assert pbx.registration(extension).refusals == counted
    assert pbx.registration(extension).contacts == ()


def test_a_nonce_is_good_for_one_count_and_only_who_knows_the_password_is_told(
    pbx: DemoWebRtcPbx, agent: SipAgent
) -> None:
    uri = f"sip:{agent.line.server}"
    nonce = agent.line.received[0]["www-authenticate"]
    again = agent.line.proof("REGISTER", uri, nonce)
    agent.line.password = "wrong"
    wrong = agent.line.proof("REGISTER", uri, nonce)
    challenges = []
    for number, proof in enumerate((again, wrong), 10):
        head = (*OWN, f"Authorization: {proof}")
        answer = agent.run(agent.line.ask(f"REGISTER {uri}", number, "replay", *head))
        assert answer.code == 401
        challenges.append(answer["www-authenticate"])
    assert "stale=true" in challenges[0]
    assert "stale" not in challenges[1]


def test_nobody_registers_for_another(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    uri = f"sip:{agent.line.server}"
    head = ["From: <sip:205@pbx>;tag=a", "To: <sip:205@pbx>"]
    challenge = agent.run(agent.line.ask(f"REGISTER {uri}", 1, "other", *head))
    head.append(
        f"Authorization: {agent.line.proof('REGISTER', uri, challenge['www-authenticate'])}"
    )
    assert agent.run(agent.line.ask(f"REGISTER {uri}", 2, "other", *head)).code == 403


def test_options_and_the_keep_alive_are_answered(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    answer = agent.run(agent.line.ask("OPTIONS sip:pbx", 7, "options", *OWN))
    assert answer.code == 200
    assert "INVITE" in answer["allow"]
    agent.send("\r\n\r\n")
    assert agent.wait_for(lambda: agent.line.pongs == 1)


def test_a_method_nobody_needs_is_refused(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    assert agent.run(agent.line.ask("SUBSCRIBE sip:pbx", 7, "sub", *OWN)).code == 405


def test_a_request_inside_no_call_is_refused(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    head = ("From: <sip:204@pbx>;tag=a", "To: <sip:0825550171@pbx>;tag=b")
    for method in ("BYE", "INFO", "INVITE", "CANCEL"):
        answer = agent.run(agent.line.ask(f"{method} sip:pbx", 7, f"none-{method}", *head))
        assert answer.code == 481, method


GOOD = request("OPTIONS sip:pbx", 7, "broken", *OWN)[0]


@pytest.mark.parametrize(
    "broken",
    [
        GOOD.replace("To: ", "X-Ref: a\rX-Evil: b\r\nTo: "),
        GOOD.replace("To: ", "X-Ref: a\nX-Evil: b\r\nTo: "),
        GOOD.replace("To: ", "X-Ref: a\0b\r\nTo: "),
        GOOD.replace("To: ", "no header at all\r\nTo: "),
        GOOD.replace("To: ", "X-Ref: a\r\n" * 200 + "To: "),
        GOOD.replace("Content-Length: 0", "Content-Length: 5"),
        GOOD.replace("7 OPTIONS", "7 INVITE"),
        GOOD.replace("7 OPTIONS", "x OPTIONS"),
        re.sub(";branch=[^\r]*", "", GOOD),
    ],
)
def test_a_malformed_request_that_can_be_answered_gets_400(
    pbx: DemoWebRtcPbx, agent: SipAgent, broken: str, lines: list[str]
) -> None:
    with connect(pbx.url, subprotocols=[Subprotocol("sip")], proxy=None) as socket:
        socket.send(broken)
        answer = str(socket.recv(timeout=5))
    assert answer.startswith("SIP/2.0 400 ")
    assert "X-Evil" not in answer
    assert "refused: " in lines[-1]
    assert agent.register().code == 200


@pytest.mark.parametrize(
    "broken",
    [
        "hello",
        "\r\n",
        "\r\n\r\n\r\n",
        GOOD.replace("\r\n", "\n"),
        GOOD.replace("Call-ID", "X-Call-ID"),
        GOOD.replace("OPTIONS sip:pbx", "OPTIONS"),
        "SIP/2.0 200 OK\r\n\r\n",
        re.sub("^OPTIONS.*", "SIP/2.0 200 OK", GOOD),
        GOOD.replace("OPTIONS", "ACK").replace("Content-Length: 0", "Content-Length: 5"),
        b"\xff\xfe\r\n\r\n",
        b"",
    ],
)
def test_what_cannot_be_answered_is_passed_over(
    pbx: DemoWebRtcPbx, agent: SipAgent, broken: str | bytes
) -> None:
    before = len(agent.line.received)
    agent.send(broken)
    assert agent.register().code == 200
    assert [message.code for message in agent.line.received[before:]] == [401, 200]


def test_a_frame_beyond_all_measure_costs_the_sender_its_socket_only(
    pbx: DemoWebRtcPbx, agent: SipAgent
) -> None:
    with SipAgent(pbx.url) as rude:
        rude.send("x" * 70_000)
        assert rude.wait_for(rude.line.closed.is_set)
    assert agent.register().code == 200


@pytest.mark.parametrize(("path", "protocols"), [("/", ["sip"]), ("/ws", ["chat"]), ("/ws", None)])
def test_only_sip_at_its_own_path_is_let_in(
    pbx: DemoWebRtcPbx, path: str, protocols: list[Subprotocol] | None
) -> None:
    url = pbx.url.removesuffix("/ws") + path
    with (
        pytest.raises(websockets.InvalidStatus),
        connect(url, subprotocols=protocols, proxy=None),
    ):
        pass


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        ("https://evil.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://127.0.0.1:1234", True),
        ("phone://app", True),
        ("null", True),
    ],
)
def test_a_page_of_another_site_is_no_phone(pbx: DemoWebRtcPbx, origin: str, let_in: bool) -> None:
    refusal: AbstractContextManager[object] = (
        nullcontext() if let_in else pytest.raises(websockets.InvalidStatus, match="403")
    )
    with (
        refusal,
        connect(
            pbx.url,
            subprotocols=[Subprotocol("sip")],
            proxy=None,
            additional_headers={"Origin": origin},
        ) as socket,
    ):
        assert socket.subprotocol == "sip"


def test_a_sequence_number_of_0_is_valid() -> None:
    lines = (
        "OPTIONS sip:pbx SIP/2.0",
        "Via: SIP/2.0/WS softphone.invalid;branch=z9hG4bK1",
        "From: <sip:204@pbx>;tag=1",
        "To: <sip:pbx>",
        "Call-ID: 1",
        "CSeq: 0 OPTIONS",
    )
    assert parse("\r\n".join((*lines, "", ""))).sequence == (0, "OPTIONS")
