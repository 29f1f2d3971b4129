"""A phone process that does not hang up: nobody may hear the agent who believes to be alone."""

from pathlib import Path

import pytest

from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.registration import Registered
from desktop_dialer.pbx.softphone.commands import HangUp, Reject
from desktop_dialer.pbx.softphone.phone import HANGS_UP_WITHIN_S
from tests.support.softphone.phone_calls import REQUEST, in_a_call
from tests.support.softphone.phone_stage import CONFIGURATION, PhoneStage


def test_a_phone_that_does_not_hang_up_is_ended(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        stage.phone.hang_up(REQUEST.id)
        assert stage.phone.calls[REQUEST.id].stage is CallStage.ENDED
        stage.pass_time(HANGS_UP_WITHIN_S - 1)
        assert stage.exits == []
        stage.pass_time(1)
        stage.until(lambda: stage.phone.registration.state is Registered.RETRYING)
        assert stage.phone.calls[REQUEST.id].words.startswith("You hung up after")
        stage.pass_time(1)
        stage.until(lambda: stage.phone.registration.state is Registered.YES)


def test_a_call_that_rings_and_is_not_declined_is_ended_too(tmp_path: Path) -> None:
    with PhoneStage(tmp_path).registered() as stage:
        stage.cue(kind="incoming", call="in", number="0821234567")
        stage.until(lambda: stage.phone.live)
        stage.phone.answer("in")
        stage.phone.decline("in")
        stage.until(lambda: stage.of(Reject))
        stage.pass_time(HANGS_UP_WITHIN_S)
        stage.until(lambda: len(stage.exits) == 1)


@pytest.mark.parametrize("by", ["us", "them"])
def test_a_phone_that_hangs_up_is_left_alone(tmp_path: Path, by: str) -> None:
    with in_a_call(tmp_path, hangup=[{"kind": "ended", "by": by}]) as stage:
        stage.phone.hang_up(REQUEST.id)
        stage.until(lambda: not stage.timers)
        assert len(stage.of(HangUp)) == 1
        assert stage.exits == []


def test_the_next_phone_is_not_ended_for_what_the_one_before_did_not_do(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        stage.phone.hang_up(REQUEST.id)
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: len(stage.processes) == 2)
        stage.until(lambda: stage.phone.registration.state is Registered.YES)
        stage.pass_time(HANGS_UP_WITHIN_S)
        assert len(stage.exits) == 1
        assert stage.phone.registration.state is Registered.YES
