"""The softphone recovers from failures of the connection and of the PBX."""

from collections.abc import Iterator

import pytest

from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd, PeerCallState
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.registration import Registered
from desktop_dialer.pbx.softphone.faults import fault_message
from tests.support.softphone.peer_scene import PeerScene, idle, peer_scene, soon


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PeerScene]:
    with peer_scene(tmp_path_factory.mktemp("wire")) as scene:
        yield scene


@pytest.fixture
def scene(shared: PeerScene) -> Iterator[PeerScene]:
    with idle(shared):
        yield shared


def test_the_websocket_is_dropped_in_a_call(scene: PeerScene) -> None:
    line = scene.line
    call = line.talk()
    assert soon(scene.hears_the_tone)
    packets = scene.there.packets
    scene.pbx.drop_sockets()
    line.until(lambda: line.call.signalling_lost)
    assert line.phone.registration.state is Registered.RETRYING
    line.registered_again()
    assert line.call.stage is CallStage.TALKING
    assert not line.call.signalling_lost
    assert soon(lambda: scene.there.packets > packets + 25)
    assert soon(scene.hears_the_tone)
    line.do(lambda phone: phone.hang_up(call))
    assert scene.over()
    assert scene.there.ended is PeerCallEnd.AGENT


def test_the_pbx_is_unreachable_for_a_while(scene: PeerScene) -> None:
    line = scene.line
    call = line.talk()
    scene.tap.shut()
    line.until(lambda: line.call.signalling_lost)
    line.until(lambda: "2 s" in line.registration_message)  # it has tried once in vain
    assert soon(scene.hears_the_tone)
    assert scene.phone_hears(call, lambda level: level > 0.03)
    scene.tap.listen()
    line.registered_again()
    assert scene.reaches(PeerCallState.TALKING)
    line.do(lambda phone: phone.hold(call, True))
    assert scene.reaches(PeerCallState.HELD)


def test_a_call_hung_up_without_signalling_ends_there_when_it_is_back(scene: PeerScene) -> None:
    line = scene.line
    call = line.talk()
    scene.tap.shut()
    line.until(lambda: line.call.signalling_lost)
    line.do(lambda phone: phone.hang_up(call))
    assert line.call.stage is CallStage.ENDED
    assert scene.reaches(PeerCallState.TALKING)
    scene.tap.listen()
    line.registered_again()
    assert scene.over()
    assert scene.there.ended is PeerCallEnd.AGENT


def test_the_pbx_is_restarted_in_a_call(scene: PeerScene) -> None:
    line = scene.line
    line.talk()
    scene.pbx.restart()
    line.until(lambda: line.call.signalling_lost)
    ended = line.at(CallStage.ENDED)
    unknown = fault_message("Dialog Error")
    assert unknown.message in ended.words
    assert ended.advice == unknown.advice
    line.registered_again()
    assert len(scene.pbx.registration("204").contacts) == 1
    line.talk()
    assert soon(scene.hears_the_tone)


def test_a_call_is_hung_up_while_the_pbx_is_down(scene: PeerScene) -> None:
    line = scene.line
    call = line.talk()
    scene.pbx.stop()
    line.until(lambda: line.call.signalling_lost)
    assert line.call.stage is CallStage.TALKING
    line.do(lambda phone: phone.hang_up(call))
    scene.pbx.start()
    line.registered_again()
    assert soon(lambda: scene.tap.got("BYE", 481))


@pytest.mark.parametrize("number", ["0215550180", "0820001234"])
def test_a_call_that_was_cut_off_while_a_phone_rang_is_cancelled(
    scene: PeerScene, number: str
) -> None:
    line = scene.line
    invites = len(scene.tap.sent("INVITE"))
    line.dial(number)
    line.at(CallStage.RINGING)
    scene.tap.shut()
    assert fault_message("Connection Error").message in line.at(CallStage.ENDED).words
    answers = number == "0820001234"
    assert scene.reaches(PeerCallState.TALKING if answers else PeerCallState.CALLEE_RINGS)
    scene.tap.listen()
    line.registered_again()
    assert scene.over()
    assert scene.there.ended is PeerCallEnd.AGENT
    assert len(scene.tap.sent("INVITE")) == invites + 2  # with and without the password


def test_the_pbx_is_restarted_while_a_phone_rings(scene: PeerScene) -> None:
    line = scene.line
    invites = len(scene.tap.sent("INVITE"))
    line.dial("0215550180")
    line.at(CallStage.RINGING)
    scene.pbx.restart()
    ended = line.at(CallStage.ENDED)
    assert "021 5550180" in ended.words
    assert fault_message("Connection Error").message in ended.words
    line.registered_again()
    # With and without the password, and never called twice.
    assert len(scene.tap.sent("INVITE")) == invites + 2
