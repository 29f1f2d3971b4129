"""Where the prompt goes: near the tray, and never over its icon or the pointer."""

from PySide6.QtCore import QPoint, QRect, QSize

_GAP = 8
_ICON = 48
"""The side of the square around a click that a tray's icon fits into (logical pixels)."""


def place(size: QSize, icon: QRect, pointer: QPoint, whole: QRect, available: QRect) -> QPoint:
    """The top left corner for a window of `size`; all in logical pixels of the desktop.

    `icon`: the tray's icon, empty where the desktop does not say. `whole` and `available`: the
    screen with and without its panels.
    """
    if icon.isEmpty() and not available.contains(pointer):
        icon = QRect(0, 0, _ICON, _ICON)  # a click on a panel: the icon is under it
        icon.moveCenter(pointer)
    places = [] if icon.isEmpty() else _beside(icon, size)
    places += _corners(size, whole, available)
    rooms = [_inside(available, QRect(place, size)) for place in places]
    near_pointer = QRect(pointer, pointer).adjusted(-_GAP, -_GAP, _GAP, _GAP)
    free = (
        room for room in rooms if not room.intersects(icon) and not room.intersects(near_pointer)
    )
    return next(free, rooms[0]).topLeft()


def _beside(icon: QRect, size: QSize) -> list[QPoint]:
    """Above, below, left and right of the icon."""
    left = icon.center().x() - size.width() // 2
    top = icon.center().y() - size.height() // 2
    return [
        QPoint(left, icon.top() - _GAP - size.height()),
        QPoint(left, icon.bottom() + 1 + _GAP),
        QPoint(icon.left() - _GAP - size.width(), top),
        QPoint(icon.right() + 1 + _GAP, top),
    ]


def _corners(size: QSize, whole: QRect, available: QRect) -> list[QPoint]:
    """The screen's corners: on the right first, and where the panel is first."""
    left, top = available.left() + _GAP, available.top() + _GAP
    right = available.right() + 1 - _GAP - size.width()
    bottom = available.bottom() + 1 - _GAP - size.height()
    rows = (top, bottom) if available.top() > whole.top() else (bottom, top)
    return [QPoint(column, row) for column in (right, left) for row in rows]


def _inside(available: QRect, room: QRect) -> QRect:
    """`room` moved into `available`; what is too large keeps its top left corner inside."""
    left = min(room.left(), available.right() + 1 - room.width())
    top = min(room.top(), available.bottom() + 1 - room.height())
    return QRect(QPoint(max(left, available.left()), max(top, available.top())), room.size())
