"""The softphone idle for long, asleep, and on a dead connection: these tests mostly wait."""

import os
import signal
import time
from pathlib import Path

import pytest

from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.registration import Registered
from tests.support.softphone.peer_scene import PeerScene, peer_scene, soon
from tests.support.softphone.phone_at_work import tree
from tests.support.softphone.soak import EXPIRES_S, soak

ASLEEP_S = 26
"""After its timers have paused for more than 25 s, the phone assumes that the machine slept."""
NAP_S = 6
DETECTED_S = 40
"""A silent PBX is queried after 25 to 30 s, and has 5 s to respond."""


@pytest.mark.waits
@pytest.mark.timeout(300)
def test_three_idle_minutes_change_nothing(tmp_path: Path) -> None:
    with peer_scene(tmp_path, expires_s=EXPIRES_S) as scene:
        figures = soak(scene, 180)
    assert not figures.failures, f"\n{figures}"
    assert figures.registers >= 3


def test_a_dead_connection_is_detected_awake_and_after_sleep(tmp_path: Path) -> None:
    awake_folder = tmp_path / "awake"
    awake_folder.mkdir()
    with peer_scene(awake_folder) as awake, peer_scene(tmp_path, expires_s=20) as asleep:
        awake.line.registered()
        asleep.line.registered()
        sleepers = tree(asleep.line.pid)
        _signal(sleepers, signal.SIGSTOP)
        began = time.monotonic()
        for scene in (awake, asleep):
            scene.pbx.fall_silent()
        awake.line.registered_again(DETECTED_S)
        time.sleep(max(0.0, began + ASLEEP_S - time.monotonic()))  # as long as it takes
        assert asleep.pbx.registration("204").contacts == ()
        _signal(sleepers, signal.SIGCONT)
        asleep.line.registered_again()
        for scene in (awake, asleep):
            _calls_as_before(scene)


def test_a_pbx_that_answers_100_has_more_time_until_a_phone_rings(
    tmp_path: Path,
) -> None:
    with peer_scene(tmp_path, pace=6) as scene:
        scene.line.registered()
        scene.line.answer_limit_s = 0.6
        scene.line.dial("0215550180")
        scene.line.until(lambda: scene.tap.got("INVITE", 100))
        assert not scene.tap.got("INVITE", 180)  # that comes after 1.8 s
        ringing = scene.line.at(CallStage.RINGING)
        assert ringing.status is Status.ACCEPTED


def test_a_call_goes_on_after_a_nap(tmp_path: Path) -> None:
    with peer_scene(tmp_path) as scene:
        call = scene.line.registered().talk()
        assert soon(scene.hears_the_tone)
        sleepers = tree(scene.line.pid)
        _signal(sleepers, signal.SIGSTOP)
        arrived = scene.there.packets
        time.sleep(NAP_S)  # as long as it takes
        assert scene.there.packets < arrived + 10
        _signal(sleepers, signal.SIGCONT)
        assert soon(lambda: scene.there.packets > arrived + 60)
        assert soon(scene.hears_the_tone)
        assert scene.phone_hears(call, lambda level: level > 0.002)
        assert (scene.line.call.id, scene.line.call.stage) == (call, CallStage.TALKING)
        assert scene.line.phone.registration.state is Registered.YES


def _signal(processes: list[int], which: int) -> None:
    for pid in processes:
        os.kill(pid, which)


def _calls_as_before(scene: PeerScene) -> None:
    assert len(scene.pbx.registration("204").contacts) == 1
    scene.line.talk()
    assert soon(scene.hears_the_tone)
