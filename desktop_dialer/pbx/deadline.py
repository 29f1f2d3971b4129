"""A limit of time on one whole exchange.

httpx limits each read, so a server that drips one byte every few seconds would hold a call
forever. The only way to end such a read from outside is to shut its socket down.
"""

import logging
import socket
import threading
from types import TracebackType
from typing import Any

_log = logging.getLogger(__name__)


class Deadline:
    """Ends the exchange `seconds` after it was entered or restarted; `passed` tells afterwards.

    `watch_stream` takes the network streams of httpcore's trace events, latest last: the one
    in use is shut down, which ends the read on it.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._stream: Any = None
        self._timer = self._new_timer(seconds)

    def watch_stream(self, stream: object) -> None:
        """Remember the connection in use."""
        self._stream = stream

    def restart(self, seconds: float) -> None:
        """Count from now: another part of the exchange begins, with a limit of its own."""
        self._timer.cancel()
        self._timer = self._new_timer(seconds)
        self._timer.start()

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def _new_timer(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._end)
        timer.daemon = True
        return timer

    def _end(self) -> None:
        self.passed = True
        connection = self._stream.get_extra_info("socket") if self._stream else None
        if connection is None:
            return
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError as error:
            _log.debug("the connection was gone before its deadline: %s", error)
