"""The two legs on their timeline, and the lines that tell of them."""

import re
import threading
from dataclasses import FrozenInstanceError
from queue import Queue

import httpx
import pytest

from desktop_dialer.demo.pbx.calls import KEPT, CallState, DemoCalls
from desktop_dialer.demo.pbx.rules import AskedCall
from desktop_dialer.demo.pbx.server import PATH, DemoPbx

ASKED = AskedCall("204", "0820001234", "", "ref")
STEPS = [
    "agent 204 rings",
    "agent 204 answers",
    "callee 0820001234 rings",
    "callee 0820001234 answers, they talk",
    "hung up",
]
PATIENCE_S = 30.0


class Lines:
    """What the PBX says, to be waited for."""

    def __init__(self) -> None:
        self._queue: Queue[str] = Queue()
        self.said: list[str] = []

    def __call__(self, line: str) -> None:
        self._queue.put(line)

    def until(self, ending: str) -> list[str]:
        while not (self.said and self.said[-1].endswith(ending)):
            self.said.append(self._queue.get(timeout=PATIENCE_S))
        return self.said


def players() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "demo calls"]


def test_a_call_goes_through_its_steps_and_says_each() -> None:
    lines = Lines()
    with DemoPbx(port=0, say=lines, pace=0.01) as pbx:
        payload = {"agent": "204", "callee": "0820001234", "contact_ref": "r"}
        httpx.post(f"{pbx.url}{PATH}", json=payload, trust_env=False).raise_for_status()
        said = lines.until("hung up")
        call = pbx.calls[0]
    assert said[0] == f"Demo PBX version 3 at {pbx.url}, calls at {pbx.url}{PATH}"
    assert [line.split(" ", 1)[1] for line in said[1:]] == [f"call 1: {step}" for step in STEPS]
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d .*", line) for line in said[1:])
    assert call.state is CallState.HUNG_UP
    assert not call.live
    assert (call.id, call.agent, call.callee, call.reference) == (1, "204", "0820001234", "r")
    assert call.since > call.started


def test_the_agent_rings_before_the_answer_to_the_request() -> None:
    lines = Lines()
    with DemoPbx(port=0, say=lines, pace=60) as pbx:
        payload = {"agent": "204", "callee": "0820001234"}
        httpx.post(f"{pbx.url}{PATH}", json=payload, trust_env=False).raise_for_status()
        assert pbx.calls[0].state is CallState.AGENT_RINGS
    assert lines.until("rings")[-1].endswith("call 1: agent 204 rings")


def test_a_refusal_is_said_in_one_plain_line() -> None:
    lines = Lines()
    with DemoPbx(port=0, say=lines) as pbx:
        payload = {"agent": "\x1b[2J\n\u202e", "callee": "0820001234"}
        httpx.post(f"{pbx.url}{PATH}", json=payload, trust_env=False)
        refusal = lines.until(".")[-1]
    assert "refused: agent must be" in refusal
    assert refusal.isascii()
    assert refusal.isprintable()


def test_states_follow_each_other_and_snapshots_stay_as_they_were() -> None:
    seen: list[CallState] = []
    done = threading.Event()

    def say(line: str) -> None:
        seen.append(calls.snapshot()[0].state)
        if line.endswith("hung up"):
            done.set()

    calls = DemoCalls(say, pace=0.01)
    first = calls.place(ASKED)
    assert done.wait(PATIENCE_S)
    assert seen == list(CallState)
    assert first.state is CallState.AGENT_RINGS
    with pytest.raises(FrozenInstanceError):
        first.state = CallState.HUNG_UP  # type: ignore[misc]


def test_calls_side_by_side_keep_their_order_and_share_one_thread() -> None:
    lines = Lines()
    calls = DemoCalls(lines, pace=0.05)
    for _ in range(50):
        calls.place(ASKED)
    assert len(players()) == 1
    said = lines.until("call 50: hung up")
    for number in range(1, 51):
        steps = [line.split(": ")[1] for line in said if f" call {number}: " in line]
        assert steps == STEPS
    assert [call.id for call in calls.snapshot()] == list(range(1, 51))


def test_nothing_runs_without_a_live_call_and_the_next_one_plays_again() -> None:
    lines = Lines()
    calls = DemoCalls(lines, pace=0.001)
    for number in (1, 2):
        calls.place(ASKED)
        lines.until(f"call {number}: hung up")
        for player in players():
            player.join(PATIENCE_S)
        assert players() == []


def test_calls_placed_from_many_threads_are_all_there() -> None:
    lines = Lines()
    calls = DemoCalls(lines, pace=0.001)
    threads = [
        threading.Thread(target=lambda: [calls.place(ASKED) for _ in range(20)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert [call.id for call in calls.snapshot()] == list(range(1, 161))
    for player in players():
        player.join(PATIENCE_S)
    assert all(call.state is CallState.HUNG_UP for call in calls.snapshot())


def test_stopping_leaves_live_calls_where_they_are() -> None:
    lines = Lines()
    calls = DemoCalls(lines, pace=60)
    calls.place(ASKED)
    calls.stop()
    assert players() == []
    assert calls.snapshot()[0].state is CallState.AGENT_RINGS


def test_old_finished_calls_are_forgotten_and_live_ones_never() -> None:
    lines = Lines()
    calls = DemoCalls(lines, pace=0)
    for _ in range(KEPT):
        calls.place(ASKED)
    for player in players():
        player.join(PATIENCE_S)
    calls.place(ASKED)
    kept = [call.id for call in calls.snapshot()]
    assert kept == list(range(2, KEPT + 2))
    live = DemoCalls(lines, pace=60)
    for _ in range(KEPT + 5):
        live.place(ASKED)
    assert len(live.snapshot()) == KEPT + 5
    live.stop()
