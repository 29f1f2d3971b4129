"""An X display seen from outside: who owns what on it, and its picture."""

import contextlib
from pathlib import Path
from typing import Any

from ...model.errors import DesktopError

_EVERY_PLANE = 0xFFFFFFFF
_Z_PIXMAP = 2
_BACK_PIXEL = 2
"""Core X protocol: the format of GetImage, and the bit of a window's background colour."""


class Screen:
    """A connection to `display`, such as ":7". Raises DesktopError where nothing answers."""

    def __init__(self, display: str) -> None:
        import xcffib
        import xcffib.xproto  # the core protocol, which the library does not load on its own

        connect: Any = xcffib.Connection  # the library has no types
        try:
            self._connection: Any = connect(display)
        except xcffib.ConnectionException as error:
            raise DesktopError(f"The X server {display} does not answer.") from error
        self._core: Any = self._connection.core
        self._root: Any = self._connection.get_setup().roots[0]

    def owner_of(self, selection: str) -> int:
        """The window that owns a selection, 0 = none."""
        return int(self._core.GetSelectionOwner(self._atom(selection)).reply().owner)

    def has_window_manager(self) -> bool:
        """By the property every manager sets (EWMH, _NET_SUPPORTING_WM_CHECK)."""
        name = self._atom("_NET_SUPPORTING_WM_CHECK")
        reply = self._core.GetProperty(False, self._root.root, name, 0, 0, 1).reply()
        return bool(reply.value_len)

    def paint_background(self, colour: int) -> None:
        """Give the empty screen one colour, 0xRRGGBB."""
        self._core.ChangeWindowAttributes(self._root.root, _BACK_PIXEL, [colour])
        self._core.ClearArea(False, self._root.root, 0, 0, 0, 0)
        self._connection.flush()

    def pixels(self) -> bytes:
        """All that is on it now: four bytes (B, G, R, unused) for each pixel."""
        reply = self._core.GetImage(
            *(_Z_PIXMAP, self._root.root, 0, 0),
            *(self._root.width_in_pixels, self._root.height_in_pixels, _EVERY_PLANE),
        ).reply()
        return bytes(reply.data.buf())

    def save(self, pixels: bytes, file: Path) -> None:
        """Write `pixels` as PNG. Raises DesktopError where that fails."""
        from PySide6.QtGui import QImage  # 100 ms, and nothing else of the demo needs it

        width, height = self._root.width_in_pixels, self._root.height_in_pixels
        image = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGB32)
        if not image.save(str(file)):
            raise DesktopError(f"{file} cannot be written.", "Start the demo in another folder.")

    def close(self) -> None:
        """End the connection; nothing where the server has ended it."""
        import xcffib

        with contextlib.suppress(xcffib.ConnectionException):
            self._connection.disconnect()

    def _atom(self, name: str) -> int:
        return int(self._core.InternAtom(False, len(name), name).reply().atom)
