"""Incoming calls from the demo PBX, with the engine's fake microphone."""

from collections.abc import Iterator

import pytest

from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd, PeerCallState
from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.call_end import outcome_of
from desktop_dialer.pbx.softphone.phone import Phone
from tests.support.softphone.peer_scene import PeerScene, idle, peer_scene, soon


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PeerScene]:
    with peer_scene(tmp_path_factory.mktemp("incoming")) as scene:
        yield scene


@pytest.fixture
def scene(shared: PeerScene) -> Iterator[PeerScene]:
    with idle(shared):
        yield shared


def ring(scene: PeerScene, caller: str = "0215550190") -> str:
    """Have the PBX call; returns the id of the call."""
    rung = len(scene.line.hook("rings"))
    scene.pbx.call_agent("204", caller)
    scene.line.until(lambda: len(scene.line.hook("rings")) > rung)
    assert scene.pbx.wait_for(lambda: scene.there.code == 180)
    return scene.line.call.id


def test_a_call_is_shown_answered_and_heard_at_both_ends(scene: PeerScene) -> None:
    line = scene.line
    call = ring(scene)
    shown = line.call
    assert (shown.stage, shown.incoming, shown.party, shown.number) == (
        *(CallStage.INCOMING, True),
        *("021 5550190", "+27215550190"),
    )
    line.do(lambda phone: phone.answer(call))
    line.at(CallStage.TALKING)
    assert scene.reaches(PeerCallState.TALKING)
    line.until(lambda: scene.heard_the_greeting(call))
    assert soon(scene.hears_the_tone)
    line.do(lambda phone: phone.hang_up(call))
    assert scene.over()
    assert scene.there.ended is PeerCallEnd.AGENT
    assert line.call.status is None


def test_a_declined_caller_hears_busy(scene: PeerScene) -> None:
    line = scene.line
    call = ring(scene)
    line.do(lambda phone: phone.decline(call))
    assert (line.call.stage, line.call.status) == (CallStage.ENDED, Status.DECLINED)
    assert "021 5550190" in line.call.words
    assert scene.over()
    assert (scene.there.state, scene.there.code) == (PeerCallState.REFUSED, 486)


def test_a_call_declined_while_it_is_being_answered_is_over_at_both_ends(scene: PeerScene) -> None:
    line = scene.line
    call = ring(scene)

    def change_of_mind(phone: Phone) -> None:
        phone.answer(call)
        phone.decline(call)

    line.do(change_of_mind)
    assert (line.call.stage, line.call.status) == (CallStage.ENDED, Status.DECLINED)
    assert scene.over()
    assert scene.there.state is PeerCallState.REFUSED


def test_a_call_that_the_caller_gives_up_was_missed(scene: PeerScene) -> None:
    ring(scene)
    scene.pbx.hang_up(scene.there.id)
    ended = scene.line.at(CallStage.ENDED)
    assert ended.status is Status.UNANSWERED
    assert "021 5550190" in ended.words
    assert ended.advice
    assert soon(lambda: scene.said[-1].endswith("caller 0215550190 hangs up"))


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("Q.850;cause=16", Status.UNANSWERED),
        ("Q.850;cause=26", Status.ELSEWHERE),
        ('SIP;cause=200;text="Call completed elsewhere"', Status.ELSEWHERE),
        ("Q.850;cause=16, SIP;cause=200", Status.ELSEWHERE),
    ],
)
def test_the_reason_of_a_cancel_shows_whether_the_call_was_missed(
    scene: PeerScene, reason: str, status: Status
) -> None:
    ring(scene)
    scene.pbx.hang_up(scene.there.id, reason)
    ended = scene.line.at(CallStage.ENDED)
    assert (ended.status, outcome_of(ended).status) == (status, status)
    assert "0190" in ended.words


def test_a_second_caller_hears_busy_and_is_reported(scene: PeerScene) -> None:
    line = scene.line
    call = line.talk()
    scene.pbx.call_agent("204", "0215550191")
    line.until(lambda: line.hook("declined"))
    declined = line.hook("declined")[-1]
    assert (declined.party, declined.status) == ("021 5550191", Status.DECLINED_IN_A_CALL)
    assert "021 5550191" in declined.words
    assert scene.over()
    assert (scene.there.state, scene.there.code) == (PeerCallState.REFUSED, 486)
    assert line.phone.live is not None
    assert line.phone.live.id == call
    assert scene.pbx.snapshot()[-2].live


def test_the_caller_hangs_up_in_the_call(scene: PeerScene) -> None:
    line = scene.line
    call = ring(scene)
    line.do(lambda phone: phone.answer(call))
    line.at(CallStage.TALKING)
    assert scene.reaches(PeerCallState.TALKING)
    scene.pbx.hang_up(scene.there.id)
    assert line.at(CallStage.ENDED).words.startswith("021 5550190 ")
    assert scene.there.ended is PeerCallEnd.FAR_END


def test_mute_and_digits_in_an_incoming_call(scene: PeerScene) -> None:
    line = scene.line
    call = ring(scene)
    line.do(lambda phone: phone.answer(call))
    line.at(CallStage.TALKING)
    assert soon(scene.hears_the_tone)
    line.do(lambda phone: phone.mute(call, True))
    assert scene.hears_silence()
    line.do(lambda phone: phone.press_keys(call, "42"))
    line.until(lambda: line.call.tones == "42")
    assert scene.there.dtmf == "42"


def test_with_do_not_disturb_nothing_rings(scene: PeerScene) -> None:
    line = scene.line
    line.do(lambda phone: phone.do_not_disturb(True))
    rung, before = len(line.hook("rings")), len(line.hook("declined"))
    scene.pbx.call_agent("204", "0215550192")
    line.until(lambda: len(line.hook("declined")) > before)
    line.do(lambda phone: phone.do_not_disturb(False))
    assert line.hook("declined")[-1].status is Status.DECLINED_UNDISTURBED
    assert scene.over()
    assert scene.there.code == 486
    assert len(line.hook("rings")) == rung
