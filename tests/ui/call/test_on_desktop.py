"""The call window on a real X11 desktop: nobody's keyboard, nobody's click, on the screen."""

from collections.abc import Iterator
from subprocess import Popen

import pytest

from tests.support.ui.pointer import click, keys_that_arrive
from tests.support.ui.program import Program
from tests.support.ui.window_desktop import Desktop, wait_for

WIDTH, HEIGHT = 1280, 800


@pytest.fixture
def typing(trayer: Desktop) -> Iterator[Popen[str]]:
    """Another program's window that has the keyboard and prints every key."""
    with trayer.program("xev -geometry 300x200+100+100 -event keyboard") as xev:
        window = wait_for(
            lambda: trayer.run("xdotool", "search", "--sync", "--name", "Event Tester")
        )
        trayer.xdotool(f"windowactivate --sync {window}")
        yield xev


def test_a_call_that_comes_in_leaves_the_keyboard_where_it_is(
    trayer: Desktop, docked: Program, typing: Popen[str]
) -> None:
    before = trayer.active_window()
    docked.ask("call", "incoming")
    wait_for(lambda: docked.ask("call_is_open"))
    assert "keysym 0x71, q)" in keys_that_arrive(trayer, typing, "q")
    assert trayer.active_window() == before
    docked.ask("activate_call")
    wait_for(lambda: docked.ask("call_has_keyboard"))
    wait_for(lambda: docked.ask("call_is_open"))
    trayer.xdotool("key ctrl+a")
    assert docked.next_signal() == ["answer_requested", "1"]


def test_a_click_meant_for_another_window_ends_no_call(trayer: Desktop, docked: Program) -> None:
    docked.ask("call", "incoming")
    wait_for(lambda: docked.ask("call_is_open"))
    at = docked.ask("call_buttons")["Decline"]
    trayer.xdotool(f"mousemove {at[0]} {at[1]}")
    docked.ask("call", "")
    docked.ask("call", "incoming", "2")
    click(trayer, at)  # at once: the window came up under the hand
    wait_for(lambda: docked.ask("call_is_open"))
    assert docked.signals == []
    click(trayer, at)
    assert docked.next_signal() == ["decline_requested", "2"]


def test_the_window_stays_on_the_screen_when_a_part_unfolds(
    trayer: Desktop, docked: Program
) -> None:
    docked.ask("call", "ringing")
    wait_for(lambda: docked.ask("call_is_open"))
    frame = docked.ask("call_frame")
    click(trayer, docked.ask("call_buttons")["Sound"])
    assert docked.next_signal() == ["meter_requested", True]
    wider = wait_for(lambda: (after := docked.ask("call_frame")) and after[2] > frame[2] and after)
    wait_for(lambda: docked.ask("call_frame")[0] + docked.ask("call_frame")[2] <= WIDTH)
    assert wider[1] >= 0
    assert wider[1] + wider[3] <= HEIGHT
    trayer.xdotool("key Escape")  # no second click: that would be a double one
    assert docked.next_signal() == ["meter_requested", False]
    assert wait_for(lambda: docked.ask("call_frame") == frame)
