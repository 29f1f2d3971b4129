"""Where the demo PBX differs from the usual one: digests, contacts, session timers."""

import pytest

from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx, PeerPolicy
from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd
from tests.support.sip.sip_agent import SipAgent, Soon

TIMER = ("Supported: timer", "Session-Expires: 1800")


def new_pbx(policy: PeerPolicy) -> DemoWebRtcPbx:
    return DemoWebRtcPbx(port=0, say=[""].append, pace=0.1, policy=policy)


@pytest.mark.parametrize("offered", [("SHA-256",), ("SHA-256", "MD5"), ("MD5", "SHA-256")])
def test_asks_for_its_digests_in_its_order_and_takes_the_first(offered: tuple[str, ...]) -> None:
    with new_pbx(PeerPolicy(algorithms=offered)) as pbx, SipAgent(pbx.url) as agent:
        assert agent.register().code == 200
        challenges = agent.line.received[0].headers["www-authenticate"]
        pairs = zip(offered, challenges, strict=True)
        assert all(f"algorithm={one}," in text for one, text in pairs)


def test_a_digest_that_was_not_offered_is_wrong() -> None:
    with new_pbx(PeerPolicy(algorithms=("SHA-256",))) as pbx, SipAgent(pbx.url) as agent:
        uri = f"sip:{agent.line.server}"
        head = ["From: <sip:204@pbx>;tag=a", "To: <sip:204@pbx>"]
        asked = agent.run(agent.line.ask(f"REGISTER {uri}", 1, "weaker", *head))
        weaker = asked["www-authenticate"].replace("SHA-256", "MD5")
        head.append(f"Authorization: {agent.line.proof('REGISTER', uri, weaker)}")
        assert agent.run(agent.line.ask(f"REGISTER {uri}", 2, "weaker", *head)).code == 401
        assert pbx.registration("204").refusals == 1


@pytest.mark.parametrize(("newest_wins", "code"), [(True, 200), (False, 403)])
def test_one_contact_more_than_is_allowed(newest_wins: bool, code: int, soon: Soon) -> None:
    policy = PeerPolicy(contacts=1, newest_wins=newest_wins)
    with new_pbx(policy) as pbx, SipAgent(pbx.url) as second:
        with SipAgent(pbx.url) as first:
            assert first.register().code == 200
            assert second.register().code == code
            holder = second if newest_wins else first
            assert pbx.registration("204").contacts[0] in holder.line.contact
            assert holder.register().code == 200  # a refresh is no further contact
        assert soon(lambda: len(pbx.registration("204").contacts) == int(newest_wins))
        assert second.register().code == 200


def test_a_call_without_a_session_timer_is_refused() -> None:
    with new_pbx(PeerPolicy(session_s=60)) as pbx, SipAgent(pbx.url) as agent:
        agent.register()
        refused, _ = agent.call("0825550171")
        assert refused.code == 421
        assert refused["require"] == "timer"
        taken, _ = agent.call("0825550171", *TIMER)
        assert taken.code == 200
        assert taken["session-expires"] == "60;refresher=uac"


@pytest.mark.parametrize("refreshed", [True, False])
def test_a_call_that_is_not_refreshed_ends(refreshed: bool) -> None:
    with new_pbx(PeerPolicy(session_s=1)) as pbx, SipAgent(pbx.url) as agent:
        agent.register()
        _, call = agent.call("0825550171", *TIMER)
        if refreshed:
            assert agent.inside(call, "UPDATE")["session-expires"] == "1;refresher=uac"
        assert agent.wait_for(call.ended.is_set, 4)
        (there,) = pbx.snapshot()
        assert there.ended is PeerCallEnd.NOT_REFRESHED
        assert there.refreshes == int(refreshed)
