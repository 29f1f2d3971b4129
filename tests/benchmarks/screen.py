"""What the X server tells of windows, clipboard and clicks, with the time it was told."""

import queue
import time
from threading import Thread
from typing import Any

import xcffib
import xcffib.xfixes
import xcffib.xproto as xp
import xcffib.xtest

PATIENCE_S = 15.0
_LEFT = 1
_PRESS, _RELEASE, _MOTION = 4, 5, 6
"""Kinds of events for FakeInput: those of the core protocol."""
_CONNECT: Any = xcffib.Connection  # the library has no types


class Screen:
    """Hears the X server on a thread, so that every event has the time of its arrival.

    Times are seconds of `time.monotonic`, which all processes of a machine share. The thread
    has a connection of its own: replies to requests on it would hold up its events.
    """

    def __init__(self, display: str) -> None:
        self._ears = _CONNECT(display)
        self._mouth = _CONNECT(display)
        self._core = self._mouth.core
        self._root = self._mouth.setup.roots[0].root
        self._xtest = self._mouth(xcffib.xtest.key)
        self._listen_for_copies()
        mask = [xp.EventMask.SubstructureNotify]
        self._ears.core.ChangeWindowAttributes(self._root, xp.CW.EventMask, mask)
        self._ears.flush()
        self._events: queue.Queue[tuple[str, int, float]] = queue.Queue()
        self._ending = False
        self._hearing = Thread(target=self._hear, daemon=True)
        self._hearing.start()

    def _listen_for_copies(self) -> None:
        fixes = self._ears(xcffib.xfixes.key)
        fixes.QueryVersion(2, 0).reply()
        clipboard = self._core.InternAtom(False, 9, "CLIPBOARD").reply().atom
        mask = xcffib.xfixes.SelectionEventMask.SetSelectionOwner
        fixes.SelectSelectionInput(self._root, clipboard, mask)

    def _hear(self) -> None:
        kinds = {
            xp.MapNotifyEvent: "mapped",
            xp.UnmapNotifyEvent: "unmapped",
            xp.ReparentNotifyEvent: "moved into another",
            xcffib.xfixes.SelectionNotifyEvent: "copied",
        }
        while True:
            event = self._ears.wait_for_event()
            at = time.monotonic()
            if self._ending:
                return
            kind = kinds.get(type(event))
            if kind:
                self._events.put((kind, int(getattr(event, "window", 0)), at))

    def forget(self) -> None:
        """Drop what was told so far."""
        while not self._events.empty():
            self._events.get()

    def next(self, kind: str, having: str = "") -> float:
        """The time of the next event of that kind, of a window with this in its name."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            told, window, at = self._events.get(timeout=max(0.01, deadline - time.monotonic()))
            if told == kind and (not having or having in self._names_of(window)):
                return at

    def click(self, x: int, y: int) -> float:
        """One left click there, as xdotool makes it; the time of the press."""
        self._fake(_MOTION, 0, x, y)
        self._core.GetInputFocus().reply()  # the pointer is there
        at = time.monotonic()
        self._fake(_PRESS, _LEFT)
        self._fake(_RELEASE, _LEFT)
        self._mouth.flush()
        return at

    def point(self, x: int, y: int) -> None:
        """Put the pointer there."""
        self._fake(_MOTION, 0, x, y)
        self._core.GetInputFocus().reply()

    def close(self) -> None:
        """Hear no more. A connection may not be closed under a thread that waits on it."""
        self._ending = True
        window = self._mouth.generate_id()
        self._core.CreateWindow(0, window, self._root, 0, 0, 1, 1, 0, 0, 0, 0, [])
        self._core.MapWindow(window)
        self._mouth.flush()
        self._hearing.join(PATIENCE_S)
        self._ears.disconnect()
        self._mouth.disconnect()

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        self._xtest.FakeInput(kind, detail, 0, self._root, x, y, 0)

    def _names_of(self, window: int) -> str:
        """Its title and those inside it: a window manager puts windows into frames."""
        try:
            inside = list(self._core.QueryTree(window).reply().children)
            return "\n".join(self._title_of(one) for one in (window, *inside))
        except xcffib.ProtocolException:
            return ""  # it is gone

    def _title_of(self, window: int) -> str:
        found = self._core.GetProperty(False, window, xp.Atom.WM_NAME, 0, 0, 64).reply()
        return bytes(found.value.buf()).decode(errors="replace")
