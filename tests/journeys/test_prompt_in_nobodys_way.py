"""The prompt: nobody's keyboard, nobody's click, nobody's place."""

import time

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.copying import PROMPT, arm, callees, until_no_prompt
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.typing_window import TypingWindow


def test_who_types_goes_on_typing(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    typing = TypingWindow(desk)
    arm(desk, "082 000 1234")
    assert typing.has_keyboard()
    assert typing.types("Return")
    assert typing.types("space")
    assert desk.no_more_calls()
    reader.click(PROMPT, "Call 082 000 1234")
    desk.call()
    assert typing.has_keyboard()
    assert typing.types("w")


def test_a_click_in_its_first_300_ms_is_none(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    arm(desk, "083 000 0000")
    x, y, width, height = reader.find(PROMPT, "Call 083 000 0000").place
    desk.xdotool("mousemove", str(x + width // 2), str(y + height // 2))
    for last in range(1, 10):
        number = f"083 000 000{last}"
        began = time.monotonic()
        desk.copy(number)
        until(lambda: number in reader.words(PROMPT), "the new offer")  # noqa: B023
        desk.xdotool("click", "1")
        if time.monotonic() - began < 0.3:
            break
        desk.settle()
    else:
        raise AssertionError("the machine was too slow for a quick click")
    assert desk.no_more_calls()
    desk.xdotool("click", "1")
    desk.call()
    assert callees(desk)[-1] == number.replace(" ", "")


def test_it_covers_neither_icon_nor_pointer(desk: AgentDesk) -> None:
    desk.start_app()
    icon_x, icon_y = until(desk.icon, "the icon")
    pointers = [(200, 200), (icon_x, icon_y), (icon_x - 150, icon_y - 60), (790, 10)]
    for last, (pointer_x, pointer_y) in enumerate(pointers):
        desk.xdotool("mousemove", str(pointer_x), str(pointer_y))
        desk.copy(f"083 000 000{last} and +44 20 7946 0018")
        x, y, width, height = desk.place(desk.prompt())
        for at_x, at_y in ((icon_x, icon_y), (pointer_x, pointer_y)):
            assert not (x <= at_x < x + width and y <= at_y < y + height)
        assert x >= 0
        assert y >= 0
        assert x + width <= 800
        assert y + height <= 600
        desk.copy("no number")
        until_no_prompt(desk)


def test_a_held_enter_makes_one_call(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    arm(desk, "021 000 1234 or 083 000 5678")
    desk.click_icon()
    until(lambda: reader.focused(PROMPT) == "Call 021 000 1234", "the prompt's keyboard")
    desk.settle()
    desk.xdotool("key", "Tab")
    until(lambda: reader.focused(PROMPT) == "Call 083 000 5678", "the next button")
    desk.xdotool("keydown", "Return")
    desk.call()
    assert desk.no_more_calls()  # and it is held all the time
    desk.xdotool("keyup", "Return")
    assert callees(desk) == ["0830005678"]


def test_an_enter_held_from_before_makes_no_call(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    typing = TypingWindow(desk)
    arm(desk, "021 000 1234 or 083 000 5678")
    desk.xdotool("keydown", "Return")
    assert typing.got("Return")
    desk.click_icon()
    until(lambda: reader.focused(PROMPT) == "Call 021 000 1234", "the prompt's keyboard")
    assert desk.no_more_calls()
    desk.xdotool("keyup", "Return")
    desk.settle()
    desk.xdotool("key", "Return")
    desk.call()
    assert desk.no_more_calls()


def test_the_keyboard_goes_back_to_where_it_was(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    typing = TypingWindow(desk)
    arm(desk, "021 000 1234 or 083 000 5678")
    desk.click_icon()
    until(lambda: reader.focused(PROMPT), "the prompt's keyboard")
    desk.settle()
    desk.xdotool("key", "Escape")
    until_no_prompt(desk)
    until(typing.has_keyboard, "the keyboard")
    assert typing.types("w")
    assert desk.no_more_calls()
