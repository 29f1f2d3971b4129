"""A command that is asked to end: Ctrl-C, `kill`, or the end of its terminal or session."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise KeyboardInterrupt in the block at the first signal to end; ignore all that follow.

    Also those that come after the block are ignored: what it did is still to be printed. A signal
    that was ignored when the program started (`nohup`) stays ignored.
    """
    stopped = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        # Not SIG_IGN after the first: Python complains of signals that came in between.
        nonlocal stopped
        if not stopped:
            stopped = True
            raise KeyboardInterrupt

    for name in _NAMES:
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    finally:
        stopped = True
