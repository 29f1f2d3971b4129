"""What was copied changes behind the offer: the number that is no longer there is not called."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.desktop.x_display import Owner
from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.copying import DIAL_WINDOW, PROMPT, arm, callees, until_no_prompt
from tests.support.journeys.notification_daemon import NotificationDaemon
from tests.support.journeys.screen_reader import ScreenReader

OLD, NEW = "082 555 0101", "083 555 0102"
CHANGED = "The copied text has changed since the number was offered. Nothing was called."
UNREAD = "The copied text cannot be read again."
MENU_KEYS = ("Down", "Return")
"""To the first entry of the menu, which calls."""


@pytest.fixture
def dunst(desk: AgentDesk) -> Iterator[NotificationDaemon]:
    daemon = NotificationDaemon(desk)
    yield daemon
    daemon.close()


def copy(desk: AgentDesk, text: str = f"call {OLD}", selection: str = "CLIPBOARD") -> Owner:
    """Copy in a program that can change the text later without announcing it."""
    return desk.display.owner({"UTF8_STRING": text}, "--swap", selection=selection)


def offered(desk: AgentDesk) -> Owner:
    """Start the app, copy, and let the offer grow old enough for a click."""
    desk.start_app()
    owner = copy(desk)
    desk.prompt()
    desk.settle()
    return owner


def click_menu(desk: AgentDesk) -> None:
    before = len(desk.screen.shown())
    desk.click_icon(3)
    until(lambda: len(desk.screen.shown()) > before, "the menu")
    desk.xdotool("key", *MENU_KEYS)


WAYS: dict[str, Callable[[AgentDesk, ScreenReader], object]] = {
    "icon": lambda desk, _: desk.click_icon(),
    "menu": lambda desk, _: click_menu(desk),
    "prompt": lambda _, reader: reader.click(PROMPT, f"Call {OLD}"),
    "hotkey": lambda desk, _: desk.xdotool("key", "ctrl+alt+b"),
    "command": lambda desk, _: desk.dialer("dial", "--clipboard", code=4),
}


@pytest.mark.parametrize("way", WAYS)
def test_another_text_is_offered_and_not_called(
    desk: AgentDesk, reader: ScreenReader, way: str
) -> None:
    owner = offered(desk)
    owner.swap(f"call {NEW}")
    WAYS[way](desk, reader)
    reader.find(PROMPT, f"Call {NEW}")
    assert desk.no_more_calls()
    assert OLD not in reader.words(PROMPT)
    desk.settle()
    reader.click(PROMPT, f"Call {NEW}")
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0835550102"]


def test_a_notifications_button_calls_only_what_is_still_copied(
    desk: AgentDesk, dunst: NotificationDaemon, reader: ScreenReader
) -> None:
    desk.configure(**{"offer.style": "notification"})
    desk.start_app()
    owner = copy(desk)
    until(dunst.shown, "the notification")
    owner.swap(f"call {NEW}")
    dunst.press(f"Call {OLD}")
    reader.find(PROMPT, f"Call {NEW}")
    assert desk.no_more_calls()


def test_a_text_without_a_number_ends_the_offer_and_says_so(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    owner = offered(desk)
    owner.swap("no number in here")
    desk.click_icon()
    until_no_prompt(desk)
    reader.until_said(DIAL_WINDOW, CHANGED)
    assert desk.no_more_calls()


@pytest.mark.parametrize("trouble", ["hung", "refused"])
def test_a_text_that_cannot_be_read_again_is_asked_about(
    desk: AgentDesk, reader: ScreenReader, trouble: str
) -> None:
    owner = offered(desk)
    if trouble == "hung":
        owner.pause()
    else:
        owner.swap("")
    desk.click_icon()
    reader.until_said(PROMPT, UNREAD)
    assert desk.no_more_calls()
    desk.settle()
    reader.click(PROMPT, f"Call {OLD}")
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0825550101"]
    owner.resume()


def test_the_same_text_copied_again_is_called_at_once(desk: AgentDesk) -> None:
    owner = offered(desk)
    owner.swap(f"call {OLD}")
    desk.click_icon(times=3)
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0825550101"]


def test_the_marked_text_of_a_question_is_read_again(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.configure(**{"offer.style": "quiet"})
    desk.start_app()
    owner = copy(desk, f"{OLD} or 021 555 0103", "PRIMARY")
    desk.xdotool("key", "ctrl+alt+b")
    reader.find(PROMPT, f"Call {OLD}")
    desk.settle()
    owner.swap(f"{NEW} or 021 555 0103")
    reader.click(PROMPT, f"Call {OLD}")
    reader.find(PROMPT, f"Call {NEW}")
    assert desk.no_more_calls()


def test_what_was_marked_after_the_copy_is_called_by_the_key(desk: AgentDesk) -> None:
    desk.start_app()
    arm(desk, OLD)
    desk.copy(NEW, "primary")
    desk.xdotool("key", "ctrl+alt+b")
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0835550102"]
