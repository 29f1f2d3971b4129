"""A microphone that the system refuses, and one that hangs: the message says which."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.events import MicrophoneRefused
from desktop_dialer.pbx.softphone.faults import microphone_message
from tests.support.sip.sound_server import SoundServer
from tests.support.softphone.peer_scene import PeerScene, peer_scene

assert sys.platform != "win32"  # no SIGSTOP there

REFUSED = microphone_message("refused")
HANGS = microphone_message("fault")


@pytest.fixture
def refused(tmp_path: Path) -> Iterator[PeerScene]:
    """The engine has a microphone, and permission to use it is denied."""
    flags = [
        "--allow-loopback-in-peer-connection",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream=deny",
    ]
    with peer_scene(tmp_path, flags=flags) as scene:
        scene.line.registered()
        yield scene


@pytest.fixture
def hung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PeerScene]:
    """There is a headset, and the sound server behind it no longer responds."""
    # A short path: sockets have at most 107 bytes for theirs.
    with TemporaryDirectory(prefix="sound-") as folder, SoundServer(Path(folder)) as sound:
        monkeypatch.setenv("PULSE_SERVER", sound.address)
        sound.plug_in("Headset", 1000)
        with peer_scene(tmp_path, flags=["--allow-loopback-in-peer-connection"]) as scene:
            scene.line.registered()
            scene.line.until(lambda: scene.line.phone.devices.microphones == ("Headset",))
            os.kill(sound.pid, signal.SIGSTOP)
            try:
                yield scene
            finally:
                os.kill(sound.pid, signal.SIGCONT)


def test_with_a_refused_microphone_no_call_is_sent(refused: PeerScene) -> None:
    line = refused.line
    line.dial("0820001234")
    ended = line.at(CallStage.ENDED)
    assert REFUSED.message in ended.words
    assert ended.advice == REFUSED.advice
    assert ended.status is Status.UNREACHED
    assert not refused.tap.sent("INVITE")
    assert {event.why for event in line.of(MicrophoneRefused)} == {"refused"}


def test_a_refused_microphone_does_not_leave_a_caller_ringing(refused: PeerScene) -> None:
    line = refused.line
    refused.pbx.call_agent("204", "0215550190")
    line.at(CallStage.INCOMING)
    line.do(lambda phone: phone.answer(line.call.id))
    ended = line.at(CallStage.ENDED)
    assert "021 5550190" in ended.words
    assert REFUSED.message in ended.words
    assert refused.over()
    assert refused.there.code == 480


def test_a_refused_microphone_is_shown_beside_its_meter(refused: PeerScene) -> None:
    line = refused.line
    line.do(lambda phone: phone.meter(True, "line window"))
    line.until(lambda: line.phone.devices.problem.startswith(REFUSED.message))
    assert not line.hook("level")


def test_with_a_hanging_microphone_no_call_is_sent(hung: PeerScene) -> None:
    line = hung.line
    line.dial("0820001234")
    ended = line.at(CallStage.ENDED)
    assert HANGS.message in ended.words
    assert ended.status is Status.UNREACHED
    assert not hung.tap.sent("INVITE")
