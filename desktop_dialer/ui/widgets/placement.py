"""Where a window first comes up, and how large, so that its frame is on the screen, too."""

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QWidget


def put_on_screen(window: QWidget, wanted: QSize) -> None:
    """Size `window`, which was not shown yet, and put it in the middle of its screen.

    Left to QDialog, one nearly as high as the screen gets its title above the top: before the
    window manager has made the frame nobody knows its size (Qt 6.11, X11).
    """
    free = window.screen().availableGeometry()
    frame = 2 * window.fontMetrics().height()
    size = wanted.boundedTo(free.size() - QSize(frame, 2 * frame))
    corner = free.center() - QPoint(size.width(), size.height()) / 2
    window.resize(size)
    window.move(corner.x(), max(corner.y() - frame // 2, free.top()))
