"""Ends the wait of a thread that sleeps in a selector or in Qt's loop."""

import contextlib
import socket


class Waker:
    """A descriptor that becomes readable when it is woken.

    Idle costs nothing. `wake` may be called from any thread; the rest belongs to the thread that
    waits. A selector takes the object itself.
    """

    def __init__(self) -> None:
        self._read_end, self._write_end = socket.socketpair()
        self._read_end.setblocking(False)
        self._write_end.setblocking(False)

    def fileno(self) -> int:
        """What to wait for."""
        return self._read_end.fileno()

    @property
    def write_fd(self) -> int:
        """The descriptor for signal.set_wakeup_fd()."""
        return self._write_end.fileno()

    def wake(self) -> None:
        """End the wait. Raises OSError when closed."""
        with contextlib.suppress(BlockingIOError):  # full, so it is readable already
            self._write_end.send(b"\0")

    def clear(self) -> bool:
        """Make it wait again; whether it had been woken."""
        woken = False
        with contextlib.suppress(BlockingIOError):  # raised once it is empty
            while self._read_end.recv(4096):
                woken = True
        return woken

    def close(self) -> None:
        """Close both ends."""
        self._read_end.close()
        self._write_end.close()
