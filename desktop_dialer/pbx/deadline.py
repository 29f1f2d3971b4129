"""A time limit for one whole exchange.

httpx limits each read, so a server that sends one byte every few seconds could delay a call
forever. The only way to end such a read from outside is to shut down its socket.
"""

import logging
import socket
import threading
from types import TracebackType
from typing import Any

_log = logging.getLogger(__name__)


class Deadline:
    """Ends the exchange `seconds` after entry or restart; `passed` says whether it did.

    `watch_stream` is called with each network stream of httpcore's trace events: the latest is
    the one in use, and it is shut down, which ends the read on it.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._stream: Any = None
        self._timer = self._new_timer(seconds)

    def watch_stream(self, stream: object) -> None:
        """Remember the connection in use."""
        self._stream = stream

    def restart(self, seconds: float) -> None:
        """Start the time again: another part of the exchange begins, with its own limit."""
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
            _log.debug("the connection was closed before its deadline: %s", error)
