"""Letting a huge text go by unread.

An owner sends one in pieces (INCR, ICCCM 2.7.2) and waits for each to be deleted. Breaking
that off would be cheaper for us, but xclip 0.13 then answers nobody any more: paste hangs in
every program. So each piece is deleted as it comes; its content never leaves the X server.
"""

from typing import Any

from .connection import X11Connection

_MOST = 4


class IncrDrain:
    """The slots (properties of our window) that hold pieces. On the X thread only."""

    def __init__(self, connection: X11Connection) -> None:
        self._connection = connection
        self.incr = connection.atom("INCR")
        self.slots: list[int] = []
        connection.handle(connection.xproto.PropertyNotifyEvent, self._piece_came)

    def begin(self, slot: int) -> None:
        """Take the pieces that will come there; the oldest of too many are given up."""
        self.slots = [*self.slots, slot][-_MOST:]
        self._listen()
        self._delete(slot)  # asks for the first piece

    def _piece_came(self, event: Any) -> None:
        connection = self._connection
        if event.state != connection.xproto.Property.NewValue or event.atom not in self.slots:
            return
        size = connection.core.GetProperty(False, connection.window, event.atom, 0, 0, 0).reply()
        if not size.bytes_after:  # an empty piece is the last
            self.slots.remove(event.atom)
            self._listen()
        self._delete(event.atom)

    def _listen(self) -> None:
        protocol = self._connection.xproto
        mask = protocol.EventMask.PropertyChange if self.slots else 0
        self._connection.core.ChangeWindowAttributes(
            self._connection.window, protocol.CW.EventMask, [mask]
        )

    def _delete(self, slot: int) -> None:
        self._connection.core.DeleteProperty(self._connection.window, slot)
