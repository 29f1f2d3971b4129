"""Calls of the demo PBX to the agent."""

import pytest

from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx
from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd, PeerCallState, WebRtcCall
from desktop_dialer.model.errors import NeverReached
from tests.support.sip.sip_agent import SipAgent, Soon


def only(pbx: DemoWebRtcPbx) -> WebRtcCall:
    (call,) = pbx.snapshot()
    return call


def near(hertz: float | None, wanted: int) -> bool:
    return hertz is not None and abs(hertz - wanted) < 2


def test_rings_is_answered_and_heard_both_ways(
    pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon, lines: list[str]
) -> None:
    assert pbx.call_agent("204", "0215550190") == 1
    assert pbx.wait_for(lambda: only(pbx).code == 180)
    assert agent.wait_for(lambda: agent.incoming)
    (invite,) = agent.incoming
    assert only(pbx).state is PeerCallState.AGENT_RINGS
    assert invite["from"].startswith('"0215550190" <sip:0215550190@')
    assert invite.first.split()[1] in agent.line.contact
    call = agent.answer(invite, hertz=800)
    assert pbx.wait_for(lambda: only(pbx).state is PeerCallState.TALKING)
    assert (only(pbx).incoming, only(pbx).callee, only(pbx).code) == (True, "0215550190", 200)
    assert soon(lambda: near(call.ear.measure()[1], 440))
    assert soon(lambda: near(only(pbx).heard_hz, 800))
    assert soon(lambda: near(call.ear.measure()[1], 800))
    assert agent.press(call, "7").code == 200
    assert agent.renew(call, "sendonly").code == 200
    assert only(pbx).state is PeerCallState.HELD
    assert agent.renew(call, "sendrecv").code == 200
    assert agent.bye(call).code == 200
    assert (only(pbx).ended, only(pbx).dtmf) == (PeerCallEnd.AGENT, "7")
    assert any(line.endswith("call W1: agent 204 rings") for line in lines)


@pytest.mark.parametrize("code", [486, 480, 603])
def test_a_declined_call_is_recorded_with_its_code(
    pbx: DemoWebRtcPbx, agent: SipAgent, code: int
) -> None:
    pbx.call_agent("204")
    assert agent.wait_for(lambda: agent.incoming)
    agent.decline(agent.incoming[0], code)
    assert pbx.wait_for(lambda: not only(pbx).live)
    assert (only(pbx).state, only(pbx).code) == (PeerCallState.REFUSED, code)
    assert agent.wait_for(lambda: agent.line.received[-1].first.startswith("ACK "))
    sent, acknowledged = agent.incoming[0], agent.line.received[-1]
    assert acknowledged["via"] == sent["via"]
    assert acknowledged["cseq"] == sent["cseq"].replace("INVITE", "ACK")


def test_the_caller_can_hang_up_in_the_call(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    pbx.call_agent("204")
    assert agent.wait_for(lambda: agent.incoming)
    call = agent.answer(agent.incoming[0])
    assert pbx.wait_for(lambda: only(pbx).state is PeerCallState.TALKING)
    assert pbx.hang_up(1)
    assert call.ended.wait(5)
    assert only(pbx).ended is PeerCallEnd.FAR_END


def test_the_caller_can_give_up_before(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    pbx.call_agent("204")
    assert agent.wait_for(lambda: agent.incoming)
    assert pbx.hang_up(1)
    assert agent.wait_for(lambda: agent.line.received[-1].first.startswith("ACK "))
    said = [message.first.split()[0] for message in agent.line.received[-3:]]
    assert said == ["INVITE", "CANCEL", "ACK"]
    assert (only(pbx).state, only(pbx).code) == (PeerCallState.HUNG_UP, 487)


def test_the_newest_phone_rings(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    with SipAgent(pbx.url) as second:
        second.register()
        pbx.call_agent("204")
        assert second.wait_for(lambda: second.incoming)
        assert agent.incoming == []


@pytest.mark.parametrize("extension", ["204", "205"])
def test_nothing_rings_when_nobody_is_registered(pbx: DemoWebRtcPbx, extension: str) -> None:
    with pytest.raises(NeverReached, match=f"registered as {extension}"):
        pbx.call_agent(extension)
    assert pbx.snapshot() == ()


@pytest.mark.parametrize("caller", ["", "anonymous", "1\r\nX-Evil: 1", '021555"0123'])
def test_a_caller_that_is_no_number_is_not_sent(
    pbx: DemoWebRtcPbx, agent: SipAgent, caller: str
) -> None:
    with pytest.raises(NeverReached, match="callee must be"):
        pbx.call_agent("204", caller)
    assert agent.incoming == []


def test_an_answer_without_audio_ends_the_call(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    pbx.call_agent("204")
    assert agent.wait_for(lambda: agent.incoming)
    agent.decline(agent.incoming[0], 200)
    assert pbx.wait_for(lambda: not only(pbx).live)
    assert only(pbx).ended is PeerCallEnd.AUDIO_LOST
