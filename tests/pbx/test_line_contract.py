"""What every line keeps, whatever it is made of: see pbx.line."""

import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from desktop_dialer.model.call import CallRequest, CallSource
from desktop_dialer.model.errors import (
    CallError,
    DialerError,
    InACall,
    NeverReached,
    OutcomeUnknown,
    Refused,
)
from desktop_dialer.model.live_call import CallStage, HeldBy
from desktop_dialer.model.phone_number import PhoneNumber
from desktop_dialer.pbx.line import Accepted
from desktop_dialer.pbx.softphone.commands import HangUp
from desktop_dialer.pbx.softphone.webrtc_line import WebRtcLine
from tests.support.pbx.lines_under_test import LIMIT_S, LINES, Opened, Situation, softphone

NUMBER = PhoneNumber("082 000 1234", "+27820001234", "082 000 1234", "ZA", "mobile")

each_line = pytest.mark.parametrize("opened", LINES, ids=lambda opened: opened.__name__)


def request() -> CallRequest:
    return CallRequest("204", "0820001234", NUMBER, CallSource.COMMAND)


@each_line
def test_accepted(opened: Opened, tmp_path: Path) -> None:
    with opened(Situation.ACCEPTS, tmp_path) as tested:
        accepted = tested.line.place(request())
        assert "082 000 1234" in accepted.message
        tested.arrived(1)
        assert tested.requests() == 1


@each_line
@pytest.mark.parametrize(
    ("situation", "kind", "words", "requests"),
    [
        (Situation.REFUSES, Refused, "says: callee is wrong", 1),
        (Situation.ABSENT, NeverReached, "No phone rang", 0),
        (Situation.BREAKS, OutcomeUnknown, "A phone may be ringing", 1),
        (Situation.FAULTY, OutcomeUnknown, "A phone may be ringing", 1),
        (Situation.SILENT, OutcomeUnknown, "A phone may be ringing", 1),
    ],
)
def test_what_was_not_accepted_says_what_is_known_and_is_never_sent_again(
    opened: Opened,
    tmp_path: Path,
    situation: Situation,
    kind: type[CallError],
    words: str,
    requests: int,
) -> None:
    with opened(situation, tmp_path) as tested:
        with pytest.raises(kind) as caught:
            tested.line.place(request())
        assert words in caught.value.message
        assert caught.value.advice
        assert caught.value.phone_may_ring is (kind is OutcomeUnknown)
        if requests:
            tested.arrived(requests)
        assert tested.requests() == requests


@each_line
def test_it_blocks_until_it_is_known(opened: Opened, tmp_path: Path) -> None:
    with opened(Situation.ACCEPTS_LATE, tmp_path) as tested, ThreadPoolExecutor() as pool:
        placed: Future[Accepted] = pool.submit(tested.line.place, request())
        tested.arrived(1)
        assert not placed.done()
        tested.release()
        assert placed.result(LIMIT_S).message
        assert tested.requests() == 1


@each_line
def test_several_threads_may_call_and_each_request_leaves_once(
    opened: Opened, tmp_path: Path
) -> None:
    together = threading.Barrier(4)
    with opened(Situation.ACCEPTS, tmp_path) as tested, ThreadPoolExecutor(4) as pool:

        def place() -> Accepted | DialerError:
            together.wait(LIMIT_S)
            try:
                return tested.line.place(request())
            except DialerError as error:
                return error

        ends = [placed.result(LIMIT_S) for placed in [pool.submit(place) for _ in range(4)]]
        accepted = [end for end in ends if isinstance(end, Accepted)]
        # Where one talks oneself, one is in a call then; nothing of the others left.
        assert all(isinstance(end, Accepted | InACall) for end in ends)
        assert len(accepted) == (1 if opened is softphone else 4)
        tested.arrived(len(accepted))
        assert tested.requests() == len(accepted)


@each_line
def test_preparing_sends_nothing(opened: Opened, tmp_path: Path) -> None:
    with opened(Situation.ACCEPTS, tmp_path) as tested:
        tested.line.prepare()
        assert tested.requests() == 0
        tested.line.place(request())
        tested.arrived(1)
        assert tested.requests() == 1


def test_a_line_that_can_talk_gives_a_call_to_mute_hold_and_hang_up(tmp_path: Path) -> None:
    with softphone(Situation.ACCEPTS, tmp_path) as tested:
        stage = tested.stage
        assert stage
        wish = request()
        call = tested.line.place(wish).call
        assert call
        shown = stage.phone.calls
        stage.cue(kind="established", call=wish.id)
        stage.wait_for(lambda: shown[wish.id].stage is CallStage.TALKING)
        call.mute(True)
        call.hold(True)
        stage.wait_for(lambda: shown[wish.id].muted and shown[wish.id].held_by is HeldBy.AGENT)
        call.mute(False)
        call.hold(False)
        stage.wait_for(lambda: not shown[wish.id].muted and not shown[wish.id].held_by)
        call.hang_up()
        stage.wait_for(lambda: shown[wish.id].stage is CallStage.ENDED and stage.of(HangUp))
        assert [command.call for command in stage.of(HangUp)] == [wish.id]


def test_the_desk_phones_line_gives_no_call(tmp_path: Path) -> None:
    with LINES[0](Situation.ACCEPTS, tmp_path) as tested:
        assert tested.line.place(request()).call is None


def test_a_thread_that_never_comes_to_it_has_sent_nothing(tmp_path: Path) -> None:
    with softphone(Situation.ACCEPTS, tmp_path) as tested:
        stage = tested.stage
        assert stage
        held_up: queue.SimpleQueue[Any] = queue.SimpleQueue()
        line = WebRtcLine(stage.phone, held_up.put, owner_limit_s=0.05)
        with pytest.raises(NeverReached, match="too busy"):
            line.place(request())
        held_up.get()()  # too late
        assert stage.phone.live is None
        assert tested.requests() == 0


def test_a_thread_that_is_stuck_after_sending_leaves_it_open(tmp_path: Path) -> None:
    with softphone(Situation.SILENT, tmp_path) as tested:
        stage = tested.stage
        assert stage
        line = WebRtcLine(stage.phone, stage.post, owner_limit_s=0.3)
        with pytest.raises(OutcomeUnknown, match="program does not respond"):
            line.place(request())
        assert tested.requests() == 1


def test_a_silent_pbx_is_also_hung_up(tmp_path: Path) -> None:
    with softphone(Situation.SILENT, tmp_path) as tested:
        assert tested.stage
        wish = request()
        with pytest.raises(OutcomeUnknown, match="within"):
            tested.line.place(wish)
        tested.stage.wait_for(lambda: tested.stage and tested.stage.of(HangUp))


def test_an_agent_who_hangs_up_first_is_told_what_that_means(tmp_path: Path) -> None:
    with softphone(Situation.ACCEPTS_LATE, tmp_path) as tested, ThreadPoolExecutor() as pool:
        stage = tested.stage
        assert stage
        wish = request()
        placed = pool.submit(tested.line.place, wish)
        tested.arrived(1)
        stage.post(lambda: stage.phone.hang_up(wish.id))
        with pytest.raises(OutcomeUnknown, match=r"You hung up before 082 000 1234 answered\."):
            placed.result(LIMIT_S)
        assert tested.requests() == 1
