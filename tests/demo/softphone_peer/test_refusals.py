"""The callees that do something else, and the rules an INVITE must keep."""

import pytest

from desktop_dialer.demo.pbx.rules import read_call
from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx
from desktop_dialer.demo.softphone_peer.callees import CALLEES, Callee, Manner, callee_for
from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd, PeerCallState
from desktop_dialer.model.errors import SettingsError
from tests.support.sip.sip_agent import SipAgent, Soon
from tests.support.sip.sip_sound import FED_DBFS

CALLEE = "0825550171"
REFUSING = [number for number, callee in CALLEES.items() if callee.manner is Manner.REFUSES]


@pytest.mark.parametrize("number", REFUSING)
def test_a_refusing_callee_says_its_code_and_its_error(
    pbx: DemoWebRtcPbx, agent: SipAgent, number: str
) -> None:
    answer, call = agent.call(number)
    (recorded,) = pbx.snapshot()
    assert answer.code == recorded.code == CALLEES[number].code
    assert answer.headers.get("x-platforma-error", [""]) == [CALLEES[number].error]
    assert (recorded.state, recorded.ended) == (PeerCallState.REFUSED, None)
    assert call.provisional == [100]


def test_there_is_a_refusal_of_each_kind() -> None:
    assert {CALLEES[number].code for number in REFUSING} == {403, 404, 480, 486, 503, 603}
    assert [number for number in REFUSING if not CALLEES[number].error] == [
        "0215550603",
        "0215550921",
    ]


@pytest.mark.parametrize("number", CALLEES)
@pytest.mark.parametrize("start", ["0", "27", "0027"])
def test_the_special_callees_are_known_in_every_form(number: str, start: str) -> None:
    written = start + number.removeprefix("0")
    assert read_call(f'{{"agent": "204", "callee": "{written}"}}'.encode(), 3)[0]
    assert callee_for(written) is CALLEES[number]
    assert callee_for(CALLEE) == Callee(Manner.TALKS)


def test_one_answers_and_sends_nothing(pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon) -> None:
    answer, call = agent.call("0215550183")
    assert answer.code == 200
    assert soon(lambda: abs(pbx.snapshot()[0].heard_dbfs - FED_DBFS) < 1)
    assert call.ear.packets == 0


def test_one_hangs_up_by_itself(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    _, call = agent.call("0215550003")
    assert call.ended.wait(5)
    assert pbx.snapshot()[0].ended is PeerCallEnd.FAR_END


RULES = [
    (3, ["X-Platforma-Outbound-ID: 0215550110", "X-Platforma-Contact-Ref: a.b-c_d~e"], []),
    (3, ["X-Platforma-Outbound-ID: random"], []),
    (4, ["X-Teleforge-Outbound-ID: tvc_winter", "X-Teleforge-Contact-Ref: r"], []),
    (3, ["X-Platforma-Outbound-ID: tvc_winter"], ["outbound_id must be random"]),
    (3, ["X-Platforma-Outbound-ID: 5"], ["outbound_id must be random"]),
    (3, ["X-Platforma-Outbound-ID:"], ["outbound_id must be random"]),
    (3, ["X-Platforma-Contact-Ref: a b"], ["contact_ref must be made of letters"]),
    (
        3,
        ["X-Platforma-Outbound-ID: 5", "X-Platforma-Contact-Ref: a:b"],
        ["outbound_id must be random", "contact_ref must be made of letters"],
    ),
    (
        3,
        ["X-Platforma-Contact-Ref: a", "X-Platforma-Contact-Ref: b"],
        ["X-Platforma-Contact-Ref was sent more than once."],
    ),
    (
        3,
        ["X-Teleforge-Contact-Ref: a"],
        ["X-Teleforge-Contact-Ref is not a header of version 3: send X-Platforma-Contact-Ref."],
    ),
    (
        4,
        ["X-Platforma-Outbound-ID: random"],
        ["X-Platforma-Outbound-ID is not a header of version 4: send X-Teleforge-Outbound-ID."],
    ),
]


@pytest.mark.parametrize(("version", "head", "errors"), RULES)
def test_the_headers_keep_the_rules_of_their_version(
    version: int, head: list[str], errors: list[str]
) -> None:
    name = "x-platforma-error" if version == 3 else "x-teleforge-error"
    with (
        DemoWebRtcPbx(version=version, port=0, say=[""].append, pace=0) as pbx,
        SipAgent(pbx.url) as agent,
    ):
        answer, _ = agent.call(CALLEE, *head)
        calls = pbx.snapshot()
    assert answer.code == (400 if errors else 200)
    assert len(calls) == (0 if errors else 1)
    said = answer.headers.get(name, [])
    assert [text[: len(error)] for text, error in zip(said, errors, strict=True)] == errors


@pytest.mark.parametrize("callee", ["204", "08255501", "+27825550171", "082555017a", "%0d%0aX-E:1"])
def test_a_callee_that_is_no_number_is_refused(
    pbx: DemoWebRtcPbx, agent: SipAgent, callee: str
) -> None:
    answer, _ = agent.call(callee)
    assert answer.code == 400
    assert answer["x-platforma-error"].startswith("callee must be 10 digits")
    assert "x-e" not in answer.headers


def test_an_invite_needs_the_password(pbx: DemoWebRtcPbx) -> None:
    with SipAgent(pbx.url, password="wrong") as agent:
        answer, _ = agent.call(CALLEE)
    assert answer.code == 407
    assert pbx.registration("204").refusals == 1
    assert pbx.snapshot() == ()


@pytest.mark.parametrize("version", [2, 5])
def test_webrtc_came_with_version_3(version: int) -> None:
    with pytest.raises(SettingsError, match=f"version {version}"):
        DemoWebRtcPbx(version=version)
