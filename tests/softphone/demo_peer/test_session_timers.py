"""Session timers (RFC 4028): a PBX that requires them, and ends a call that is not refreshed."""

from pathlib import Path

import pytest

from desktop_dialer.demo.softphone_peer import PeerPolicy
from desktop_dialer.demo.softphone_peer.calls import PeerCallState
from desktop_dialer.model.live_call import CallStage, HeldBy
from tests.support.softphone.peer_scene import PeerScene, peer_scene, soon

SESSION_S = 4

PBXS = {
    "by UPDATE of the phone": PeerPolicy(session_s=SESSION_S),
    "by INVITE of the phone": PeerPolicy(session_s=SESSION_S, takes_updates=False),
    "by UPDATE of the PBX": PeerPolicy(session_s=SESSION_S, phone_refreshes=False),
}


@pytest.mark.parametrize("policy", PBXS.values(), ids=PBXS.keys())
def test_a_call_is_refreshed_also_on_hold(tmp_path: Path, policy: PeerPolicy) -> None:
    with peer_scene(tmp_path, policy=policy) as scene:
        line = scene.line.registered()
        call = line.talk()
        assert not scene.tap.got("INVITE", 421)
        assert refreshed(scene, 2)
        line.do(lambda phone: phone.hold(call, True))
        line.until(lambda: line.call.held_by is HeldBy.AGENT)
        assert scene.reaches(PeerCallState.HELD)
        assert refreshed(scene, scene.there.refreshes + 2)
        assert scene.there.state is PeerCallState.HELD
        line.do(lambda phone: phone.hold(call, False))
        line.until(lambda: line.call.held_by is HeldBy.NOBODY)
        assert refreshed(scene, scene.there.refreshes + 1)
        assert line.call.stage is CallStage.TALKING
        assert soon(scene.hears_the_tone)


@pytest.mark.parametrize("policy", PBXS.values(), ids=PBXS.keys())
def test_a_call_to_the_agent_is_refreshed(tmp_path: Path, policy: PeerPolicy) -> None:
    with peer_scene(tmp_path, policy=policy) as scene:
        line = scene.line.registered()
        scene.pbx.call_agent("204", "0215550190")
        line.at(CallStage.INCOMING)
        line.do(lambda phone: phone.answer(line.call.id))
        line.at(CallStage.TALKING)
        assert refreshed(scene, 3)
        assert line.call.stage is CallStage.TALKING


def test_a_call_without_a_connection_expires_at_the_pbx_and_then_here(tmp_path: Path) -> None:
    with peer_scene(tmp_path, policy=PeerPolicy(session_s=SESSION_S)) as scene:
        line = scene.line.registered()
        line.talk()
        scene.tap.shut()
        line.until(lambda: line.call.signalling_lost)
        assert scene.over()  # by its timer: it could not be refreshed
        scene.tap.listen()
        assert line.at(CallStage.ENDED).words


def refreshed(scene: PeerScene, times: int) -> bool:
    """Whether the latest call is refreshed that often in time."""
    return scene.pbx.wait_for(lambda: scene.there.refreshes >= times, 3 * SESSION_S)
