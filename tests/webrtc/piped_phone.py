"""A child process that speaks the contract over its pipes, as the phone's owner sees it."""

import contextlib
import subprocess
import threading
from collections.abc import Callable

from desktop_dialer.pbx.webrtc.commands import Command
from desktop_dialer.pbx.webrtc.events import Event, read_event


class PipedPhone:
    """See surroundings.RunningPhone."""

    def __init__(
        self, command: list[str], on_event: Callable[[Event], None], on_exit: Callable[[int], None]
    ) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._on_event = on_event
        self._on_exit = on_exit
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def send(self, command: Command) -> None:
        assert self.process.stdin
        try:
            self.process.stdin.write(command.line())
            self.process.stdin.flush()
        except (OSError, ValueError):
            return  # it is gone: its exit is told

    def stop(self, limit_s: float) -> None:
        assert self.process.stdin
        try:
            self.process.stdin.close()
        except OSError:
            return
        if not limit_s:
            self.process.kill()

    def finish(self) -> None:
        """Kill it if it runs, and wait for the last of its threads."""
        self.process.kill()
        self._thread.join(10)
        assert not self._thread.is_alive()

    def _listen(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        with self.process.stdout:
            for line in self.process.stdout:
                self._on_event(read_event(line))
        code = self.process.wait()
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self._on_exit(code)
