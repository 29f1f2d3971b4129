"""The icons: readable on every panel, told apart by colour and by shape, sharp at every size."""

from itertools import combinations
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from desktop_dialer.resources import resources
from desktop_dialer.ui.tray.view import TrayState
from desktop_dialer.ui.widgets.theme import app_icon, tray_icon
from tests.support.ui.contrast import contrast

pytestmark = pytest.mark.usefixtures("qtbot")

LIGHT_PANEL, DARK_PANEL, WHITE = "#f2f2f2", "#2b2b2b", "#ffffff"
PAIRS = list(combinations(TrayState, 2))


def body_colour(name: str) -> str:
    """The one colour of a drawing beside white."""
    drawing = ElementTree.parse(resources() / "icons" / f"{name}.svg")
    used = {
        colour
        for element in drawing.iter()
        for colour in (element.get("fill"), element.get("stroke"))
        if colour not in (None, "none", "#fff")
    }
    assert len(used) == 1, used
    return str(used.pop())


def shape(icon: QIcon, side: int) -> list[bool]:
    """Which pixels are covered by something other than white, row by row."""
    image = icon.pixmap(QSize(side, side), 1.0).toImage()
    colours = [image.pixelColor(x, y) for y in range(side) for x in range(side)]
    return [colour.alpha() > 127 and colour.lightness() < 200 for colour in colours]


@pytest.mark.parametrize("name", ["desktop-dialer", *(f"tray-{state}" for state in TrayState)])
def test_each_icon_stands_out_on_light_and_dark_panels(name: str) -> None:
    """3:1 is what WCAG 2.2 (1.4.11) asks of graphics."""
    colour = body_colour(name)
    assert min(contrast(colour, panel) for panel in (LIGHT_PANEL, DARK_PANEL, WHITE)) >= 3


@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("side", [16, 22, 64])
def test_states_differ_in_shape_without_their_colour(
    one: TrayState, other: TrayState, side: int
) -> None:
    pairs = zip(shape(tray_icon(one), side), shape(tray_icon(other), side), strict=True)
    assert sum(a != b for a, b in pairs) / side**2 >= 0.1


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_states_differ_in_colour(one: TrayState, other: TrayState) -> None:
    assert body_colour(f"tray-{one}") != body_colour(f"tray-{other}")


@pytest.mark.parametrize("side", [16, 22, 24, 32, 48, 64])
def test_icons_are_drawn_for_the_size_and_the_pixel_ratio(side: int) -> None:
    for icon in (app_icon(), *(tray_icon(state) for state in TrayState)):
        assert icon.pixmap(QSize(side, side), 1.0).size() == QSize(side, side)
        assert icon.pixmap(QSize(side, side), 2.0).size() == QSize(2 * side, 2 * side)


def test_an_icon_is_made_once(qtbot: QtBot) -> None:
    assert tray_icon(TrayState.READY) is tray_icon(TrayState.READY)
