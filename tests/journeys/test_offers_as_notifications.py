"""The styles of an offer: prompt, notification, both, quiet."""

from collections.abc import Iterator

import pytest

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.copying import PROMPT, arm, callees, until_no_prompt
from tests.support.journeys.notification_daemon import NotificationDaemon
from tests.support.journeys.screen_reader import ScreenReader

NUMBER = "082 000 1234"


@pytest.fixture
def dunst(desk: AgentDesk) -> Iterator[NotificationDaemon]:
    daemon = NotificationDaemon(desk)
    yield daemon
    daemon.close()


def start(desk: AgentDesk, style: str) -> None:
    desk.configure(**{"offer.style": style})
    desk.start_app()


def test_the_button_of_a_notification_calls_once(
    desk: AgentDesk, dunst: NotificationDaemon
) -> None:
    start(desk, "notification")
    desk.copy(f"{NUMBER} or 083 000 5678")
    until(dunst.shown, "the notification")
    assert not desk.windows(PROMPT)
    desk.picture("notification")
    dunst.press("Call 083 000 5678")
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0830005678"]
    assert not desk.windows(PROMPT)


def test_a_click_on_the_notification_itself_only_asks(
    desk: AgentDesk, dunst: NotificationDaemon, reader: ScreenReader
) -> None:
    start(desk, "notification")
    desk.copy(NUMBER)
    until(dunst.shown, "the notification")
    x, y, width, _ = desk.place(desk.window("Dunst"))
    desk.click(x + width // 2, y + 20)
    until(lambda: reader.focused(PROMPT) == f"Call {NUMBER}", "the prompt's keyboard")
    assert desk.no_more_calls()


def test_ignore_on_the_notification_ends_the_offer(
    desk: AgentDesk, dunst: NotificationDaemon
) -> None:
    start(desk, "notification")
    desk.copy(NUMBER)
    until(dunst.shown, "the notification")
    desk.settle()
    dunst.press("Ignore")
    until(lambda: not dunst.shown(), "the end of the notification")
    desk.click_icon()
    desk.window("Dial a number")
    assert desk.no_more_calls()


def test_other_programs_cannot_press_our_button(desk: AgentDesk, dunst: NotificationDaemon) -> None:
    start(desk, "notification")
    desk.copy(NUMBER)
    until(dunst.shown, "the notification")
    dunst.pretend("call-0")
    dunst.notify("call-0", "Answer")
    until(lambda: dunst.shown() == 2, "the other program's notification")
    dunst.press("Answer", lowest=True)
    assert desk.no_more_calls()
    dunst.press(f"Call {NUMBER}")
    desk.call()


def test_both_are_shown_and_answered_once(desk: AgentDesk, dunst: NotificationDaemon) -> None:
    start(desk, "both")
    desk.copy(NUMBER)
    desk.prompt()
    until(dunst.shown, "the notification")
    dunst.press(f"Call {NUMBER}")
    desk.call()
    until_no_prompt(desk)
    assert desk.no_more_calls()


def test_quiet_shows_nothing_but_the_icon(desk: AgentDesk, dunst: NotificationDaemon) -> None:
    start(desk, "quiet")
    before = desk.colours()
    desk.copy(NUMBER)
    until(lambda: desk.colours() != before, "the armed icon")
    desk.settle()
    assert not desk.windows(PROMPT)
    assert not dunst.shown()
    desk.click_icon()
    desk.call()
    assert desk.no_more_calls()


def test_without_a_daemon_the_prompt_takes_its_place(desk: AgentDesk, reader: ScreenReader) -> None:
    start(desk, "notification")
    arm(desk, NUMBER)
    reader.click(PROMPT, f"Call {NUMBER}")
    desk.call()
    assert desk.no_more_calls()


def test_a_daemon_that_hangs_is_not_waited_for_long(
    desk: AgentDesk, dunst: NotificationDaemon
) -> None:
    start(desk, "notification")
    desk.run("kill", "-STOP", str(dunst.program.pid))
    arm(desk, NUMBER)
    desk.click_icon()
    desk.call()
    assert desk.no_more_calls()
