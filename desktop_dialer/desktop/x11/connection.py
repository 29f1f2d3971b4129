"""The program's own connection to the X server, and the thread it lives on.

Qt's connection serves the GUI. This one reads other programs' clipboards, which may hang, and
holds the hotkey; nothing it waits for can be felt in a window.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...translation import tr, tr_later
from .loop import Alarm, Loop

_log = logging.getLogger(__name__)
_WITHOUT = tr_later(
    "Clipboard watching and the hotkey are off. Restart Desktop Dialer, or call from its window."
)
_ALL_CHANGES = 0b111  # set by a program, window destroyed, program gone (XFixes 2)


@dataclass(frozen=True)
class OwnerChange:
    """A selection has a new owner, or (`owned` false) none. `at`: X server time, ms, 32 bits."""

    selection: int
    owned: bool
    at: int


class X11Connection:
    """One connection and, from `start` on, the one thread that uses it.

    Before `start` it is used on the thread that made it. After it, only `post` and `stop` may
    be called from elsewhere; all callbacks come on the X thread.
    Loading the X library takes some 90 ms: make it on a worker, not on the GUI thread.
    """

    def __init__(self, display: str, on_lost: Callable[[str], None]) -> None:
        """Connect. ConnectionError, with words, where that fails.

        `on_lost` is called once, with words, when the X server goes away; not after `stop`.
        """
        try:
            import xcffib
            from xcffib import xfixes, xproto
        except (ImportError, OSError) as error:
            raise ConnectionError(
                tr("The X library cannot be loaded: {error}.").format(error=error)
            ) from error
        self.xproto: Any = xproto
        self._xcffib: Any = xcffib
        self._display = display
        self._on_lost = on_lost
        self._handlers: dict[type, Callable[[Any], None]] = {}
        self._on_owner_change: dict[int, list[Callable[[OwnerChange], None]]] = {}
        self._on_end: list[Callable[[], None]] = []
        try:
            self._connect(xfixes)
        except xcffib.XcffibException as error:
            raise ConnectionError(
                tr("The X server at {display} cannot be used: {error}.").format(
                    display=display, error=error
                )
            ) from error
        self._loop = Loop()
        self._thread = threading.Thread(target=self._run, name="x11", daemon=True)

    def _connect(self, xfixes: Any) -> None:
        self._connection: Any = self._xcffib.Connection(self._display)
        self.core: Any = self._connection.core
        self.screen: int = self._connection.pref_screen
        self.setup: Any = self._connection.get_setup()
        self.root: int = self.setup.roots[self.screen].root
        self._xfixes: Any = self._connection(xfixes.key)
        self._xfixes.QueryVersion(2, 0).reply()
        self.window: int = self._connection.generate_id()
        self.core.CreateWindow(
            *(0, self.window, self.root, -1, -1, 1, 1, 0),
            *(self.xproto.WindowClass.InputOnly, 0, 0, []),
        )
        self.handle(xfixes.SelectionNotifyEvent, self._owner_changed)

    def atom(self, name: str) -> int:
        """The X server's number for `name`."""
        atom: int = self.core.InternAtom(False, len(name), name).reply().atom
        return atom

    def has_owner(self, selection: int) -> bool:
        """Whether some program owns the selection."""
        return bool(self.core.GetSelectionOwner(selection).reply().owner)

    def handle(self, event: type, handler: Callable[[Any], None]) -> None:
        """Call `handler` with every event of that type."""
        self._handlers[event] = handler

    def on_owner_change(self, selection: int, handler: Callable[[OwnerChange], None]) -> None:
        """Call `handler` whenever the selection gets an owner or loses it."""
        self._xfixes.SelectSelectionInput(self.window, selection, _ALL_CHANGES)
        self._on_owner_change.setdefault(selection, []).append(handler)

    def on_end(self, handler: Callable[[], None]) -> None:
        """Call `handler` when nothing more will come, whatever ended it."""
        self._on_end.append(handler)

    def later(self, seconds: float, action: Callable[[], None]) -> Alarm:
        """Call `action` after `seconds`. On the X thread only."""
        return self._loop.later(seconds, action)

    def catch_up(self, action: Callable[[], None]) -> None:
        """Call `action` when all has been handled that the X server knew when this was called.

        On the X thread only.
        """
        self.core.GetInputFocus().reply()  # events come before the answer to a later request
        self.later(0, action)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def post(self, action: Callable[[], None]) -> bool:
        """Have `action` done on the X thread, from any thread; False once that has ended."""
        return self._loop.post(action)

    def stop(self, limit_s: float = 1.0) -> None:
        """End the thread, if it runs, and wait for it, at most `limit_s`. Again: nothing."""
        self._loop.quit()
        if self._thread.is_alive():
            self._thread.join(limit_s)

    def _run(self) -> None:
        lost = tr("Internal error in Desktop Dialer.")
        try:
            self._loop.run(self._connection.get_file_descriptor(), self._take_events)
            lost = ""
        except (self._xcffib.ConnectionException, OSError) as error:
            _log.warning("the connection to the X server is lost: %s", error)
            lost = tr("The connection to the X server at {display} was lost.").format(
                display=self._display
            )
        finally:
            self._end()
            if lost:
                self._on_lost(f"{lost} {tr(_WITHOUT)}")

    def _take_events(self) -> None:
        """Send what is to be sent and handle all that came, until neither is left.

        An answer waited for in a handler may have put events in the library's queue, where
        select does not see them.
        """
        while True:
            self._connection.flush()
            try:
                event = self._connection.poll_for_event()
            except self._xcffib.ConnectionException:
                raise
            except self._xcffib.XcffibException as error:
                _log.debug("the X server refused a request: %s", type(error).__name__)
                continue
            if event is None:
                break
            handler = self._handlers.get(type(event))
            if handler is not None:
                handler(event)

    def _owner_changed(self, event: Any) -> None:
        change = OwnerChange(event.selection, bool(event.owner), event.timestamp)
        for handler in self._on_owner_change.get(event.selection, ()):
            handler(change)

    def _end(self) -> None:
        self._loop.close()
        for handler in self._on_end:
            handler()
        self._connection.disconnect()
