"""A call from the agent at the demo PBX, with the sound measured at both ends."""

import pytest

from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx
from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd, PeerCallState, WebRtcCall
from tests.support.sip.sip_agent import SipAgent, Soon
from tests.support.sip.sip_sound import FED_DBFS

CALLEE = "0825550171"


def only(pbx: DemoWebRtcPbx) -> WebRtcCall:
    (call,) = pbx.snapshot()
    return call


def is_tone(measured: tuple[float, float | None], hertz: float) -> bool:
    level, frequency = measured
    return level > -25 and frequency is not None and abs(frequency - hertz) < 2


def heard(pbx: DemoWebRtcPbx) -> tuple[float, float | None]:
    return only(pbx).heard_dbfs, only(pbx).heard_hz


def test_each_end_hears_the_other(
    pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon, lines: list[str]
) -> None:
    answer, call = agent.call(
        CALLEE, "X-Platforma-Outbound-ID: 27215550110", "X-Platforma-Contact-Ref: lead~7"
    )
    assert answer.code == 200
    assert call.provisional == [100, 180]
    assert only(pbx).state is PeerCallState.TALKING
    assert (only(pbx).agent, only(pbx).callee) == ("204", CALLEE)
    assert (only(pbx).outbound_id, only(pbx).reference) == ("27215550110", "lead~7")
    assert soon(lambda: is_tone(call.ear.measure(), 440)), "the greeting"
    assert soon(lambda: is_tone(heard(pbx), 1000)), "the agent"
    assert soon(lambda: is_tone(call.ear.measure(), 1000)), "the agent's own voice"
    assert only(pbx).packets > 25
    assert agent.bye(call).code == 200
    assert (only(pbx).state, only(pbx).ended) == (PeerCallState.HUNG_UP, PeerCallEnd.AGENT)
    said = [line.split(": ", 1)[1] for line in lines if "call W1" in line]
    assert said == [
        f"agent 204 calls {CALLEE}",
        f"callee {CALLEE} answers, they talk",
        "agent 204 is heard",
        "agent 204 hangs up",
    ]


def test_the_levels_are_those_of_the_tones(pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon) -> None:
    _, call = agent.call(CALLEE)
    assert soon(lambda: abs(only(pbx).heard_dbfs - FED_DBFS) < 1)
    assert soon(lambda: is_tone(call.ear.measure(), 1000))
    assert soon(lambda: abs(call.ear.measure()[0] - FED_DBFS) < 1)


def test_a_muted_agent_is_silence(pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon) -> None:
    _, call = agent.call(CALLEE)
    assert soon(lambda: is_tone(heard(pbx), 1000))
    call.tone.hertz = 0
    assert soon(lambda: only(pbx).heard_dbfs < -80)
    assert only(pbx).heard_hz is None
    before = only(pbx).packets
    assert soon(lambda: only(pbx).packets > before + 10), "silence is sent"


@pytest.mark.parametrize(
    ("asked", "answered"), [("sendonly", "recvonly"), ("inactive", "inactive")]
)
def test_hold_and_resume(
    pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon, asked: str, answered: str
) -> None:
    _, call = agent.call(CALLEE)
    assert soon(lambda: is_tone(call.ear.measure(), 1000))
    assert f"a={answered}" in agent.renew(call, asked).body
    assert only(pbx).state is PeerCallState.HELD
    assert soon(lambda: call.ear.measure()[0] < -80)
    packets = call.ear.packets
    assert "a=sendrecv" in agent.renew(call, "sendrecv").body
    assert call.ear.packets - packets < 5, "nothing was sent while held"
    assert only(pbx).state is PeerCallState.TALKING
    assert soon(lambda: is_tone(call.ear.measure(), 1000))
    assert soon(lambda: is_tone(heard(pbx), 1000))


def test_ice_may_start_anew_inside_a_call(
    pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon, lines: list[str]
) -> None:
    _, call = agent.call(CALLEE)
    assert soon(lambda: is_tone(call.ear.measure(), 1000))
    for hertz in (600, 1500):
        call.hertz = hertz
        assert agent.renew(call, "sendrecv", anew=True).code == 200
        assert soon(lambda: is_tone(call.ear.measure(), call.hertz))
        assert soon(lambda: is_tone(heard(pbx), call.hertz))
    assert "over a new connection" in lines[-1]
    assert agent.bye(call).code == 200


def test_keys_arrive_in_order(pbx: DemoWebRtcPbx, agent: SipAgent, lines: list[str]) -> None:
    _, call = agent.call(CALLEE)
    for key in "204#*9D":
        assert agent.press(call, key).code == 200
    assert only(pbx).dtmf == "204#*9D"
    assert lines[-1].endswith("call W1: agent 204 presses D")


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("application/dtmf-relay", "Signal=55\r\n", 400),
        ("application/dtmf-relay", "Duration=160\r\n", 400),
        ("application/dtmf", "5", 415),
    ],
)
def test_an_info_that_is_no_key_is_refused(
    pbx: DemoWebRtcPbx, agent: SipAgent, kind: str, body: str, code: int
) -> None:
    _, call = agent.call(CALLEE)
    assert agent.inside(call, "INFO", body, kind).code == code
    assert only(pbx).dtmf == ""


def test_the_callee_can_hang_up(pbx: DemoWebRtcPbx, agent: SipAgent, lines: list[str]) -> None:
    _, call = agent.call(CALLEE)
    assert pbx.hang_up(1)
    assert call.ended.wait(5)
    assert only(pbx).ended is PeerCallEnd.FAR_END
    assert lines[-1].endswith(f"call W1: callee {CALLEE} hangs up")
    assert not pbx.hang_up(1)
    assert agent.inside(call, "BYE").code == 481


def test_a_cancelled_call_ends_with_487(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    call = agent.ring("0215550180")
    assert only(pbx).state is PeerCallState.CALLEE_RINGS
    assert agent.cancel(call).code == 487
    assert (only(pbx).state, only(pbx).code, only(pbx).ended) == (
        PeerCallState.HUNG_UP,
        487,
        PeerCallEnd.AGENT,
    )
    assert agent.call(CALLEE)[0].code == 200


def test_a_call_whose_phone_is_gone_is_ended(
    pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon
) -> None:
    _, call = agent.call(CALLEE)
    assert soon(lambda: is_tone(heard(pbx), 1000))
    agent.run(call.peer.close())
    assert call.ended.wait(8)
    assert only(pbx).ended is PeerCallEnd.AUDIO_LOST


@pytest.mark.parametrize("offer", ["", "v=0\r\n", "m=audio nonsense\r\n", "x" * 5000])
def test_an_offer_that_is_none_is_refused(pbx: DemoWebRtcPbx, agent: SipAgent, offer: str) -> None:
    answer, _ = agent.call(CALLEE, body=offer or " ")
    assert answer.code == 488
    assert only(pbx).state is PeerCallState.REFUSED
    assert agent.call(CALLEE)[0].code == 200


def test_calls_at_the_same_time_are_kept_apart(
    pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon
) -> None:
    tones = {700: agent.call(CALLEE, hertz=700)[1], 1300: agent.call(CALLEE, hertz=1300)[1]}
    for hertz, call in tones.items():
        assert soon(lambda call=call, hertz=hertz: is_tone(call.ear.measure(), hertz))  # type: ignore[misc]
    assert [round(call.heard_hz or 0, -1) for call in pbx.snapshot()] == [700, 1300]
