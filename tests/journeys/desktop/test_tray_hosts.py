"""Trays that hold icons as windows (XEmbed): there, late, killed, missing; and two starts."""

import time

import pytest

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.copying import DIAL_WINDOW, arm, callees

HOST_PATIENCE_S = 3.0
"""So long the app waits for a tray before it opens its window."""


@pytest.fixture
def trayless(bare_desk: AgentDesk) -> AgentDesk:
    """A desk without a tray."""
    bare_desk.private.start_keyring()
    bare_desk.start_pbx()
    bare_desk.set_up()
    return bare_desk


def works(desk: AgentDesk) -> None:
    """Copy, click, one call."""
    arm(desk, "082 000 1234")
    desk.click_icon()
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0820001234"]


def icons(desk: AgentDesk) -> int:
    windows = [one for one in desk.screen.shown() if "desktop-dialer" in one.kind]
    return len([one for one in windows if desk.place(str(one.id))[3] < 40])


def test_a_tray_that_comes_late_gets_the_icon(trayless: AgentDesk) -> None:
    trayless.start_app(docked=False)
    ready = time.monotonic()
    assert not icons(trayless)
    trayless.start_trayer()
    until(trayless.icon, "the icon")
    assert time.monotonic() - ready < HOST_PATIENCE_S
    until(lambda: time.monotonic() > ready + HOST_PATIENCE_S + 0.5, "the time of the window")
    assert not trayless.windows(DIAL_WINDOW)
    works(trayless)


def test_without_a_tray_the_window_is_the_way_in(trayless: AgentDesk) -> None:
    app = trayless.start_app(docked=False)
    ready = time.monotonic()
    trayless.window(DIAL_WINDOW)
    assert time.monotonic() - ready > HOST_PATIENCE_S - 0.5
    trayless.xdotool("windowactivate", "--sync", trayless.window(DIAL_WINDOW), "key", "alt+F4")
    until(lambda: not trayless.windows(DIAL_WINDOW), "the window's end")
    assert trayless.ping()
    trayless.dialer()
    trayless.window(DIAL_WINDOW)
    assert app.poll() is None
    trayless.start_trayer()
    works(trayless)


def test_a_tray_that_crashed_gets_the_icon_again(trayless: AgentDesk) -> None:
    tray = trayless.start_trayer()
    trayless.start_app()
    for _ in range(2):
        tray.kill()
        tray.wait()
        until(lambda: not trayless.tray_owner(), "the end of the tray")
        tray = trayless.start_trayer()
        until(trayless.icon, "the icon")
    assert icons(trayless) == 1
    works(trayless)
    assert not trayless.windows(DIAL_WINDOW)


def test_two_starts_are_one_icon_and_a_window(desk: AgentDesk) -> None:
    app = desk.start_app()
    desk.dialer()
    desk.window(DIAL_WINDOW)
    assert icons(desk) == 1
    assert app.poll() is None


def test_the_menu_calls_the_offered_number_once(desk: AgentDesk) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    before = len(desk.screen.shown())
    desk.click_icon(button=3)
    until(lambda: len(desk.screen.shown()) > before, "the menu")
    desk.picture("armed-menu")
    desk.xdotool("key", "Down", "Return")
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0820001234"]
