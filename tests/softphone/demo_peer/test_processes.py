"""The softphone recovers when its processes are killed; Linux only."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.faults import PROCESS_STOPPED
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
    ended = line.at(CallStage.ENDED)
    assert PROCESS_STOPPED.message in ended.words
    assert ended.advice
    assert PROCESS_STOPPED.message in line.registration_message
    line.registered_again()
    assert all(is_over(pid) for pid in family[1:])
    assert line.pid != first
    line.talk()
    assert soon(scene.hears_the_tone)


def test_the_renderer_is_killed_in_a_call(scene: PeerScene) -> None:
    line = scene.line
    line.talk()
    os.kill(renderer(line.pid), signal.SIGKILL)
    ended = line.at(CallStage.ENDED)
    assert ended.answered_at is not None
    assert (ended.status, bool(ended.advice)) == (Status.ACCEPTED, True)
    line.registered_again()
    assert len(line.processes) == 1
    line.talk()
    assert soon(scene.hears_the_tone)


def test_a_hanging_phone_process_does_not_keep_a_call_that_was_hung_up(
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
