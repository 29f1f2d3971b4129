"""The tray icon in both kinds of tray: clicks, menu, and a menu that is always of the moment."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from PySide6.QtCore import QRect

from tests.support.ui.program import Program, shown_program
from tests.support.ui.window_desktop import Desktop, wait_for

MENU_S = 0.5
"""A panel fills a menu again over D-Bus once it is shown, and tells nobody when it is done."""
LATE_S = 3.0
PANEL_ICON = (12, 786)
"""Where xfce4-panel puts its first icon, by the configuration of x_desktop.py."""


@pytest.fixture
def in_panel(xfce4_panel: Desktop) -> Iterator[Program]:
    """Our program, its icon in xfce4-panel, and a first click that has arrived."""
    xfce4_panel.xdotool(f"mousemove {PANEL_ICON[0]} {PANEL_ICON[1]}")
    with shown_program(xfce4_panel) as program:

        def clicked() -> bool:
            xfce4_panel.xdotool("click 1")
            return bool(program.next_signal(0.5))

        wait_for(clicked)
        yield program


def over_icon(desktop: Desktop, program: Program, across: float = 0.5) -> None:
    x, y, width, height = program.ask("icon")
    desktop.xdotool(f"mousemove {x + round(width * across)} {y + height // 2}")


def choose_first(desktop: Desktop) -> None:
    """Open the menu under the pointer and take its first entry."""
    before = desktop.windows()
    desktop.xdotool("click 3")
    menu = wait_for(lambda: desktop.windows() - before)
    time.sleep(MENU_S)

    def chosen() -> bool:
        """Keys go nowhere while the menu is shown and has not taken the keyboard yet."""
        desktop.xdotool("key Down key Return")
        with suppress(TimeoutError):
            return wait_for(lambda: not menu & desktop.windows(), 2.0)
        return False

    wait_for(chosen)


def first_chosen(desktop: Desktop, program: Program) -> list[object]:
    """What the first entry in a panel does.

    A panel that is behind still shows entries that are no more, and taking one of those does
    nothing. So a person chooses once more.
    """
    choose_first(desktop)
    if told := program.next_signal(LATE_S):
        return told
    choose_first(desktop)
    return program.next_signal()


def test_clicks_in_trayer(trayer: Desktop, docked: Program) -> None:
    over_icon(trayer, docked)
    for button in "1", "2":
        trayer.xdotool(f"click {button}")
        assert docked.next_signal() == ["clicked"]
    trayer.xdotool("click --repeat 2 --delay 40 1")
    assert [docked.next_signal(), docked.next_signal()] == [["clicked"], ["clicked"]]
    assert docked.next_signal(0.3) == []


def test_the_menu_in_trayer_shows_the_offer_of_now(trayer: Desktop, docked: Program) -> None:
    # Each click on another spot: Qt opens no menu for the second press of a double click.
    over_icon(trayer, docked, 0.1)
    choose_first(trayer)
    assert docked.next_signal() == ["dial_window_requested"]
    docked.ask("arm", 7, "mobile")
    over_icon(trayer, docked, 0.5)
    choose_first(trayer)
    assert docked.next_signal() == ["call_requested", 7, 0]
    docked.ask("arm", 8, "foreign")
    over_icon(trayer, docked, 0.9)
    choose_first(trayer)
    assert docked.next_signal() == ["prompt_requested"]


def test_in_a_call_a_click_in_trayer_shows_it_and_the_menu_begins_with_it(
    trayer: Desktop, docked: Program
) -> None:
    docked.ask("arm", 7, "mobile")
    docked.ask("live", "live-1")
    over_icon(trayer, docked, 0.1)
    trayer.xdotool("click --repeat 2 --delay 40 1")
    assert [docked.next_signal(), docked.next_signal()] == [["call_window_requested"]] * 2
    over_icon(trayer, docked, 0.5)
    choose_first(trayer)
    assert docked.next_signal() == ["call_window_requested"]


def test_the_icon_made_anew_works_as_before(trayer: Desktop, docked: Program) -> None:
    docked.ask("recreate")
    wait_for(docked.steady_icon)
    over_icon(trayer, docked)
    trayer.xdotool("click 1")
    assert docked.next_signal() == ["clicked"]


def test_clicks_in_xfce4_panel(xfce4_panel: Desktop, in_panel: Program) -> None:
    for button in "1", "2":
        xfce4_panel.xdotool(f"click {button}")
        assert in_panel.next_signal() == ["clicked"]
    xfce4_panel.xdotool("click --repeat 2 --delay 40 1")
    assert [in_panel.next_signal(), in_panel.next_signal()] == [["clicked"], ["clicked"]]


def test_the_menu_in_xfce4_panel_shows_the_offer_of_now(
    xfce4_panel: Desktop, in_panel: Program
) -> None:
    assert first_chosen(xfce4_panel, in_panel) == ["dial_window_requested"]
    in_panel.ask("arm", 7, "mobile")
    assert first_chosen(xfce4_panel, in_panel) == ["call_requested", 7, 0]
    in_panel.ask("disarm")
    assert first_chosen(xfce4_panel, in_panel) == ["dial_window_requested"]


def test_in_a_call_a_click_in_xfce4_panel_shows_it(xfce4_panel: Desktop, in_panel: Program) -> None:
    in_panel.ask("arm", 7, "mobile")
    in_panel.ask("live", "live-1")
    xfce4_panel.xdotool("click 1")
    assert in_panel.next_signal() == ["call_window_requested"]
    assert first_chosen(xfce4_panel, in_panel) == ["call_window_requested"]


def test_the_prompt_stays_off_the_panel_whose_icon_nobody_can_find(
    xfce4_panel: Desktop, in_panel: Program
) -> None:
    assert in_panel.ask("icon") == []
    place = QRect(*in_panel.ask("prompt", 1, "mobile"))
    assert QRect(0, 0, 1280, 772).contains(place)
