"""Copy, click, call."""

import time

import pytest

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.copying import DIAL_WINDOW, PROMPT, arm, callees, until_no_prompt
from tests.support.journeys.screen_reader import ScreenReader


def test_copy_then_click_is_one_call(desk: AgentDesk) -> None:
    desk.start_app()
    arm(desk, "Client: (082) 000-1234, ref 7")
    desk.click_icon()
    assert "agent 204 rings" in desk.call()
    [call] = desk.calls()
    assert (call["agent"], call["callee"]) == ("204", "0820001234")
    assert desk.no_more_calls()
    assert "820001234" not in desk.log()
    assert "Client" not in desk.log()
    assert desk.end_app() == 0


def test_a_copy_alone_calls_nobody(desk: AgentDesk) -> None:
    desk.start_app()
    desk.copy("082 000 1234")
    desk.prompt()
    assert desk.no_more_calls()


def test_of_several_numbers_the_prompt_calls_the_chosen_one(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    desk.start_app()
    arm(desk, "Office 021 000 1234, cell 083 000 5678")
    desk.click_icon()
    until(lambda: reader.focused(PROMPT) == "Call 021 000 1234", "the prompt's keyboard")
    desk.settle()
    reader.click(PROMPT, "Call 083 000 5678")
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0830005678"]
    assert not desk.windows(PROMPT)


@pytest.mark.parametrize(
    ("text", "reason", "callee"),
    [
        ("+44 20 7946 0018", "It is a foreign number (United Kingdom).", "00442079460018"),
        ("086 200 1234", "It is a premium-rate number.", "0862001234"),
    ],
)
def test_a_number_with_a_question_is_called_after_its_answer(
    desk: AgentDesk, reader: ScreenReader, text: str, reason: str, callee: str
) -> None:
    desk.start_app()
    arm(desk, text)
    desk.click_icon()
    reader.until_said(PROMPT, reason)
    assert desk.no_more_calls()
    desk.xdotool("key", "Return")
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == [callee]


def test_ignore_ends_the_offer(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    reader.click(PROMPT, "Ignore this offer")
    until_no_prompt(desk)
    desk.click_icon()
    desk.window(DIAL_WINDOW)
    assert desk.no_more_calls()


def test_a_copy_without_a_number_ends_the_offer_before_it(desk: AgentDesk) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    desk.copy("a text without any")
    until_no_prompt(desk)
    desk.click_icon()
    desk.window(DIAL_WINDOW)
    assert desk.no_more_calls()


def test_offers_fade(desk: AgentDesk) -> None:
    desk.configure(**{"clipboard.offer_s": "1"})
    desk.start_app()
    desk.copy("082 000 1234")
    desk.prompt()
    until(lambda: not desk.windows(PROMPT), "the end of the offer", seconds=5)
    desk.click_icon()
    desk.window(DIAL_WINDOW)
    assert desk.no_more_calls()


def test_where_a_click_only_opens_the_prompt_asks(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.configure(**{"tray.click": "open", "offer.style": "quiet"})
    desk.start_app()
    before = desk.colours()
    desk.copy("082 000 1234")
    until(lambda: desk.colours() != before, "the armed icon")
    desk.settle()
    desk.click_icon()
    until(lambda: reader.focused(PROMPT) == "Call 082 000 1234", "the prompt's keyboard")
    assert desk.no_more_calls()
    desk.xdotool("key", "Return")
    desk.call()
    assert desk.no_more_calls()


@pytest.mark.parametrize(("times", "delay_ms"), [(2, 40), (5, 150)])
def test_quick_clicks_are_one_call_and_nothing_else(
    desk: AgentDesk, times: int, delay_ms: int
) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    x, y = until(desk.icon, "the icon")
    desk.xdotool("mousemove", str(x), str(y))
    desk.xdotool("click", "--repeat", str(times), "--delay", str(delay_ms), "1")
    desk.call()
    assert desk.no_more_calls()
    assert len(desk.calls()) == 1
    assert not desk.windows(PROMPT)
    assert not desk.windows(DIAL_WINDOW)


def test_an_offer_replaced_just_before_the_click_is_asked_about(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    x, y = until(desk.icon, "the icon")
    desk.xdotool("mousemove", str(x), str(y))
    number = replace_and_click(desk, reader)
    until(lambda: reader.focused(PROMPT) == f"Call {number}", "the prompt's keyboard")
    assert desk.no_more_calls()
    desk.xdotool("key", "Return")
    desk.call()
    assert callees(desk) == [number.replace(" ", "")]


def replace_and_click(desk: AgentDesk, reader: ScreenReader) -> str:
    """Copy another number and click before 300 ms are over; the number."""
    for last in range(10):
        number = f"083 000 111{last}"
        began = time.monotonic()
        desk.copy(number)
        until(lambda: number in reader.words(PROMPT), "the new offer")  # noqa: B023
        desk.xdotool("click", "1")
        if time.monotonic() - began < 0.3:
            return number
    raise AssertionError("the machine was too slow for a quick click")


def test_the_same_number_again_is_asked_about(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    desk.click_icon()
    desk.call()
    for _ in range(2):
        until_no_prompt(desk)
        arm(desk, "(082) 000 1234")
        desk.click_icon()
        reader.until_said(PROMPT, "The same number was called")
        assert desk.no_more_calls()
        desk.xdotool("key", "Return")
        desk.call()
    assert callees(desk) == ["0820001234"] * 3


def test_a_click_while_a_newer_copy_is_read_does_not_call_the_older_number(
    desk: AgentDesk,
) -> None:
    desk.start_app()
    x, y = until(desk.icon, "the icon")
    for last in range(10):
        arm(desk, f"082 000 123{last}")
        desk.xdotool("mousemove", str(x), str(y))
        began = time.monotonic()
        hung = desk.display.owner({"UTF8_STRING": "083 000 5678"}, "--hang")
        desk.xdotool("click", "1")
        if time.monotonic() - began < 0.4:  # the app gives such a program 0.5 s to answer
            break
        hung.resume()
    else:
        raise AssertionError("the machine was too slow for a quick click")
    assert desk.no_more_calls()
    assert desk.calls() == []
