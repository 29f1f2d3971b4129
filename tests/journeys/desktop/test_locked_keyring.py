"""The keyring with your extension and password is locked, or there is none."""

import pytest

from tests.support.desktop.secret_service import PASSWORD
from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import (
    DIAL,
    FIRST_RUN,
    open_dial_window,
    open_first_run,
    press,
    type_text,
)

UNLOCK = "Unlock Login Keyring"


@pytest.fixture
def locked(desk: AgentDesk, reader: ScreenReader) -> AgentDesk:
    """A desk whose account is in a keyring that is locked, with the program that unlocks it."""
    desk.private.lock()
    desk.private.offer_prompter()
    desk.start_app()
    return desk


def call_from_window(desk: AgentDesk, reader: ScreenReader) -> None:
    """Type a number in the dial window and press Enter."""
    open_dial_window(desk, reader)
    type_text(desk, "0820001234")
    press(desk, "Return")


def test_calling_asks_to_unlock_and_then_calls(locked: AgentDesk, reader: ScreenReader) -> None:
    call_from_window(locked, reader)
    locked.window(UNLOCK)
    assert locked.no_more_calls()
    type_text(locked, PASSWORD)
    press(locked, "Return")
    assert "agent 204 rings" in locked.call()
    reader.until_said(DIAL, "Your phone 204 will ring.")
    assert locked.no_more_calls()


def test_a_dismissed_unlock_is_told_and_calls_nobody(
    locked: AgentDesk, reader: ScreenReader
) -> None:
    call_from_window(locked, reader)
    locked.window(UNLOCK)
    press(locked, "Escape")
    reader.until_said(DIAL, "The keyring with your extension and password is locked")
    assert locked.no_more_calls()
    # And it can be tried again.
    until(lambda: not locked.windows(UNLOCK), "the prompter's end")
    press(locked, "Return")
    locked.window(UNLOCK)
    type_text(locked, PASSWORD)
    press(locked, "Return")
    locked.call()


def test_a_click_on_a_copy_asks_to_unlock(locked: AgentDesk) -> None:
    locked.copy("082 000 1234")
    locked.prompt()
    locked.settle()
    locked.click_icon()
    locked.window(UNLOCK)
    assert locked.no_more_calls()
    type_text(locked, PASSWORD)
    press(locked, "Return")
    locked.call()
    assert locked.no_more_calls()


def test_nothing_is_asked_before_a_call_is_wished_for(locked: AgentDesk) -> None:
    locked.copy("082 000 1234")
    locked.prompt()
    assert locked.no_more_calls()
    assert not locked.windows(UNLOCK)


def test_the_first_run_window_says_that_it_is_locked(
    locked: AgentDesk, reader: ScreenReader
) -> None:
    until(locked.icon, "the icon")
    locked.click_icon(button=3)
    press(locked, "Up", "Up", "Return")  # Settings
    open_first_run(locked, reader)
    reader.until_said(FIRST_RUN, "The keyring is locked.")


def test_without_a_prompter_the_words_say_what_to_do(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.private.lock()
    desk.start_app()
    call_from_window(desk, reader)
    reader.until_said(DIAL, "The keyring with your extension and password is locked")
    assert desk.no_more_calls()


def test_without_a_keyring_the_extension_is_kept_in_memory(
    bare_desk: AgentDesk, reader: ScreenReader
) -> None:
    desk = bare_desk
    desk.start_trayer()
    desk.start_pbx()
    desk.configure(**{"pbx.server": "127.0.0.1", "pbx.port": str(desk.pbx_port)})
    desk.start_app()
    open_first_run(desk, reader)
    reader.until_said(FIRST_RUN, "This desktop has no keyring.")
    press(desk, "alt+e")
    type_text(desk, "204")
    press(desk, "alt+w")
    type_text(desk, "correct-horse-7")
    press(desk, "alt+a")
    reader.until_said(FIRST_RUN, "Saved.")
    press(desk, "Escape")
    until(lambda: not desk.windows(FIRST_RUN), "the window's end")
    call_from_window(desk, reader)
    assert "agent 204 rings" in desk.call()
    assert desk.no_more_calls()
    assert desk.run("grep", "-rlF", "correct-horse-7", str(desk.private.root), code=None) == ""
