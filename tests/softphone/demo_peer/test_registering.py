"""The line against the demo PBX: registering, being refused, and what there is to hear."""

import time
from pathlib import Path

import pytest

from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd, PeerCallState
from desktop_dialer.model.call import Status
from desktop_dialer.model.errors import NeverReached
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.registration import Registered
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
        assert line.words == (
            "The PBX did not accept your extension or its password (401). "
            "You cannot make or receive calls here."
        )
        assert line.phone.registration.advice.startswith("Enter your extension and its password")
        with pytest.raises(NeverReached, match="did not accept your extension"):
            line.dial("0820001234")
        time.sleep(4)  # the time itself is what is waited for
        first, second = scene.tap.sent("REGISTER")
        assert not first.headers("Authorization")
        assert second.headers("Authorization")
        assert scene.pbx.registration("204").refusals == 1
        line.password = "demo-secret"
        line.do(lambda phone: phone.use(line.configuration))
        line.registered()


def test_a_pbx_that_is_not_there_yet(tmp_path: Path) -> None:
    with peer_scene(tmp_path) as scene:
        scene.line.registered()
        scene.tap.shut()
        scene.line.do(lambda phone: phone.use(scene.line.configuration))
        scene.line.until(lambda: "The PBX cannot be reached" in scene.line.words)
        scene.tap.listen()
        scene.line.registered()


def test_a_pbx_that_gives_no_answer_is_given_up_after_five_seconds(tmp_path: Path) -> None:
    with peer_scene(tmp_path) as scene:
        line = scene.line.registered()
        scene.tap.mute = True
        line.do(lambda phone: phone.use(line.configuration))
        line.until(lambda: "The PBX cannot be reached" in line.words)
        given_up = time.monotonic()
        scene.tap.mute = False
        assert 4.9 < given_up - scene.tap.sent_at("REGISTER")[-1] < 6
        line.registered()
        assert time.monotonic() - given_up < 2.5  # the first wait is of 1 s


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


def test_a_pbx_that_sends_no_audio_is_not_taken_for_a_firewall(tmp_path: Path) -> None:
    with peer_scene(tmp_path) as scene:
        line = scene.line
        line.registered()
        call = line.dial("0215550183")
        answered = line.at(CallStage.TALKING).answered_at
        line.until(lambda: line.call.words)
        assert answered is not None
        assert 4 < time.monotonic() - answered < 8
        assert line.call.words.endswith("The connection itself works.")
        assert line.call.advice
        assert not line.call.audio_lost
        assert scene.stands(PeerCallState.TALKING)
        line.do(lambda phone: phone.hang_up(call))
        assert "Nothing was heard" not in line.call.words
        assert "firewall" not in line.call.advice


@pytest.fixture
def deaf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing to hear with, whatever this machine has."""
    for name, value in NO_SOUND_CARD.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def test_without_a_microphone_no_call_leaves(deaf: Path) -> None:
    with peer_scene(deaf, flags=LOOPBACK) as scene:
        line = scene.line
        line.registered()
        line.until(lambda: line.phone.devices.trouble)
        line.dial("0820001234")
        ended = line.at(CallStage.ENDED)
        assert ended.words.startswith("The call was not sent: No microphone found")
        assert ended.words.endswith("No phone rang.")
        assert ended.advice == "Plug in a headset, or choose a microphone under “Line and sound”."
        assert ended.status is Status.UNREACHED
        assert not scene.tap.sent("INVITE")
        assert scene.pbx.snapshot() == ()


def test_without_a_microphone_a_caller_is_told_so(deaf: Path) -> None:
    with peer_scene(deaf, flags=LOOPBACK) as scene:
        line = scene.line
        line.registered()
        scene.pbx.call_agent("204", "0215550190")
        line.at(CallStage.INCOMING)
        line.do(lambda phone: phone.answer(line.call.id))
        ended = line.at(CallStage.ENDED)
        assert "No microphone found" in ended.words
        assert scene.over()
        assert scene.there.code == 480
