"""Every sound is played on the device that was chosen for it; Linux only."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from desktop_dialer.demo.softphone_peer.sound import TONE_HZ
from desktop_dialer.model.audio_devices import AudioChoice
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.faults import NO_SPEAKER
from tests.support.sip.sound_server import SoundServer
from tests.support.softphone.peer_scene import PeerScene, peer_scene, soon

RINGS_DB, SOFTLY_DB, SILENT_DB = -30, -60, -90
CHOSEN = AudioChoice(speaker="Earpiece", ring="Bell")


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    # A short path: sockets have at most 107 bytes for theirs.
    with TemporaryDirectory(prefix="sound-") as folder, SoundServer(Path(folder)) as sound:
        monkeypatch.setenv("PULSE_SERVER", sound.address)
        for label in ("Monitor", "Earpiece", "Bell"):  # the first is the system's default
            sound.plug_in_speaker(label)
        sound.plug_in("Headset", 1000)
        yield sound


@pytest.fixture
def scene(sound: SoundServer, tmp_path: Path) -> Iterator[PeerScene]:
    with peer_scene(tmp_path, flags=["--allow-loopback-in-peer-connection"]) as scene:
        choose(scene)
        scene.line.registered()
        scene.line.until(lambda: "Bell" in scene.line.phone.devices.speakers)
        yield scene


def choose(scene: PeerScene) -> None:
    scene.line.do(lambda phone: phone.choose_sound(CHOSEN))


def test_the_ring_and_the_call_are_played_on_different_devices(
    scene: PeerScene, sound: SoundServer
) -> None:
    line = scene.line
    monitor, earpiece, bell = map(sound.record, ("Monitor", "Earpiece", "Bell"))
    scene.pbx.call_agent("204", "0215550190")
    line.at(CallStage.INCOMING)
    assert soon(lambda: bell.loudness(0.3) > RINGS_DB)
    assert max(earpiece.loudness(5), monitor.loudness(5)) < SILENT_DB
    line.do(lambda phone: phone.answer(line.call.id))
    line.at(CallStage.TALKING)
    earpiece.wait_for_tone(TONE_HZ)
    assert bell.wait_for_silence() < SILENT_DB
    assert monitor.loudness(5) < SILENT_DB


def test_the_ringback_and_the_test_ring_are_played_on_their_devices(
    scene: PeerScene, sound: SoundServer
) -> None:
    line = scene.line
    earpiece, bell = map(sound.record, ("Earpiece", "Bell"))
    line.do(lambda phone: phone.test_ring())
    assert soon(lambda: bell.loudness(0.3) > RINGS_DB)
    assert earpiece.loudness(5) < SILENT_DB
    assert soon(lambda: bell.loudness(1.5) < SILENT_DB)
    line.dial("0215550180")
    line.at(CallStage.RINGING)
    assert soon(lambda: earpiece.loudness(0.3) > RINGS_DB)
    assert bell.loudness(1) < SILENT_DB
    line.hang_up()


def test_a_speaker_is_unplugged_in_a_call(scene: PeerScene, sound: SoundServer) -> None:
    line = scene.line
    call = line.talk()
    earpiece = sound.record("Earpiece")
    assert soon(lambda: earpiece.loudness() > SOFTLY_DB)  # the agent's own voice comes back
    sound.pull_out("Earpiece")
    choose(scene)
    line.until(lambda: line.phone.devices.missing == ("Earpiece",))
    assert "Earpiece" in line.call.words
    monitor = sound.record("Monitor")
    assert soon(lambda: monitor.loudness() > SOFTLY_DB)
    assert (line.call.id, line.call.stage) == (call, CallStage.TALKING)


def test_without_a_speaker_the_call_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TemporaryDirectory(prefix="sound-") as folder, SoundServer(Path(folder)) as sound:
        monkeypatch.setenv("PULSE_SERVER", sound.address)
        sound.plug_in_without_speaker(1000)
        with peer_scene(tmp_path, flags=["--allow-loopback-in-peer-connection"]) as scene:
            line = scene.line
            line.registered()
            line.until(lambda: line.phone.devices.problem.startswith(NO_SPEAKER.message))
            line.talk()
            line.until(lambda: line.call.words == NO_SPEAKER.message)
            assert line.call.advice == NO_SPEAKER.advice
            sound.plug_in_speaker("Earpiece")
            line.do(lambda phone: phone.choose_sound(AudioChoice()))
            line.until(lambda: line.call.words != NO_SPEAKER.message)
            assert line.phone.devices.problem == ""
