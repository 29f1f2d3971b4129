"""The same in a panel that draws icons itself (StatusNotifierItem): xfce4-panel."""

from collections.abc import Iterator

import pytest

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.copying import DIAL_WINDOW, PROMPT, arm, callees
from tests.support.journeys.panel import Panel


@pytest.fixture
def panel(bare_desk: AgentDesk) -> Iterator[Panel]:
    """A desk with that panel, keyring, PBX and account."""
    panel = Panel(bare_desk)
    bare_desk.private.start_keyring()
    bare_desk.start_pbx()
    bare_desk.set_up()
    yield panel
    panel.close()


def test_copy_then_click_is_one_call(bare_desk: AgentDesk, panel: Panel) -> None:
    bare_desk.start_app(docked=False)
    x, y = panel.icon()
    arm(bare_desk, "082 000 1234")
    left, top, width, height = bare_desk.place(bare_desk.prompt())
    assert not (left <= x < left + width and top <= y < top + height)
    bare_desk.click(x, y, times=2)
    bare_desk.call()
    assert bare_desk.no_more_calls()
    assert callees(bare_desk) == ["0820001234"]
    assert not bare_desk.windows(PROMPT)
    assert not bare_desk.windows(DIAL_WINDOW)


def test_a_panel_that_crashed_gets_the_icon_again(bare_desk: AgentDesk, panel: Panel) -> None:
    bare_desk.start_app(docked=False)
    panel.icon()
    panel.kill()
    panel.start()
    until(lambda: panel.icons() == 1, "one icon, the new one")
    arm(bare_desk, "082 000 1234")
    bare_desk.click(*panel.icon())
    bare_desk.call()
    assert bare_desk.no_more_calls()
    assert not bare_desk.windows(DIAL_WINDOW)


def test_a_panel_that_comes_late_gets_the_icon(bare_desk: AgentDesk, panel: Panel) -> None:
    panel.kill()
    bare_desk.start_app(docked=False)
    panel.start()
    x, y = panel.icon()
    arm(bare_desk, "082 000 1234")
    bare_desk.click(x, y)
    bare_desk.call()
    assert bare_desk.no_more_calls()


def test_menu_and_second_start(bare_desk: AgentDesk, panel: Panel) -> None:
    bare_desk.start_app(docked=False)
    x, y = panel.icon()
    arm(bare_desk, "082 000 1234")
    before = panel.menus()
    bare_desk.click(x, y, button=3)
    until(lambda: panel.menus() > before, "the menu")
    bare_desk.picture("panel-menu")
    bare_desk.xdotool("key", "Down", "Return")
    bare_desk.call()
    assert bare_desk.no_more_calls()
    assert callees(bare_desk) == ["0820001234"]
    bare_desk.dialer()
    bare_desk.window(DIAL_WINDOW)
    assert panel.icons() == 1
