"""The prompt on a real X11 desktop: nobody's keyboard, nobody's click, nobody's place."""

import time
from collections.abc import Iterator
from subprocess import Popen

import pytest
from PySide6.QtCore import QPoint, QRect

from tests.support.ui.pointer import click, keys_that_arrive
from tests.support.ui.program import Program, shown_program
from tests.support.ui.window_desktop import Desktop, wait_for

QUICK_S = 0.2
"""A click this soon after the request has come in the prompt's first 300 ms."""


@pytest.fixture
def typing(trayer: Desktop) -> Iterator[Popen[str]]:
    """Another program's window that has the keyboard and prints every key."""
    with trayer.program("xev -geometry 300x200+100+100 -event keyboard") as xev:
        window = wait_for(
            lambda: trayer.run("xdotool", "search", "--sync", "--name", "Event Tester")
        )
        trayer.xdotool(f"windowactivate --sync {window}")
        yield xev


def shown_and_open(program: Program, offer_id: int, *numbers: str) -> list[int]:
    """Show an offer and wait until it takes clicks; the prompt's place."""
    place: list[int] = program.ask("prompt", offer_id, *numbers)
    wait_for(lambda: program.ask("is_open"))
    return place


def call_button(program: Program, number: str = "082 000 1234") -> list[int]:
    at: list[int] = program.ask("buttons")[f"Call {number}"]
    return at


def test_the_prompt_leaves_the_keyboard_where_it_is(
    trayer: Desktop, docked: Program, typing: Popen[str]
) -> None:
    before = trayer.active_window()
    shown_and_open(docked, 1, "mobile")
    assert "keysym 0x71, q)" in keys_that_arrive(trayer, typing, "q")
    click(trayer, call_button(docked))
    assert docked.next_signal() == ["call_chosen", 1, 0]
    assert trayer.active_window() == before
    assert "keysym 0x77, w)" in keys_that_arrive(trayer, typing, "w")
    assert not docked.ask("has_keyboard")


def test_a_click_that_was_on_its_way_is_no_click(trayer: Desktop, docked: Program) -> None:
    shown_and_open(docked, 1, "mobile")
    for offer_id in range(2, 12):
        asked = time.monotonic()
        docked.ask("prompt", offer_id, "mobile")
        click(trayer, call_button(docked))
        if time.monotonic() - asked < QUICK_S:
            break
        docked.next_signal(0.5)
    else:
        pytest.fail("the machine was too slow for a quick click")
    assert docked.next_signal(0.5) == []
    wait_for(lambda: docked.ask("is_open"))
    click(trayer, call_button(docked))
    assert docked.next_signal() == ["call_chosen", offer_id, 0]


def test_a_press_on_one_offer_and_a_release_on_the_next_calls_neither(
    trayer: Desktop, docked: Program
) -> None:
    shown_and_open(docked, 1, "mobile")
    at = call_button(docked)
    trayer.xdotool(f"mousemove {at[0]} {at[1]} mousedown 1")
    shown_and_open(docked, 2, "toll_free")
    trayer.xdotool("mouseup 1")
    assert docked.next_signal(0.4) == []


def test_an_offer_is_answered_once(trayer: Desktop, docked: Program) -> None:
    shown_and_open(docked, 1, "mobile")
    at = call_button(docked)
    trayer.xdotool(f"mousemove {at[0]} {at[1]} click --repeat 4 --delay 30 1")
    assert docked.next_signal() == ["call_chosen", 1, 0]
    assert docked.next_signal(0.4) == []


def test_the_prompt_covers_neither_icon_nor_pointer(trayer: Desktop, docked: Program) -> None:
    icon = QRect(*docked.ask("icon"))
    screen = QRect(0, 0, 1280, 800)
    on_icon, near_icon = icon.center(), icon.center() - QPoint(150, 60)
    for number, at in enumerate([QPoint(200, 200), on_icon, near_icon, QPoint(1270, 10)]):
        trayer.xdotool(f"mousemove {at.x()} {at.y()}")
        place = QRect(*docked.ask("prompt", number, "mobile", "foreign"))
        assert screen.contains(place)
        assert not place.intersects(icon)
        assert not place.contains(at)
        docked.ask("withdraw")


def test_the_keyboard_answers_once_it_was_asked_for(
    trayer: Desktop, docked: Program, typing: Popen[str]
) -> None:
    before = trayer.active_window()
    shown_and_open(docked, 1, "mobile", "premium")
    keys_that_arrive(trayer, typing, "q")  # so that a window manager could call it stolen
    docked.ask("activate")
    trayer.xdotool("key Return")
    wait_for(lambda: docked.ask("has_keyboard"))
    wait_for(lambda: docked.ask("is_open"))
    assert docked.signals == []
    assert docked.ask("focused") == "Call 082 000 1234"
    trayer.xdotool("key Tab")
    wait_for(lambda: docked.ask("focused") == "Ignore this offer")
    trayer.xdotool("key Tab key Return")
    assert docked.next_signal() == ["call_chosen", 1, 0]
    docked.ask("withdraw")
    wait_for(lambda: trayer.active_window() == before)
    shown_and_open(docked, 2, "mobile")
    docked.ask("activate")
    wait_for(lambda: docked.ask("has_keyboard"))
    wait_for(lambda: docked.ask("is_open"))
    trayer.xdotool("key Escape")
    assert docked.next_signal() == ["ignored", 2]


def test_it_gives_the_keyboard_up_for_good(
    trayer: Desktop, docked: Program, typing: Popen[str]
) -> None:
    other = trayer.active_window()
    shown_and_open(docked, 1, "mobile")
    docked.ask("activate")
    wait_for(lambda: docked.ask("has_keyboard"))
    trayer.xdotool(f"windowactivate --sync {other}")
    wait_for(lambda: not docked.ask("has_keyboard"))
    wait_for(lambda: docked.ask("is_open"))
    click(trayer, call_button(docked))
    assert docked.next_signal() == ["call_chosen", 1, 0]
    assert trayer.active_window() == other


def test_at_200_percent_it_stays_on_the_screen_and_off_the_icon(trayer: Desktop) -> None:
    with shown_program(trayer, scale="2") as program:
        icon = QRect(*wait_for(program.steady_icon))
        place = QRect(*program.ask("prompt", 1, *["mobile", "foreign"] * 8))
        assert QRect(0, 0, 640, 400).contains(place)
        assert not place.intersects(icon)
