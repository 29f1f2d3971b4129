"""The softphone at the demo PBX: registration, refusal, and missing audio."""

import time
from pathlib import Path

import pytest

from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd, PeerCallState
from desktop_dialer.model.call import Status
from desktop_dialer.model.errors import NeverReached
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.registration import Registered
from desktop_dialer.pbx.softphone.faults import NO_AUDIO_SENT, microphone_message
from desktop_dialer.pbx.softphone.refusals import registration_refused
from tests.support.softphone.peer_scene import peer_scene, soon

NO_SOUND_CARD = {
    "PULSE_SERVER": "/nowhere",
    "ALSA_CONFIG_PATH": "/dev/null",
    "PIPEWIRE_REMOTE": "nowhere",
}
LOOPBACK = ["--allow-loopback-in-peer-connection"]


def test_a_wrong_password_is_tried_once(tmp_path: Path) -> None:
    with peer_scene(tmp_path, password="not the one") as scene:
        line = scene.line
        line.until(lambda: line.phone.registration.state is Registered.REFUSED)
        refused = registration_refused(401)
        assert line.registration_message == refused.message
        assert line.phone.registration.advice == refused.advice
        with pytest.raises(NeverReached, match="401"):
            line.dial("0820001234")
        time.sleep(4)  # no event: nothing must happen meanwhile
        first, second = scene.tap.sent("REGISTER")
        assert not first.headers("Authorization")
        assert second.headers("Authorization")
        assert scene.pbx.registration("204").refusals == 1
        line.password = "demo-secret"
        line.do(lambda phone: phone.use(line.configuration))
        line.registered()


def test_a_pbx_that_is_not_running_yet(tmp_path: Path) -> None:
    with peer_scene(tmp_path) as scene:
        scene.line.registered()
        scene.tap.shut()
        scene.line.do(lambda phone: phone.use(scene.line.configuration))
        scene.line.until(lambda: scene.line.phone.registration.state is Registered.RETRYING)
        scene.tap.listen()
        scene.line.registered()


def test_a_pbx_that_does_not_respond_is_given_up_after_five_seconds(tmp_path: Path) -> None:
    with peer_scene(tmp_path) as scene:
        line = scene.line.registered()
        scene.tap.mute = True
        line.do(lambda phone: phone.use(line.configuration))
        line.until(lambda: line.phone.registration.state is Registered.RETRYING)
        given_up = time.monotonic()
        scene.tap.mute = False
        assert 4.9 < given_up - scene.tap.sent_at("REGISTER")[-1] < 6
        line.registered()
        assert time.monotonic() - given_up < 2.5  # the first delay is 1 s


def test_leaving_hangs_up_and_unregisters(tmp_path: Path) -> None:
    with peer_scene(tmp_path) as scene:
        scene.line.registered()
        scene.line.talk()
        scene.line.do(lambda phone: phone.leave())
        assert scene.over()
        assert scene.there.ended is PeerCallEnd.AGENT
        assert soon(lambda: scene.pbx.registration("204").contacts == ())
        assert scene.tap.sent("REGISTER")[-1].header("Contact").endswith("expires=0")
        assert scene.line.call.words.startswith("You hung up") is False
        assert scene.line.call.stage is CallStage.ENDED


def test_a_pbx_that_sends_no_audio_is_not_mistaken_for_a_firewall(tmp_path: Path) -> None:
    with peer_scene(tmp_path) as scene:
        line = scene.line
        line.registered()
        call = line.dial("0215550183")
        answered = line.at(CallStage.TALKING).answered_at
        line.until(lambda: line.call.words)
        assert answered is not None
        assert 4 < time.monotonic() - answered < 8
        assert (line.call.words, line.call.advice) == (NO_AUDIO_SENT.message, NO_AUDIO_SENT.advice)
        assert not line.call.audio_lost
        assert scene.reaches(PeerCallState.TALKING)
        line.do(lambda phone: phone.hang_up(call))
        assert line.call.advice == ""


@pytest.fixture
def no_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No audio devices, even if this machine has some."""
    for name, value in NO_SOUND_CARD.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def test_without_a_microphone_no_call_is_sent(no_sound: Path) -> None:
    with peer_scene(no_sound, flags=LOOPBACK) as scene:
        line = scene.line
        line.registered()
        line.until(lambda: line.phone.devices.problem)
        line.dial("0820001234")
        ended = line.at(CallStage.ENDED)
        missing = microphone_message("missing")
        assert missing.message in ended.words
        assert ended.advice == missing.advice
        assert ended.status is Status.UNREACHED
        assert not scene.tap.sent("INVITE")
        assert scene.pbx.snapshot() == ()


def test_without_a_microphone_a_caller_is_refused(no_sound: Path) -> None:
    with peer_scene(no_sound, flags=LOOPBACK) as scene:
        line = scene.line
        line.registered()
        scene.pbx.call_agent("204", "0215550190")
        line.at(CallStage.INCOMING)
        line.do(lambda phone: phone.answer(line.call.id))
        ended = line.at(CallStage.ENDED)
        assert microphone_message("missing").message in ended.words
        assert scene.over()
        assert scene.there.code == 480
