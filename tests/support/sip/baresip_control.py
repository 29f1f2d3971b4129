"""baresip's ctrl_tcp: commands to it and events from it, JSON in netstrings."""

import contextlib
import itertools
import json
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

_LONGEST_S = 10.0


class BaresipControl:
    """A connection to a running baresip; `events` are all since it was made.

    story: what a failed test is to know beyond the events.
    """

    def __init__(self, address: str, port: int, story: Callable[[], str]) -> None:
        self.events: list[dict[str, Any]] = []
        self._story = story
        self._ended = False
        self._answers: dict[str, dict[str, Any]] = {}
        self._tokens = itertools.count(1)
        self._news = threading.Condition()
        self._socket = socket.create_connection((address, port), _LONGEST_S)
        self._socket.settimeout(None)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def close(self) -> None:
        """Leave."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(_LONGEST_S)
        self._socket.close()

    def do(self, command: str, parameters: str = "") -> str:
        """Run a command of the `menu` module; what it says. AssertionError if it refuses."""
        token = str(next(self._tokens))
        order = json.dumps({"command": command, "params": parameters, "token": token}).encode()
        self._socket.sendall(b"%d:%s," % (len(order), order))
        self.wait_until(lambda: token in self._answers)
        answer = self._answers.pop(token)
        assert answer["ok"], f"{command} {parameters}: {answer}"
        return str(answer["data"])

    def of_type(self, event_type: str) -> list[dict[str, Any]]:
        """The events so far of one type, such as CALL_ESTABLISHED."""
        return [event for event in list(self.events) if event["type"] == event_type]

    def wait_until(self, happened: Callable[[], object], within_s: float = _LONGEST_S) -> None:
        """Look again after every event or answer; AssertionError with the events if never."""
        deadline = time.monotonic() + within_s
        with self._news:
            while not happened():
                left = deadline - time.monotonic()
                assert left > 0, f"it never happened. {self._all_told()}"
                assert not self._ended, f"baresip left. {self._all_told()}"
                self._news.wait(left)

    def _all_told(self) -> str:
        lines = "\n".join(str(event) for event in self.events)
        return f"Its events:\n{lines}\n{self._story()}"

    def _read(self) -> None:
        # Left by us, baresip resets the connection as often as it closes it.
        with contextlib.suppress(ConnectionResetError), self._socket.makefile("rb") as stream:
            while length := _length(stream.read):
                message = json.loads(stream.read(length))
                stream.read(1)  # the comma
                with self._news:
                    if message.get("event"):
                        self.events.append(message)
                    else:
                        self._answers[message["token"]] = message
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


def _length(read: Callable[[int], bytes]) -> int:
    """Digits up to a colon; 0 at the end of the stream."""
    digits = b""
    while (byte := read(1)) not in {b":", b""}:
        digits += byte
    return int(digits) if byte else 0
