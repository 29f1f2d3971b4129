"""The line survives the end of its processes; Linux only."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.phone import HANGS_UP_WITHIN_S
from tests.support.softphone.peer_scene import PeerScene, peer_scene, soon
from tests.support.softphone.phone_at_work import is_over, renderer, tree


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[PeerScene]:
    with peer_scene(tmp_path) as scene:
        scene.line.registered()
        yield scene


def test_the_phone_process_is_killed_in_a_call(scene: PeerScene) -> None:
    line = scene.line
    line.talk()
    assert soon(scene.hears_the_tone)
    first, family = line.pid, tree(line.pid)
    os.kill(first, signal.SIGKILL)
    broken = line.at(CallStage.ENDED)
    assert broken.words.startswith("The call was cut off after 0:")
    assert "The softphone process stopped unexpectedly." in broken.words
    assert broken.advice
    assert "It restarts in 1 second." in line.words
    line.registered_again()
    assert all(is_over(pid) for pid in family[1:])
    assert line.pid != first
    line.talk()
    assert soon(scene.hears_the_tone)


def test_the_renderer_is_killed_in_a_call(scene: PeerScene) -> None:
    line = scene.line
    line.talk()
    os.kill(renderer(line.pid), signal.SIGKILL)
    broken = line.at(CallStage.ENDED)
    assert broken.words.startswith("The call was cut off after 0:")
    assert (broken.status, bool(broken.advice)) == (Status.ACCEPTED, True)
    line.registered_again()
    assert len(line.processes) == 1
    line.talk()
    assert soon(scene.hears_the_tone)


def test_a_phone_process_that_hangs_does_not_keep_a_call_that_was_hung_up(
    scene: PeerScene,
) -> None:
    line = scene.line
    call = line.talk()
    stuck, page = line.pid, renderer(line.pid)
    os.kill(stuck, signal.SIGSTOP)
    line.do(lambda phone: phone.hang_up(call))
    assert is_over(page, HANGS_UP_WITHIN_S + 5)
    line.registered_again()
    assert line.pid != stuck
