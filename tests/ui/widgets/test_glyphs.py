"""The signs on buttons: told apart by shape, in the colour asked for, sharp at every scale."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop_dialer.resources import resources
from desktop_dialer.ui.widgets.glyphs import glyph

pytestmark = pytest.mark.usefixtures("qtbot")

NAMES = sorted(
    file.stem.removeprefix("call-") for file in (resources() / "icons").glob("call-*.svg")
)
BLUE = QColor("#0a63c9")


def picture(name: str, side: int, ratio: float = 1.0) -> QImage:
    return glyph(name, side, ratio, BLUE).toImage()


def covered(name: str, side: int) -> list[bool]:
    image = picture(name, side)
    return [image.pixelColor(x, y).alpha() > 127 for x in range(side) for y in range(side)]


def test_there_is_a_sign_for_each_button(qtbot: QtBot) -> None:
    assert {"answer", "hang-up", "mute", "hold", "keypad", "speaker", "copy"} <= set(NAMES)


@pytest.mark.parametrize("side", [18, 24])
def test_signs_differ_in_shape(side: int) -> None:
    for one, other in combinations(NAMES, 2):
        pairs = zip(covered(one, side), covered(other, side), strict=True)
        assert sum(a != b for a, b in pairs) / side**2 >= 0.05, (one, other)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_signs_are_drawn_for_the_pixel_ratio_in_their_colour(name: str, ratio: float) -> None:
    image = picture(name, 20, ratio)
    side = round(20 * ratio)
    assert (image.width(), image.height()) == (side, side)
    full = [
        image.pixelColor(x, y).name()
        for x in range(side)
        for y in range(side)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert set(full) == {BLUE.name()}
    assert 0.1 < len(full) / side**2 < 0.8
