"""Typing a number, and the calls before: the dial window, mostly without a mouse."""

import pytest

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import (
    DIAL,
    PROMPT,
    open_dial_window,
    press,
    type_text,
    until_in_entry,
)

FOREIGN = "+442079460000"
ACCEPTED = "Your phone 204 will ring. Pick up to be connected to 082 000 1234."


@pytest.fixture
def dialling(desk: AgentDesk, reader: ScreenReader) -> AgentDesk:
    """A desk with the dial window open."""
    desk.start_app()
    open_dial_window(desk, reader)
    return desk


@pytest.fixture
def called_before(desk: AgentDesk, reader: ScreenReader) -> AgentDesk:
    """A desk with the dial window open, on which 082 000 1234 has just been called."""
    desk.dialer("dial", "0820001234")
    desk.call()
    desk.start_app()
    open_dial_window(desk, reader)
    reader.until_said(DIAL, "Accepted")
    return desk


def callees(desk: AgentDesk) -> list[str]:
    """The numbers the PBX was asked to call, in order."""
    return [call["callee"] for call in desk.calls()]


def test_a_typed_number_and_enter_is_one_call(dialling: AgentDesk, reader: ScreenReader) -> None:
    type_text(dialling, "0820001234")
    press(dialling, "Return")
    dialling.call()
    told = reader.until_said(DIAL, ACCEPTED)
    assert "onnected" not in told.replace("to be connected", "")
    assert dialling.no_more_calls()
    assert callees(dialling) == ["0820001234"]


def test_a_held_enter_is_one_call(dialling: AgentDesk, reader: ScreenReader) -> None:
    type_text(dialling, "0820001234")
    dialling.xdotool("keydown", "Return")
    dialling.call()
    reader.until_said(DIAL, ACCEPTED)
    assert dialling.no_more_calls()  # longer than it takes until a held key repeats
    dialling.xdotool("keyup", "Return")
    assert dialling.no_more_calls()


def test_a_held_enter_does_not_answer_the_question(
    dialling: AgentDesk, reader: ScreenReader
) -> None:
    type_text(dialling, FOREIGN)
    dialling.xdotool("keydown", "Return")
    reader.until_said(DIAL, "anyway?")
    assert dialling.no_more_calls()
    dialling.xdotool("keyup", "Return")
    dialling.settle(1)
    press(dialling, "Return")
    dialling.call()
    assert callees(dialling) == ["00442079460000"]


def test_a_question_is_answered_by_a_second_press(
    dialling: AgentDesk, reader: ScreenReader
) -> None:
    type_text(dialling, FOREIGN)
    press(dialling, "Return", "Return", "Return")
    told = reader.until_said(DIAL, "anyway?")
    assert "It is sent as 00442079460000." in told
    assert dialling.no_more_calls()
    press(dialling, "Return")
    dialling.call()
    assert dialling.no_more_calls()


def test_a_question_is_taken_back_by_escape(dialling: AgentDesk, reader: ScreenReader) -> None:
    type_text(dialling, FOREIGN)
    press(dialling, "Return")
    reader.until_said(DIAL, "anyway?")
    press(dialling, "Escape")
    reader.until_said(DIAL, "Will ask before calling")
    assert dialling.windows(DIAL)
    assert dialling.no_more_calls()


def test_the_same_number_again_is_asked(dialling: AgentDesk, reader: ScreenReader) -> None:
    type_text(dialling, "0820001234")
    press(dialling, "Return")
    dialling.call()
    reader.until_said(DIAL, "Will ask before calling")
    dialling.settle(1)
    press(dialling, "Return")
    reader.until_said(DIAL, "anyway?")
    assert dialling.no_more_calls()
    press(dialling, "Return")
    dialling.call()
    assert dialling.no_more_calls()


def test_the_keypad_dials_by_mouse_and_by_keyboard(
    dialling: AgentDesk, reader: ScreenReader
) -> None:
    for key in "0820":
        reader.click(DIAL, key)
    until_in_entry(reader, "082 0")
    until(lambda: _tab_to(dialling, reader, "1"), "the keypad")
    press(dialling, "Down", "Down", "Down", "Right", "space", "space")
    until_in_entry(reader, "082 000")
    type_text(dialling, "1234")
    until_in_entry(reader, "082 000 1234")
    press(dialling, "Return")
    dialling.call()
    assert callees(dialling) == ["0820001234"]


def _tab_to(desk: AgentDesk, reader: ScreenReader, name: str) -> bool:
    if reader.focused(DIAL) == name:
        return True
    press(desk, "Tab")
    return False


def test_redial_from_the_list_asks_within_the_cool_down(
    called_before: AgentDesk, reader: ScreenReader
) -> None:
    desk = called_before
    press(desk, "alt+r")
    press(desk, "Return")
    told = reader.until_said(DIAL, "anyway?")
    assert "The same number was called" in told
    assert desk.no_more_calls()
    assert not desk.windows(PROMPT)
    press(desk, "Return")
    desk.call()
    reader.until_said(DIAL, ACCEPTED)
    assert desk.no_more_calls()
    assert callees(desk) == ["0820001234", "0820001234"]


def test_redial_from_the_list_calls_at_once_after_it(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.configure(**{"call.cool_down_s": "0"})
    desk.dialer("dial", "0820001234")
    desk.call()
    desk.start_app()
    open_dial_window(desk, reader)
    reader.find(DIAL, "Call again")
    press(desk, "alt+g")
    desk.call()
    reader.until_said(DIAL, ACCEPTED)
    assert desk.no_more_calls()


def test_call_again_means_the_call_made_last(
    called_before: AgentDesk, reader: ScreenReader
) -> None:
    desk = called_before
    type_text(desk, "0830009999")
    press(desk, "Return")
    desk.call()
    reader.until_said(DIAL, "083 000 9999, Accepted")
    desk.settle(1)
    press(desk, "alt+g")
    assert "Call 083 000 9999 anyway?" in reader.until_said(DIAL, "anyway?")
    assert desk.no_more_calls()


def test_redial_from_the_trays_menu_asks_within_the_cool_down(
    called_before: AgentDesk, reader: ScreenReader
) -> None:
    desk = called_before
    press(desk, "ctrl+w")
    until(lambda: not desk.windows(DIAL), "the window's end")
    desk.click_icon(button=3)
    press(desk, "Down", "Down", "Right", "Right", "Return")  # Recent calls, the call, Redial
    reader.until_said(PROMPT, "The same number was called")
    assert desk.no_more_calls()
    desk.settle()
    reader.click(PROMPT, "Call 082 000 1234")
    desk.call()
    assert desk.no_more_calls()
    # What was asked and answered leaves nothing behind that looks like a call on its way.
    open_dial_window(desk, reader)
    assert "Asking the PBX" not in reader.words(DIAL)


def test_an_unanswered_redial_leaves_the_window_usable(
    called_before: AgentDesk, reader: ScreenReader
) -> None:
    desk = called_before
    desk.click_icon(button=3)
    press(desk, "Down", "Down", "Right", "Right", "Return")
    reader.find(PROMPT, "Ignore this offer")
    desk.settle()
    reader.click(PROMPT, "Ignore this offer")
    until(lambda: not desk.windows(PROMPT), "the prompt's end")
    assert "Asking the PBX" not in reader.words(DIAL)
    open_dial_window(desk, reader)
    type_text(desk, "0830009999")
    press(desk, "Return")
    desk.call()
    assert callees(desk) == ["0820001234", "0830009999"]


def test_a_number_copied_from_the_list_makes_no_offer(
    called_before: AgentDesk, reader: ScreenReader
) -> None:
    desk = called_before
    press(desk, "alt+r", "ctrl+c")
    until(
        lambda: desk.run("xclip", "-o", "-selection", "clipboard", code=None) == "082 000 1234",
        "the copy",
    )
    assert desk.no_more_calls()
    assert not desk.windows(PROMPT)
    desk.copy("083 000 9999")  # another program's copy does
    reader.find(PROMPT, "Call 083 000 9999")


def test_clearing_the_list_forgets_the_calls(
    called_before: AgentDesk, reader: ScreenReader
) -> None:
    desk = called_before
    press(desk, "alt+e")
    reader.until_said("Clear the list", "They cannot be restored.")
    press(desk, "alt+d")
    until(lambda: "082 000 1234" not in reader.words(DIAL), "an empty list")
    assert not reader.find(DIAL, "Call again", enabled=False).enabled
    assert b"820001234" not in b"".join(
        file.read_bytes() for file in desk.private.root.rglob("calls.sqlite3*")
    )
