"""The app's end of the phone process: starts it, sends commands, reads events, stops it."""

import logging
import os
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
from ...translation import language, tr
from .commands import Command, Stop
from .events import Event, read_event
from .protocol import ProtocolError, lines

_log = logging.getLogger(__name__)

ENGINE_FLAGS = "DESKTOP_DIALER_ENGINE_FLAGS"
"""Environment variable: engine flags of demo and tests; only _STAGE_FLAGS are passed on."""

_STAGE_FLAGS = frozenset(
    (
        "--allow-loopback-in-peer-connection",
        "--use-fake-device-for-media-stream",
        "--use-file-for-fake-audio-capture",
    )
)
"""Others could open a port for developer tools, or disable certificate checks."""

_WAITING = 64
"""Commands that may wait for the phone to read them; in use there are a few a minute."""

_END_LIMIT_S = 1.0
_OWN = b"phone: "
"""Start of the phone's own log lines; all others are the engine's."""

_LONGEST_NOTE = 500
_MOST_NOTES = 300


def phone_command() -> list[str]:
    """The command line that starts the phone process of this program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--phone-process"]
    return [sys.executable, "-m", "desktop_dialer.phone"]


def stage_flags(environ: Mapping[str, str]) -> list[str]:
    """The engine's flags that the environment asks for, as arguments of the phone process."""
    try:
        given = shlex.split(environ.get(ENGINE_FLAGS, ""))
    except ValueError as error:  # such as an unmatched quotation mark
        _log.warning("%s cannot be read: %s", ENGINE_FLAGS, error)
        return []
    allowed = [flag for flag in given if flag.partition("=")[0] in _STAGE_FLAGS]
    if len(allowed) < len(given):
        _log.warning("%s has flags that are not allowed", ENGINE_FLAGS)
    return [f"--engine-flag={flag}" for flag in allowed]


class PhoneProcess:
    """A phone process from its start to its exit.

    `on_event` is called with each event and `on_exit`, once and last, with the exit code (below
    0: the signal that ended it). Both are called on a thread of this object, and must not wait
    for `stop`. Raises DesktopError where it cannot be started.

    Commands are written by a separate thread: a pipe can be full, on Windows a write to one
    cannot be given a time limit, and `send` must not wait. A phone that has not read 64 commands
    is stuck, and is killed: `on_exit` reports that.
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
        self._exited = threading.Event()
        self._process = _start(command)
        self.pid = self._process.pid
        for work in (self._write, self._read, self._keep_notes):
            threading.Thread(target=work, name=f"phone {work.__name__}", daemon=True).start()

    def send(self, command: Command) -> None:
        """Send `command` without waiting; it is dropped if the phone has exited."""
        self._put(command)

    def stop(self, limit_s: float = 2.5) -> None:
        """Stop the phone and wait for its exit: by a command, then terminated, then killed.

        Hanging up and unregistering takes up to 1 s. `limit_s`: for the command. Must not be
        called from a callback of this object.
        """
        self._put(Stop())
        self._put(None)  # and the end of its input, which means the same
        if self._exited.wait(limit_s):
            return
        _log.warning("the phone process does not stop when asked")
        self._process.terminate()
        if not self._exited.wait(_END_LIMIT_S):
            self._process.kill()
            self._exited.wait(_END_LIMIT_S)

    def _put(self, command: Command | None) -> None:
        if self._exited.is_set():
            return
        try:
            self._outbox.put_nowait(command)
        except queue.Full:
            _log.error("the phone process does not read its commands and is killed")
            self._process.kill()

    def _write(self) -> None:
        pipe = cast("BinaryIO", self._process.stdin)
        closed = False
        while (command := self._outbox.get()) and not self._exited.is_set():
            try:
                if not closed:
                    pipe.write(command.line())
                    pipe.flush()
            except OSError:
                closed = True  # the reading thread reports the exit
        try:
            pipe.close()
        except OSError:
            _log.debug("the phone process did not read all its commands")

    def _read(self) -> None:
        with cast("BinaryIO", self._process.stdout) as pipe:
            for line in lines(pipe):
                self._handle(line)
        code = self._exit_code()
        self._exited.set()
        with suppress(queue.Full):  # otherwise the writer wakes up anyway
            self._outbox.put_nowait(None)
        self._on_exit(code)

    def _handle(self, line: bytes) -> None:
        try:
            event = read_event(line)
        except ProtocolError as error:
            _log.error("the phone process sent an invalid event: %s", error)
            return
        try:
            self._on_event(event)
        except Exception:  # noqa: BLE001  # a defect of a listener must not end a call
            _log.exception("an event of the phone was not handled: %s", event.kind)

    def _exit_code(self) -> int:
        try:
            return self._process.wait(_END_LIMIT_S)
        except subprocess.TimeoutExpired:
            _log.error("the phone process closed its output without exiting and is killed")
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
                    _log.warning("the phone process logs too much; the rest is not kept")


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
            # `python -m` searches its working folder for modules: it must not be the agent's.
            cwd=Path(__file__).parents[3],
            env={**os.environ, "LANGUAGE": language()},
            # Ctrl+C in the terminal must only reach the app, which then stops the phone properly.
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
