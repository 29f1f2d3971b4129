"""Pause, secrets, our own copies, and what stays of a copied text: nothing."""

import time

import pytest

from tests.support.journeys.agent_desk import QUIET_S, AgentDesk, until
from tests.support.journeys.copying import DIAL_WINDOW, PROMPT, arm, callees, until_no_prompt
from tests.support.journeys.screen_reader import ScreenReader

OWN_WORDS = "Quaggafontein"


def no_prompt(desk: AgentDesk) -> bool:
    """Whether none comes for longer than the app needs to show one."""
    end = time.monotonic() + QUIET_S
    while time.monotonic() < end:
        if desk.windows(PROMPT):
            return False
    return True


def choose(desk: AgentDesk, *keys: str) -> None:
    """Open the icon's menu and press these keys in it."""
    before = shown(desk)
    desk.click_icon(button=3)
    until(lambda: shown(desk) > before, "the menu")
    desk.xdotool("key", *keys)
    until(lambda: shown(desk) == before, "the end of the menu")


def shown(desk: AgentDesk) -> int:
    """How many windows of the app are on the screen, menus too."""
    return len([window for window in desk.screen.shown() if "desktop-dialer" in window.kind])


def test_while_paused_a_copy_arms_nothing(desk: AgentDesk) -> None:
    desk.start_app()
    ready = desk.colours()
    arm(desk, "082 000 1231")
    desk.copy("nothing")
    until_no_prompt(desk)
    for last, until_resumed in enumerate(([], ["Down"])):
        # Dial a number…, Pause watching ▸ For 15 minutes, Until resumed
        choose(desk, "Down", "Down", "Right", *until_resumed, "Return")
        until(lambda: desk.colours() != ready, "the paused icon")
        paused = desk.colours()
        desk.copy(f"083 000 567{last}")
        assert no_prompt(desk)
        assert desk.colours() == paused
        choose(desk, "Down", "Down", "Return")  # Dial a number…, Resume watching
        until(lambda: desk.colours() == ready, "the icon as before")
        assert no_prompt(desk)  # what was copied meanwhile stays unlooked at
        arm(desk, f"084 000 567{last}")
        desk.copy("nothing")
        until_no_prompt(desk)
    assert desk.calls() == []


def test_a_secret_is_not_even_asked_for(desk: AgentDesk) -> None:
    desk.start_app()
    owner = desk.display.owner(
        {"UTF8_STRING": "082 000 1234", "x-kde-passwordManagerHint": "secret"}
    )
    assert no_prompt(desk)
    asked = owner.asked()
    assert "x-kde-passwordManagerHint" in asked
    assert "UTF8_STRING" not in asked


def test_a_secret_ends_the_offer_before_it(desk: AgentDesk) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    desk.display.owner({"UTF8_STRING": "083 000 5678", "x-kde-passwordManagerHint": "secret"})
    until_no_prompt(desk)


def test_our_own_copies_make_no_offer(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    desk.click_icon()
    desk.call()
    desk.dialer("show")
    reader.click(DIAL_WINDOW, "Copy the number")
    until(lambda: held(desk) == "082 000 1234", "the copied number")
    assert no_prompt(desk)
    desk.copy("another program's text")
    # Recent calls ▸ the call ▸ Redial, Copy number
    choose(desk, "Down", "Down", "Right", "Right", "Down", "Return")
    until(lambda: held(desk) == "082 000 1234", "the copied number")
    assert no_prompt(desk)
    assert desk.no_more_calls()


def held(desk: AgentDesk) -> str:
    return desk.run("timeout", "30", "xclip", "-o", "-selection", "clipboard", code=None).strip()


def test_nothing_of_a_copied_text_is_left_anywhere(desk: AgentDesk) -> None:
    desk.start_app("--verbose")
    arm(desk, f"{OWN_WORDS} 083 000 5678 and 082 000 1234 {OWN_WORDS}")
    desk.copy(f"{OWN_WORDS} again, 21 Main Road")
    until_no_prompt(desk)
    desk.display.owner({"UTF8_STRING": OWN_WORDS, "x-kde-passwordManagerHint": "secret"})
    arm(desk, f"{OWN_WORDS} (084) 000-1111")
    desk.click_icon()
    desk.call()
    assert desk.end_app() == 0
    files = [file for file in desk.private.root.rglob("*") if file.is_file()]
    assert any(b"+27840001111" in file.read_bytes() for file in files)  # the call log
    for file in files:
        content = file.read_bytes().replace(b"\0", b"").replace(b" ", b"")
        for trace in (OWN_WORDS, "MainRoad", "0830005678", "830005678", "0820001234"):
            assert trace.encode() not in content, file


@pytest.mark.alone
def test_an_owner_that_hangs_is_felt_in_no_window(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    desk.dialer("show")
    desk.window(DIAL_WINDOW)
    began = time.monotonic()
    hung = desk.display.owner({"UTF8_STRING": "083 000 5678"}, "--hang")
    desk.xdotool("type", "0820001234")
    reader.until_said(DIAL_WINDOW, "Will call 082 000 1234 now")
    assert time.monotonic() - began < 2.0
    desk.xdotool("key", "Return")
    desk.call()
    assert callees(desk) == ["0820001234"]
    hung.resume()
    arm(desk, "084 000 1111")
    assert desk.no_more_calls()
