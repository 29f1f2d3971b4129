"""The windows on a screen as they are at one moment, however quickly they come and go.

xdotool's search gives up where one vanishes under it, which looks as if there were none, and
xwininfo's tree ends with an error.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import xcffib
import xcffib.xproto


class Window(NamedTuple):
    """A window that can be seen. `kind`: WM_CLASS, both parts."""

    id: int
    title: str
    kind: str


class XWindows:
    """Looks at all windows of a display, over a connection of its own."""

    def __init__(self, display: str) -> None:
        connect: Any = xcffib.Connection  # the library has no types
        self._connection: Any = connect(display)
        self._core: Any = self._connection.core
        self._root: int = self._connection.get_setup().roots[0].root
        name = b"_NET_WM_NAME"
        self._net_name: int = self._core.InternAtom(False, len(name), name).reply().atom

    def close(self) -> None:
        """Look no more."""
        self._connection.disconnect()

    def shown(self) -> list[Window]:
        """All that can be seen now."""
        return list(self._below(self._root))

    def place(self, window: int) -> tuple[int, int, int, int] | None:
        """x, y, width and height on the screen; None where it is gone."""
        protocol = xcffib.xproto
        try:
            size = self._core.GetGeometry(window).reply()
            at = self._core.TranslateCoordinates(window, self._root, 0, 0).reply()
        except (protocol.WindowError, protocol.DrawableError):
            return None
        return at.dst_x, at.dst_y, size.width, size.height

    def _below(self, parent: int) -> Iterator[Window]:
        try:
            children = self._core.QueryTree(parent).reply().children
        except xcffib.xproto.WindowError:
            return  # it is gone
        for child in children:
            window = self._look(child)
            if window:
                yield window
                yield from self._below(child)

    def _look(self, window: int) -> Window | None:
        protocol = xcffib.xproto
        try:
            state = self._core.GetWindowAttributes(window).reply().map_state
            if state != protocol.MapState.Viewable:
                return None
            title = self._text(window, self._net_name) or self._text(window, protocol.Atom.WM_NAME)
            return Window(window, title, self._text(window, protocol.Atom.WM_CLASS))
        except protocol.WindowError:
            return None

    def _text(self, window: int, name: int) -> str:
        anything = xcffib.xproto.GetPropertyType.Any
        reply = self._core.GetProperty(False, window, name, anything, 0, 1000).reply()
        return bytes(reply.value.buf()).decode(errors="replace")
