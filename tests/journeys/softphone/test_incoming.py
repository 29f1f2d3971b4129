"""Somebody calls the agent: notification, icon, keys, menu; declined, missed, undisturbed."""

from collections.abc import Iterator

import pytest

from tests.support.journeys.agent_desk import until
from tests.support.journeys.notification_daemon import NotificationDaemon
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.softphone_desk import ANSWER_KEY, CALL, HANG_UP_KEY, ImpatientDesk
from tests.support.journeys.windows_by_keyboard import (
    DIAL,
    PROMPT,
    open_dial_window,
    press,
    until_tooltip,
)

DESK = ImpatientDesk
CALLER = "021 555 0123"


@pytest.fixture
def dunst(desk: ImpatientDesk) -> Iterator[NotificationDaemon]:
    daemon = NotificationDaemon(desk)
    desk.choose_line()
    desk.start_registered()
    yield daemon
    daemon.close()


def rings(desk: ImpatientDesk, dunst: NotificationDaemon, caller: str = "0215550123") -> None:
    """Somebody calls, and the agent has had time to read who it is."""
    desk.ring(caller)
    until(dunst.shown, "the notification")
    desk.settle()


def gone(dunst: NotificationDaemon) -> None:
    until(lambda: not dunst.shown(), "the end of the notification")


def test_a_call_is_answered_and_declined_in_every_way(
    desk: ImpatientDesk, reader: ScreenReader, dunst: NotificationDaemon
) -> None:
    rings(desk, dunst)
    desk.picture("incoming-notification")
    assert not desk.windows(CALL)
    dunst.press("Answer")
    desk.told("agent 204 answers, they talk")
    desk.told("agent 204 is heard")
    reader.until_said(CALL, f"{CALLER} – talking")
    gone(dunst)
    reader.click(CALL, "Copy the number +27215550123")
    until(lambda: desk.clipboard() == "+27215550123", "the caller's number")
    desk.settle(1)
    assert not desk.windows(PROMPT)
    press(desk, HANG_UP_KEY)
    desk.told("agent 204 hangs up")

    rings(desk, dunst)
    dunst.press("Decline")
    desk.told("agent 204 declines with 486")
    reader.until_said(CALL, f"You declined the call from {CALLER}.")

    rings(desk, dunst)
    desk.click_icon()
    until(lambda: reader.focused(CALL), "the keyboard in the call window")
    reader.until_said(CALL, "Incoming call")
    desk.picture("incoming-window")
    press(desk, ANSWER_KEY)
    desk.told("agent 204 answers, they talk")
    press(desk, HANG_UP_KEY)
    desk.told("agent 204 hangs up")

    rings(desk, dunst)
    desk.choose_in_menu("Down", "Down", "Down")
    desk.told("agent 204 declines with 486")
    gone(dunst)
    open_dial_window(desk, reader)
    told = reader.until_said(DIAL, f"From {CALLER}, Declined")
    assert told.count(f"From {CALLER}, Declined") == 2
    assert told.count(f"From {CALLER}, Answered 0:") == 2


def test_calls_nobody_takes_are_in_the_log(
    desk: ImpatientDesk, reader: ScreenReader, dunst: NotificationDaemon
) -> None:
    rings(desk, dunst)
    desk.give_up()
    desk.told("caller 0215550123 hangs up")
    gone(dunst)
    reader.until_said(CALL, f"You missed a call from {CALLER}.")

    desk.dialer("dial", "0820001234")
    desk.told("they talk")
    desk.ring("0215550124")
    desk.told("agent 204 declines with 486")
    assert not dunst.shown()
    reader.until_said(CALL, "021 555 0124 called and heard busy.")
    press(desk, HANG_UP_KEY)
    desk.told("agent 204 hangs up")

    desk.choose_in_menu("Up", "Up", "Up", "Up")
    until(lambda: "do_not_disturb = true" in desk.settings_file.read_text(), "the setting")
    until_tooltip(desk, reader, "Do not disturb: incoming calls are declined as busy.")
    desk.ring("0215550125")
    desk.told("agent 204 declines with 486")

    open_dial_window(desk, reader)
    for words in (
        f"From {CALLER}, Missed",
        "082 000 1234, Answered 0:",
        "From 021 555 0124, Declined: in a call",
        "From 021 555 0125, Declined: do not disturb",
        "Do not disturb: incoming calls are declined as busy.",
    ):
        reader.until_said(DIAL, words)
