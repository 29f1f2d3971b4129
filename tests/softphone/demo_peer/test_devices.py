"""Microphones that are chosen, unplugged and plugged in again during a call; Linux only."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from desktop_dialer.model.audio_devices import AudioChoice
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.faults import microphone_message
from tests.support.sip.sound_server import SoundServer
from tests.support.softphone.peer_scene import PeerScene, peer_scene, soon

assert sys.platform != "win32"  # no SIGKILL there

HEADSET_HZ, BUILT_IN_HZ = 1000, 600


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    # A short path: sockets have at most 107 bytes for theirs.
    with TemporaryDirectory(prefix="sound-") as folder, SoundServer(Path(folder)) as sound:
        monkeypatch.setenv("PULSE_SERVER", sound.address)
        yield sound


@pytest.fixture
def scene(sound: SoundServer, tmp_path: Path) -> Iterator[PeerScene]:
    """A line with a headset to choose."""
    sound.plug_in("Headset", HEADSET_HZ)
    with peer_scene(tmp_path, flags=["--allow-loopback-in-peer-connection"]) as scene:
        scene.line.registered()
        scene.line.until(lambda: scene.line.phone.devices.microphones == ("Headset",))
        yield scene


def choose(scene: PeerScene, label: str) -> None:
    scene.line.do(lambda phone: phone.choose_sound(AudioChoice(microphone=label)))


def test_a_microphone_is_changed_and_unplugged_in_a_call(
    scene: PeerScene, sound: SoundServer
) -> None:
    sound.plug_in("BuiltIn", BUILT_IN_HZ)
    line = scene.line
    choose(scene, "BuiltIn")
    line.until(lambda: len(line.phone.devices.microphones) == 2)
    call = line.talk()
    assert soon(lambda: scene.hears_the_tone(BUILT_IN_HZ))
    choose(scene, "Headset")
    assert soon(lambda: scene.hears_the_tone(HEADSET_HZ))
    sound.pull_out("Headset")
    assert soon(lambda: scene.hears_the_tone(BUILT_IN_HZ))
    choose(scene, "Headset")
    line.until(lambda: line.phone.devices.missing == ("Headset",))
    assert "Headset" in line.call.words
    line.do(lambda phone: phone.mute(call, True))
    assert scene.hears_silence()
    sound.plug_in("Headset", HEADSET_HZ)
    choose(scene, "Headset")
    line.until(lambda: line.phone.devices.missing == ())
    assert scene.hears_silence()
    line.do(lambda phone: phone.mute(call, False))
    assert soon(lambda: scene.hears_the_tone(HEADSET_HZ))
    assert line.call.stage is CallStage.TALKING


def test_the_next_phone_process_uses_the_chosen_microphone(
    scene: PeerScene, sound: SoundServer
) -> None:
    """The engine's device ids change at every start; the label is what is stored."""
    sound.plug_in("BuiltIn", BUILT_IN_HZ)
    line = scene.line
    choose(scene, "BuiltIn")
    line.until(lambda: len(line.phone.devices.microphones) == 2)
    os.kill(line.pid, signal.SIGKILL)
    line.registered_again()
    assert len(line.processes) == 2
    line.talk()
    assert soon(lambda: scene.hears_the_tone(BUILT_IN_HZ))


def test_the_only_microphone_is_unplugged_in_a_call(scene: PeerScene, sound: SoundServer) -> None:
    line = scene.line
    line.talk()
    assert soon(lambda: scene.hears_the_tone(HEADSET_HZ))
    sound.pull_out("Headset")
    missing = microphone_message("missing")
    line.until(lambda: line.call.words == missing.message)
    assert line.call.advice == missing.advice
    assert line.phone.devices.problem.startswith(missing.message)
    sound.plug_in("Headset", HEADSET_HZ)
    choose(scene, "")
    line.until(lambda: line.call.words != missing.message)
    assert line.phone.devices.problem == ""
    assert soon(lambda: scene.hears_the_tone(HEADSET_HZ))
    assert line.call.stage is CallStage.TALKING
