"""Keeps the phone process running: starts it, restarts it when it dies, and stops it."""

import logging
import threading
from collections.abc import Callable

from ...model.errors import DesktopError
from .commands import Command
from .events import Event
from .faults import PROCESS_STOPPED
from .ports import PhonePorts, RunningPhone

_log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 60
HEALTHY_S = 60
"""A process that was ready for that long did not fail at its start."""
START_LIMIT_S = 30
"""Seconds until a process that is not ready is given up; 0.6 is usual."""
STOP_LIMIT_S = 3


class ProcessSupervisor:
    """Owns the process. It is used by one thread; the process's own threads use `post`.

    `on_start`: a process was started and may get commands. `on_event`: an event of the current
    process. `on_exit`: the process exited unexpectedly, or did not start, for that reason; the
    next one starts in this many seconds, None = never.
    """

    def __init__(
        self,
        ports: PhonePorts,
        on_start: Callable[[], None],
        on_event: Callable[[Event], None],
        on_exit: Callable[[float | None, str], None],
    ) -> None:
        self.generation = 0
        """Counts the processes: everything that belongs to an earlier one is ignored."""
        self._ports = ports
        self._on_start = on_start
        self._on_event = on_event
        self._on_exit = on_exit
        self._wanted = False
        self._stopping = False
        self._running: RunningPhone | None = None
        self._failures = 0
        self._ready_at: float | None = None
        self._cancel: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Start a process; one that runs is stopped first."""
        self._cancel()
        self._wanted = True
        self._failures = 0
        if self._running:
            self._stop()
        else:
            self._start()

    def end(self) -> None:
        """Stop the process, and do not start another."""
        self._cancel()
        self._wanted = False
        self._stop()

    def do_not_restart(self) -> None:
        """Do not start another process after the current one."""
        self._cancel()
        self._wanted = False

    def kill(self, generation: int) -> None:
        """Kill that process, which does not respond. The next one starts after a pause."""
        if self._running and generation == self.generation and not self._stopping:
            _log.error("the phone process does not respond, and is killed")
            self._stop_in_background(self._running, 0)

    def ready(self) -> None:
        """The process has reported that it is ready."""
        self._cancel()
        self._ready_at = self._ports.clock()

    def send(self, command: Command) -> None:
        """Send the command to the process, if one runs."""
        if self._running and not self._stopping:
            self._running.send(command)

    def _start(self) -> None:
        self.generation += 1
        generation = self.generation
        self._ready_at = None
        self._stopping = False
        post = self._ports.post
        try:
            self._running = self._ports.start(
                lambda event: post(lambda: self._handle_event(generation, event)),
                lambda code: post(lambda: self._handle_exit(generation, code)),
            )
        except DesktopError as error:
            _log.error("%s", error)
            self._restart_later(error.message)
        else:
            self._cancel = self._ports.later(START_LIMIT_S, self._kill_not_ready)
            self._on_start()

    def _stop(self) -> None:
        if self._running and not self._stopping:
            self._stopping = True
            self._stop_in_background(self._running, STOP_LIMIT_S)

    def _kill_not_ready(self) -> None:
        _log.error("the phone process was not ready within %s s", START_LIMIT_S)
        if self._running:
            self._stop_in_background(self._running, 0)

    def _stop_in_background(self, running: RunningPhone, limit_s: float) -> None:
        # `stop` waits, and the owner's thread must not. If the program itself exits meanwhile, the
        # end of the pipe stops the process as well.
        stop = threading.Thread(
            target=running.stop, args=(limit_s,), name="phone stop", daemon=True
        )
        stop.start()

    def _handle_event(self, generation: int, event: Event) -> None:
        if generation == self.generation and not self._stopping:
            self._on_event(event)

    def _handle_exit(self, generation: int, code: int) -> None:
        if generation != self.generation or self._running is None:
            return
        self._cancel()
        self._running = None
        if self._stopping:
            self._stopping = False
            if self._wanted:
                self._start()
        else:
            _log.error("the phone process exited unexpectedly with %s", code)
            self._restart_later(PROCESS_STOPPED.translated().message)

    def _restart_later(self, reason: str) -> None:
        if not self._wanted:
            self._on_exit(None, reason)
            return
        if self._ready_at is not None and self._ports.clock() - self._ready_at >= HEALTHY_S:
            self._failures = 0
        pause = min(2.0**self._failures, LONGEST_PAUSE_S)
        self._failures += 1
        self._cancel = self._ports.later(pause, self._start)
        self._on_exit(pause, reason)
