"""A program that runs beside the test: its log line by line, waiting for a line, stop, freeze."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

_LONGEST_S = 10.0
_GRACE_S = 1.0  # baresip waits for answers to its last requests for half a minute
_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"  # kamailio's place, not in every PATH


class Foreground:
    """Started at once, in a process group of its own; stdin stays open until the end.

    It ends with the thread that started it, however that ends (`setpriv --pdeathsig`), so start
    it from a thread that lives as long as the test.
    """

    def __init__(self, *command: str) -> None:
        self.name = command[0]
        self.lines: list[str] = []
        path = shutil.which(self.name, path=_PATH)
        assert path, f"{self.name} is missing: `make test` installs the Debian packages of [test]"
        self._news = threading.Condition()
        self._ended = False
        self._program = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "stdbuf", "-oL", path, *command[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for(self, pattern: str, within_s: float = _LONGEST_S) -> re.Match[str]:
        """The first log line with that regular expression; AssertionError if it never comes."""
        deadline = time.monotonic() + within_s
        looked_at = 0
        with self._news:
            while True:
                for line in self.lines[looked_at:]:
                    if found := re.search(pattern, line):
                        return found
                looked_at = len(self.lines)
                left = deadline - time.monotonic()
                why_not = f"{self.name} never logged {pattern!r}:\n{self.log_end()}"
                assert left > 0, why_not
                assert not self._ended, f"It ended. {why_not}"
                self._news.wait(left)

    def log_end(self, lines: int = 40) -> str:
        """What it logged last."""
        return "\n".join(self.lines[-lines:])

    def freeze(self) -> None:
        """Stop all its processes where they are: sockets stay open and nobody answers."""
        self._signal("SIGSTOP")

    def thaw(self) -> None:
        """Let them go on."""
        self._signal("SIGCONT")

    def stop(self, how: str) -> None:
        """Send it and its processes that signal; who is left after a second is killed."""
        self._signal(how)
        self.thaw()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._program.wait(_GRACE_S)
        self._signal("SIGKILL")
        self._program.wait()
        self._reader.join(_LONGEST_S)
        for pipe in (self._program.stdin, self._program.stdout):
            assert pipe is not None
            pipe.close()

    def _signal(self, name: str) -> None:
        if sys.platform == "win32":
            raise NotImplementedError("no process groups there")
        with contextlib.suppress(ProcessLookupError):  # none of them is left
            os.killpg(self._program.pid, signal.Signals[name])

    def _read(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            with self._news:
                self.lines.append(line.rstrip())
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()
