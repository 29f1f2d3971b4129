"""Calls to the demo PBX, with the engine's fake microphone."""

from collections.abc import Iterator
from functools import partial

import pytest

from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd, PeerCallState
from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage, HeldBy
from desktop_dialer.model.registration import Registered
from desktop_dialer.pbx.softphone.events import DigitsSent, Held
from desktop_dialer.pbx.softphone.phone import Phone
from tests.support.softphone.peer_scene import SILENCE_DBFS, PeerScene, idle, peer_scene, soon


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PeerScene]:
    with peer_scene(tmp_path_factory.mktemp("talk")) as scene:
        yield scene


@pytest.fixture
def scene(shared: PeerScene) -> Iterator[PeerScene]:
    with idle(shared):
        yield shared


def test_it_registers_with_the_password(scene: PeerScene) -> None:
    assert scene.line.phone.registration.state is Registered.YES
    registration = scene.pbx.registration("204")
    assert (registration.refusals, len(registration.contacts)) == (0, 1)
    assert scene.tap.sent("REGISTER")[0].header("Contact").endswith("expires=300")


def test_a_call_rings_is_answered_and_heard_at_both_ends(scene: PeerScene) -> None:
    line = scene.line
    call = line.dial("0820001234")
    line.at(CallStage.TALKING)
    rang = [one for one in line.calls if one.stage is CallStage.RINGING]
    assert [one.status for one in rang] == [Status.ACCEPTED]
    line.until(lambda: scene.heard_the_greeting(call))
    assert soon(scene.hears_the_tone)
    assert scene.phone_hears(call, lambda level: 0.03 < level < 0.3)
    line.until(lambda: line.call.quality)
    quality = line.call.quality
    assert quality is not None
    assert quality.loss < 0.1
    line.do(lambda phone: phone.hang_up(call))
    assert scene.over()
    assert scene.there.ended is PeerCallEnd.AGENT


def test_mute_is_silence_at_the_pbx_and_in_its_echo(scene: PeerScene) -> None:
    line = scene.line
    call = line.talk()
    assert soon(scene.hears_the_tone)
    line.do(lambda phone: phone.mute(call, True))
    line.until(lambda: line.call.muted)
    assert scene.hears_silence()
    assert scene.phone_hears(call, lambda level: level < 0.001)
    line.do(lambda phone: phone.mute(call, False))
    line.until(lambda: not line.call.muted)
    assert soon(scene.hears_the_tone)
    # Softly: the engine suppresses what comes back as an echo of the speaker.
    assert scene.phone_hears(call, lambda level: level > 0.002)


def test_hold_stops_the_sound_and_resume_brings_it_back(scene: PeerScene) -> None:
    line = scene.line
    call = line.talk()
    line.do(lambda phone: phone.hold(call, True))
    line.until(lambda: line.call.held_by is HeldBy.AGENT)
    assert scene.reaches(PeerCallState.HELD)
    assert soon(lambda: scene.there.heard_dbfs < SILENCE_DBFS)
    line.do(lambda phone: phone.hold(call, False))
    line.until(lambda: line.call.held_by is HeldBy.NOBODY)
    assert scene.reaches(PeerCallState.TALKING)
    assert soon(scene.hears_the_tone)
    assert not any(event.failed for event in line.of(Held))
    assert not line.call.audio_lost


def test_pressing_hold_twice_is_not_reported_as_a_failure(scene: PeerScene) -> None:
    line = scene.line
    call = line.talk()
    before = len(line.of(Held))
    for _ in range(2):
        line.do(lambda phone: phone.hold(call, True))
    line.until(lambda: len(line.of(Held)) == before + 2)
    assert [(one.on, one.failed) for one in line.of(Held)[before:]] == [(True, False)] * 2
    assert scene.reaches(PeerCallState.HELD)
    assert line.call.words == ""
    for on in (False, True, False):
        line.do(partial(Phone.hold, call=call, on=on))
    line.until(lambda: len(line.of(Held)) == before + 5)
    assert line.call.held_by is HeldBy.NOBODY
    assert scene.reaches(PeerCallState.TALKING)


def test_the_remote_party_holds_and_resumes(scene: PeerScene) -> None:
    line = scene.line
    line.talk()
    assert soon(scene.hears_the_tone)
    assert scene.pbx.hold(scene.there.id, held=True)
    line.until(lambda: line.call.held_by is HeldBy.OTHER)
    assert scene.pbx.wait_for(lambda: scene.said[-1].endswith("holds with 200"))
    assert soon(lambda: scene.there.heard_dbfs < SILENCE_DBFS)
    assert not line.call.audio_lost
    assert scene.pbx.hold(scene.there.id, held=False)
    line.until(lambda: line.call.held_by is HeldBy.NOBODY)
    assert scene.pbx.wait_for(lambda: scene.said[-1].endswith("talks again with 200"))
    assert soon(scene.hears_the_tone)


def test_digits_arrive_in_order(scene: PeerScene) -> None:
    line = scene.line
    call = line.talk()
    line.do(lambda phone: phone.press_keys(call, "10*"))
    line.do(lambda phone: phone.press_keys(call, "#9"))
    line.until(lambda: len(line.call.tones) == 5)
    assert line.call.tones == "10*#9"
    assert scene.there.dtmf == "10*#9"
    # The PBX's library does not support RFC 4733.
    assert [(event.way, event.failed) for event in line.of(DigitsSent)] == [("info", False)] * 2
    assert scene.tap.sent("INFO")[-1].header("Content-Type") == "application/dtmf-relay"


def test_the_callee_hangs_up(scene: PeerScene) -> None:
    scene.line.dial("0215550003")
    scene.line.at(CallStage.TALKING)
    ended = scene.line.at(CallStage.ENDED)
    assert ended.words.startswith("021 5550003 ")
    assert scene.there.ended is PeerCallEnd.FAR_END


def test_hanging_up_before_the_answer_cancels(scene: PeerScene) -> None:
    line = scene.line
    call = line.dial("0215550180")
    line.at(CallStage.RINGING)
    line.do(lambda phone: phone.hang_up(call))
    assert line.call.stage is CallStage.ENDED
    assert (line.call.answered_at, line.call.status) == (None, Status.ACCEPTED)
    assert scene.over()
    assert (scene.there.state, scene.there.code) == (PeerCallState.HUNG_UP, 487)
    assert len(scene.tap.sent("CANCEL")) == 1
    assert soon(lambda: scene.tap.sent("ACK"))


def test_a_call_that_is_hung_up_at_once_rings_nowhere(scene: PeerScene) -> None:
    line = scene.line
    before = len(scene.pbx.snapshot())
    call = line.dial("0215550180")
    line.do(lambda phone: phone.hang_up(call))
    assert line.call.stage is CallStage.ENDED
    second = line.talk()
    assert all(not one.live for one in scene.pbx.snapshot()[before:-1])
    assert line.phone.live is not None
    assert line.phone.live.id == second
