"""Where the prompt goes, for any icon, pointer and panel."""

from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QPoint, QRect, QSize

from desktop_dialer.ui.prompt.placement import place

WHOLE = QRect(0, 0, 1280, 800)
PANELS = {
    "bottom": QRect(0, 0, 1280, 772),
    "top": QRect(0, 28, 1280, 772),
    "left": QRect(60, 0, 1220, 800),
    "right": QRect(0, 0, 1220, 800),
}
points = some.builds(QPoint, some.integers(0, 1279), some.integers(0, 799))
sizes = some.builds(QSize, some.integers(100, 450), some.integers(60, 300))
icons = some.builds(
    QRect, some.integers(0, 1240), some.integers(0, 770), some.just(22), some.just(22)
)


@given(sizes, icons | some.just(QRect()), points, some.sampled_from(list(PANELS.values())))
def test_it_covers_neither_icon_nor_pointer_and_stays_on_the_screen(
    size: QSize, icon: QRect, pointer: QPoint, available: QRect
) -> None:
    room = QRect(place(size, icon, pointer, WHOLE, available), size)
    assert available.contains(room)
    assert not room.intersects(icon)
    assert not room.contains(pointer)


def test_it_stands_beside_a_known_icon() -> None:
    icon = QRect(1000, 774, 22, 22)
    room = QRect(
        place(QSize(300, 100), icon, QPoint(200, 200), WHOLE, PANELS["bottom"]), QSize(300, 100)
    )
    assert room.left() < icon.left() < room.right()
    assert icon.top() - room.bottom() < 20


def test_it_stands_beside_a_click_on_a_panel() -> None:
    size, click = QSize(300, 100), QPoint(640, 14)
    room = QRect(place(size, QRect(), click, WHOLE, PANELS["top"]), size)
    assert room.left() < click.x() < room.right()
    assert room.top() < 60


def test_with_nothing_known_it_takes_the_corner_by_the_panel() -> None:
    size, pointer = QSize(300, 100), QPoint(400, 400)
    below = QRect(place(size, QRect(), pointer, WHOLE, PANELS["bottom"]), size)
    above = QRect(place(size, QRect(), pointer, WHOLE, PANELS["top"]), size)
    assert below.bottomRight() == QPoint(1271, 763)
    assert above.topRight() == QPoint(1271, 36)


def test_a_window_larger_than_the_screen_shows_its_beginning() -> None:
    corner = place(QSize(2000, 2000), QRect(), QPoint(5, 5), WHOLE, PANELS["top"])
    assert corner == PANELS["top"].topLeft()
