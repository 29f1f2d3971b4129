"""An incoming call as a notification of a real dunst, and where there is none to be had."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_dialer.app.softphone.incoming_call import IncomingCalls
from desktop_dialer.desktop.notifications.notifications import NotificationEvents
from desktop_dialer.model.live_call import CallStage, LiveCall
from tests.support.desktop.notification_scene import DUNST, NAME, PATH, Scene
from tests.support.desktop.plain_daemon import plain_daemon
from tests.support.desktop.private_bus import display, private_bus

assert sys.platform != "win32"  # signals that stop a program

CALL = LiveCall("one", "082 000 1234", "0820001234", incoming=True, stage=CallStage.INCOMING)
OTHER = replace(CALL, id="two", party="083 000 5678")
_CHOOSER = """#!/bin/sh
# dunst shows a notification's buttons through a menu program; this one takes a given line.
grep -m 1 -F -f {choice}
rm {choice}
"""


class Desk(Scene):
    """Our announcements of calls, wired as the program wires them; what came of them."""

    def __init__(self, address: str, display_name: str, folder: Path, ends: ExitStack) -> None:
        self.now = 100.0
        self.requests: list[tuple[object, ...]] = []
        super().__init__(address, display_name, folder, ends)
        self._choice = folder / "choice"
        self._chooser = folder / "chooser"
        self._chooser.write_text(_CHOOSER.format(choice=self._choice))
        self._chooser.chmod(0o700)
        self.calls = IncomingCalls(
            self.notifications,
            lambda call: self.requests.append(("answer", call)),
            lambda call: self.requests.append(("decline", call)),
            lambda activate: self.requests.append(("window", activate)),
            clock=lambda: self.now,
        )

    def _events(self) -> NotificationEvents:
        def shown(number: int, with_actions: bool) -> None:
            self.calls.shown(number, with_actions)
            self.told.append(("shown", number, with_actions))

        def acted(number: int, key: str) -> None:
            self.told.append(("action", self.calls.take_action(number, key)))

        def failed(number: int, why: str) -> None:
            self.calls.not_shown(number)
            self.told.append(("failed", number, why))

        return NotificationEvents(shown=shown, action_invoked=acted, failed=failed)

    def ring(self, call: LiveCall = CALL) -> None:
        """A call rings, the desktop shows it, and somebody has had the time to read it."""
        if not self.voice.owner(NAME):
            self.start_dunst(f"dmenu = {self._chooser}")
        self.told.clear()
        self.calls.ring(call)
        self.loop.until(lambda: self.told)
        self.now += 1

    def choose(self, words: str) -> None:
        """Press the button with these words."""
        self.told.clear()
        self._choice.write_text(f"#{words}")
        self.voice.call(DUNST, "ContextMenuCall")
        self.loop.until(lambda: self.told)

    def until_displayed(self, number: int) -> None:
        """Run until the desktop shows that many."""
        self.loop.until(lambda: self.displayed() == number)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with ExitStack() as ends:
        address = ends.enter_context(private_bus(tmp_path))
        desk = Desk(address, ends.enter_context(display()), tmp_path, ends)
        ends.callback(desk.bus.close)
        ends.callback(desk.voice.close)
        yield desk


@pytest.mark.parametrize("choice", ["Answer", "Decline"])
def test_the_buttons_are_for_the_call_that_rings(desk: Desk, choice: str) -> None:
    desk.ring()
    desk.choose(choice)
    assert desk.requests == [(choice.lower(), "one")]
    desk.until_displayed(0)


def test_a_click_on_it_shows_the_call_and_answers_nothing(desk: Desk) -> None:
    desk.ring()
    desk.press()
    desk.loop.until(lambda: desk.requests)
    assert desk.requests == [("window", True)]


def test_it_says_who_calls_and_stays(desk: Desk) -> None:
    desk.start_dunst('[urgency_critical]\nformat = "critical: %s"\ntimeout = 3')
    desk.ring()
    desk.voice.call(DUNST, "NotificationCloseLast")
    desk.loop.until(desk.history)
    properties = desk.voice.call(DUNST, "NotificationListHistory")[0][0]
    assert properties["message"][1] == "critical: Call from 082 000 1234"
    assert properties["timeout"][1] == 0


def test_a_withheld_number_is_said(desk: Desk) -> None:
    desk.ring(replace(CALL, party=""))
    desk.voice.call(DUNST, "NotificationCloseLast")
    desk.loop.until(desk.history)
    assert "Call from a withheld number" in desk.history()[0]


@pytest.mark.parametrize("stage", [CallStage.TALKING, CallStage.ENDED])
def test_it_goes_when_the_call_rings_no_more(desk: Desk, stage: CallStage) -> None:
    desk.ring()
    desk.calls.ring(replace(CALL, muted=True))  # announced already
    desk.settle()
    assert desk.displayed() == 1
    desk.calls.ring(replace(CALL, stage=stage))
    desk.until_displayed(0)
    assert desk.requests == []


def test_the_end_of_another_call_changes_nothing(desk: Desk) -> None:
    desk.ring()
    desk.calls.over("two")
    desk.settle()
    assert desk.displayed() == 1
    desk.choose("Answer")
    assert desk.requests == [("answer", "one")]


def test_a_call_that_comes_right_behind_takes_its_place(desk: Desk) -> None:
    desk.ring()
    desk.ring(OTHER)
    desk.until_displayed(1)
    desk.choose("Answer")
    assert desk.requests == [("answer", "two")]


def test_a_press_that_crosses_the_end_of_the_call_does_nothing(desk: Desk) -> None:
    dunst = desk.start_dunst()
    desk.ring()
    os.kill(dunst.pid, signal.SIGSTOP)
    desk.voice.send(DUNST, "NotificationAction", "u", 0)
    desk.calls.over("one")
    os.kill(dunst.pid, signal.SIGCONT)
    desk.until_displayed(0)
    desk.settle()
    assert desk.requests == []


def test_a_press_so_soon_was_meant_for_what_it_covered(desk: Desk) -> None:
    desk.ring()
    desk.now -= 0.8
    desk.choose("Answer")
    assert desk.requests == [("window", False)]


def test_nobody_else_can_answer(desk: Desk) -> None:
    desk.ring()
    for identity in range(1, 20):
        desk.voice.announce(PATH, NAME, "ActionInvoked", "us", identity, "answer")
    desk.voice.clients()  # the bus answers when it has passed on what came before
    desk.settle()
    assert not desk.calls.take_action(4711, "answer")
    assert not desk.calls.take_action(0, "answer")
    assert desk.requests == []


def test_without_a_daemon_the_window_rings(desk: Desk) -> None:
    desk.calls.ring(CALL)
    desk.loop.until(lambda: desk.told)
    assert desk.requests == [("window", False)]
    desk.calls.over("one")


def test_without_a_bus_the_window_rings(desk: Desk) -> None:
    desk.bus.close()
    desk.voice.close()
    desk.calls.ring(CALL)
    desk.loop.until(lambda: desk.requests)
    assert desk.requests == [("window", False)]


def test_without_buttons_there_is_the_window_only(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    with plain_daemon(f"unix:path={tmp_path / 'bus'}") as daemon:
        desk.calls.ring(CALL)
        desk.loop.until(lambda: daemon.closed)
    assert daemon.summaries == {1: "Call from 082 000 1234"}
    assert daemon.closed == [1]
    assert desk.requests == [("window", False)]


def test_a_daemon_that_hangs_does_not_keep_the_call_from_the_agent(
    desk: Desk, qtbot: QtBot
) -> None:
    dunst = desk.start_dunst()
    desk.ring(OTHER)
    desk.calls.over("two")
    os.kill(dunst.pid, signal.SIGSTOP)
    desk.calls.ring(CALL)
    qtbot.waitUntil(lambda: desk.requests == [("window", False)], timeout=5000)
    os.kill(dunst.pid, signal.SIGCONT)
    desk.calls.over("one")
    desk.until_displayed(0)
