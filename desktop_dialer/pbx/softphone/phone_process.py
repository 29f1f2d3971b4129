"""The app's end of the phone process: started, spoken to, listened to, ended."""

import logging
import queue
import shlex
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from ...model.errors import DesktopError
from ...translation import tr
from .commands import Command, Stop
from .events import Event, read_event
from .protocol import ProtocolError, lines

_log = logging.getLogger(__name__)

ENGINE_FLAGS = "DESKTOP_DIALER_ENGINE_FLAGS"
"""Environment: flags for the engine, of a stage (demo, tests); only _STAGE_FLAGS are passed on."""

_STAGE_FLAGS = frozenset(
    (
        "--allow-loopback-in-peer-connection",
        "--use-fake-device-for-media-stream",
        "--use-file-for-fake-audio-capture",
    )
)
"""Others could open a port for developer tools, or switch certificate checks off."""

_WAITING = 64
"""Commands that may wait for the phone to read them; an agent at work sends a few a minute."""

_END_LIMIT_S = 1.0
_OWN = b"phone: "
"""What the phone notes itself; all else is the engine's chatter."""

_LONGEST_NOTE = 500
_MOST_NOTES = 300


def phone_command() -> list[str]:
    """The words that start the phone process of this program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--phone-process"]
    return [sys.executable, "-m", "desktop_dialer.phone"]


def stage_flags(environ: Mapping[str, str]) -> list[str]:
    """The engine's flags that the environment asks for, as arguments of the phone process."""
    try:
        given = shlex.split(environ.get(ENGINE_FLAGS, ""))
    except ValueError as error:  # such as a quotation mark without its other
        _log.warning("%s cannot be read: %s", ENGINE_FLAGS, error)
        return []
    allowed = [flag for flag in given if flag.partition("=")[0] in _STAGE_FLAGS]
    if len(allowed) < len(given):
        _log.warning("%s holds flags that are not for the engine", ENGINE_FLAGS)
    return [f"--engine-flag={flag}" for flag in allowed]


class PhoneProcess:
    """A phone process from its start to its end.

    `on_event` is called with each event and `on_exit`, once and last, with the exit code (below
    0: the signal that ended it); both on a thread of this object, and they must not wait for
    `stop`. Raises DesktopError where it cannot be started.

    A command goes through a thread of its own: a pipe can be full, on Windows no write to one
    can be given a limit, and nobody who sends may wait. A phone that has not read 64 commands
    is stuck, and is ended: its callers learn that by `on_exit`.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_event: Callable[[Event], None],
        on_exit: Callable[[int], None],
    ) -> None:
        self._on_event = on_event
        self._on_exit = on_exit
        self._outbox: queue.Queue[Command | None] = queue.Queue(_WAITING)
        self._gone = threading.Event()
        self._process = _start(command)
        self.pid = self._process.pid
        for work in (self._write, self._read, self._keep_notes):
            threading.Thread(target=work, name=f"phone {work.__name__}", daemon=True).start()

    def send(self, command: Command) -> None:
        """Pass `command` on without waiting; one to a phone that is gone is dropped."""
        self._put(command)

    def stop(self, limit_s: float = 2.5) -> None:
        """End the phone and wait until it is gone: asked first, then told, then killed.

        A phone that hangs up and unregisters takes up to 1 s for that. `limit_s`: of the asking.
        Never from a callback of this object.
        """
        self._put(Stop())
        self._put(None)  # and the end of its input, which means the same
        if self._gone.wait(limit_s):
            return
        _log.warning("the phone process does not end by itself")
        self._process.terminate()
        if not self._gone.wait(_END_LIMIT_S):
            self._process.kill()
            self._gone.wait(_END_LIMIT_S)

    def _put(self, command: Command | None) -> None:
        if self._gone.is_set():
            return
        try:
            self._outbox.put_nowait(command)
        except queue.Full:
            _log.error("the phone process takes no commands and is ended")
            self._process.kill()

    def _write(self) -> None:
        pipe = cast("BinaryIO", self._process.stdin)
        deaf = False
        while (command := self._outbox.get()) and not self._gone.is_set():
            try:
                if not deaf:
                    pipe.write(command.line())
                    pipe.flush()
            except OSError:
                deaf = True  # its end is told by the thread that reads
        try:
            pipe.close()
        except OSError:
            _log.debug("the phone process has not read everything")

    def _read(self) -> None:
        with cast("BinaryIO", self._process.stdout) as pipe:
            for line in lines(pipe):
                self._take(line)
        code = self._ended()
        self._gone.set()
        with suppress(queue.Full):  # then the writer has something to wake up for anyway
            self._outbox.put_nowait(None)
        self._on_exit(code)

    def _take(self, line: bytes) -> None:
        try:
            event = read_event(line)
        except ProtocolError as broken:
            _log.error("the phone process told something that is no event: %s", broken)
            return
        try:
            self._on_event(event)
        except Exception:  # noqa: BLE001  # a call outlives a defect of its listener
            _log.exception("an event of the phone was not dealt with: %s", event.kind)

    def _ended(self) -> int:
        try:
            return self._process.wait(_END_LIMIT_S)
        except subprocess.TimeoutExpired:
            _log.error("the phone process went silent and is ended")
            self._process.kill()
            return self._process.wait()

    def _keep_notes(self) -> None:
        kept = 0
        with cast("BinaryIO", self._process.stderr) as pipe:
            while note := pipe.readline(_LONGEST_NOTE):
                kept += 1
                if kept <= _MOST_NOTES:
                    level = logging.INFO if note.startswith(_OWN) else logging.DEBUG
                    _log.log(level, "%s", note.decode(errors="replace").rstrip())
                elif kept == _MOST_NOTES + 1:
                    _log.warning("the phone process notes too much; no more of it is kept")


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    try:
        return subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            # `python -m` looks for modules in the folder it runs in: never in one of the agent's.
            cwd=Path(__file__).parents[3],
            # A Ctrl+C in the terminal is for the app, which ends the phone in good order.
            process_group=0 if sys.platform != "win32" else None,
            creationflags=flags,
        )
    except OSError as error:
        raise DesktopError(
            tr("The softphone process could not be started ({reason}).").format(
                reason=error.strerror
            ),
            tr("Reinstall the program, or use the desk phone."),
        ) from error
