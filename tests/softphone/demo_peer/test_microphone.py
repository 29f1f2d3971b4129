"""A microphone that the system refuses, and one that hangs: the line says which it is."""

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
from tests.support.sip.sound_server import SoundServer
from tests.support.softphone.peer_scene import PeerScene, peer_scene

assert sys.platform != "win32"  # no SIGSTOP there

REFUSED = "This system does not allow the program to use the microphone."
HANGS = "The microphone does not work."


@pytest.fixture
def refused(tmp_path: Path) -> Iterator[PeerScene]:
    """The engine has a microphone, and whoever is asked for it says no."""
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
    """There is a headset, and the sound server behind it answers nobody any more."""
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


def test_a_refused_microphone_sends_no_call_and_says_who_refuses(refused: PeerScene) -> None:
    line = refused.line
    line.dial("0820001234")
    ended = line.at(CallStage.ENDED)
    assert ended.words == f"The call was not sent: {REFUSED} No phone rang."
    assert ended.advice == "Allow the microphone for Desktop Dialer in the system's settings."
    assert ended.status is Status.UNREACHED
    assert not refused.tap.sent("INVITE")
    assert {told.why for told in line.of(MicrophoneRefused)} == {"refused"}


def test_whoever_calls_is_not_left_ringing_by_a_refused_microphone(refused: PeerScene) -> None:
    line = refused.line
    refused.pbx.call_agent("204", "0215550190")
    line.at(CallStage.INCOMING)
    line.do(lambda phone: phone.answer(line.call.id))
    ended = line.at(CallStage.ENDED)
    assert ended.words == f"The call from 021 5550190 was cut off before it was answered: {REFUSED}"
    assert refused.over()
    assert refused.there.code == 480


def test_a_refused_microphone_is_told_beside_its_meter(refused: PeerScene) -> None:
    line = refused.line
    line.do(lambda phone: phone.meter(True, "line window"))
    line.until(lambda: line.phone.devices.trouble.startswith(REFUSED))
    assert not line.hook("level")


def test_a_microphone_that_hangs_sends_no_call(hung: PeerScene) -> None:
    line = hung.line
    line.dial("0820001234")
    ended = line.at(CallStage.ENDED)
    assert ended.words == f"The call was not sent: {HANGS} No phone rang."
    assert ended.status is Status.UNREACHED
    assert not hung.tap.sent("INVITE")
