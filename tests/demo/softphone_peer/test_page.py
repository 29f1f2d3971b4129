"""The WebRTC calls on the demo PBX's page, and the request for a call to the agent."""

from collections.abc import Iterator

import httpx
import pytest

from desktop_dialer.demo.pbx.server import DemoPbx
from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx
from tests.support.sip.sip_agent import SipAgent, Soon


@pytest.fixture
def page(pbx: DemoWebRtcPbx) -> Iterator[DemoPbx]:
    """The HTTP side of both."""
    with DemoPbx(port=0, say=[""].append, pace=60, webrtc=pbx) as page:
        yield page


def post(page: DemoPbx, body: object, **headers: str) -> httpx.Response:
    url = f"{page.url}/demo/incoming"
    return httpx.post(url, json=body, headers=headers, trust_env=False)


def test_a_call_from_the_agent_is_listed_beside_the_others(
    page: DemoPbx, agent: SipAgent, soon: Soon
) -> None:
    order = {"agent": "204", "callee": "0820001234"}
    httpx.post(f"{page.url}/click2dial/calls", json=order, trust_env=False)
    _, call = agent.call("0825550171", "X-Platforma-Contact-Ref: ticket-7", hertz=900)
    agent.press(call, "5")

    def listed() -> dict[str, object]:
        over_rest, over_webrtc = httpx.get(f"{page.url}/calls.json", trust_env=False).json()
        assert over_rest["call"] == 1
        assert isinstance(over_webrtc, dict)
        assert over_rest.keys() < over_webrtc.keys()
        return over_webrtc

    assert soon(lambda: listed()["heard_hz"] == pytest.approx(900, abs=2))
    only = listed()
    assert (only["call"], only["line"], only["state"], only["live"]) == (
        "W1",
        "webrtc",
        "talking",
        True,
    )
    assert (only["callee"], only["reference"], only["dtmf"]) == ("0825550171", "ticket-7", "5")
    assert "ticket-7" in httpx.get(page.url, trust_env=False).text


def test_the_pbx_calls_the_agent_on_request(page: DemoPbx, agent: SipAgent) -> None:
    answer = post(page, {"extension": "204", "caller": "0215550190"}, Origin=page.url)
    assert (answer.status_code, answer.json()) == (201, {"call": "W1"})
    assert agent.wait_for(lambda: agent.incoming)
    assert "sip:0215550190@" in agent.incoming[0]["from"]


def test_nobody_registered_is_said_in_words(page: DemoPbx) -> None:
    answer = post(page, {"extension": "204"})
    assert answer.status_code == 409
    assert answer.json()["errors"][0].startswith("No phone is registered as 204")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Host": "[::1"},
        {"Host": "192.0.2.1"},
    ],
)
def test_a_page_from_elsewhere_makes_no_phone_ring(
    page: DemoPbx, agent: SipAgent, pbx: DemoWebRtcPbx, headers: dict[str, str]
) -> None:
    assert post(page, {"extension": "204"}, **headers).status_code == 403
    assert pbx.snapshot() == ()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_what_a_form_elsewhere_could_send_is_refused(
    page: DemoPbx, agent: SipAgent, pbx: DemoWebRtcPbx, kind: str
) -> None:
    answer = post(page, {"extension": "204"}, **{"Content-Type": kind})
    assert answer.status_code == 400
    assert pbx.snapshot() == ()


@pytest.mark.parametrize(
    "body", [[], {}, {"extension": 204}, {"extension": "204", "more": "1"}, {"caller": "1"}, None]
)
def test_another_body_is_refused(page: DemoPbx, agent: SipAgent, body: object) -> None:
    assert post(page, body).status_code == 400


def test_asking_takes_a_post(page: DemoPbx) -> None:
    answer = httpx.get(f"{page.url}/demo/incoming", trust_env=False)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_the_button_is_there_only_with_webrtc(page: DemoPbx) -> None:
    assert "Call this agent" in httpx.get(page.url, trust_env=False).text
    with DemoPbx(port=0, say=[""].append) as alone:
        assert "Call this agent" not in httpx.get(alone.url, trust_env=False).text
        assert post(alone, {"extension": "204"}).status_code == 404
