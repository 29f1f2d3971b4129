"""Keeps the phone process running: started, started again when it dies, stopped."""

import logging
import threading
from collections.abc import Callable

from ...model.errors import DesktopError
from ...translation import tr, tr_later
from .commands import Command
from .events import Event
from .ports import PhonePorts, RunningPhone

_log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 60
HEALTHY_S = 60
"""A process that was ready for so long has not failed at its start."""
START_LIMIT_S = 30
"""Seconds until a process that is not ready is given up; it takes 0.6 where nothing is wrong."""
STOP_LIMIT_S = 3
_DIED = tr_later("The softphone process stopped unexpectedly.")


class ProcessSupervisor:
    """Owns the process. One thread calls it; the process' threads come in through `post`.

    `on_start`: a process runs and may be written to. `on_event` gets events of the present
    process only. `on_down`: it ended on its own, or did not start, for that reason; the next one
    starts in that many seconds, None = never.
    """

    def __init__(
        self,
        around: PhonePorts,
        on_start: Callable[[], None],
        on_event: Callable[[Event], None],
        on_down: Callable[[float | None, str], None],
    ) -> None:
        self.turn = 0
        """Counts the processes: what belongs to an earlier one is no longer of interest."""
        self._start_phone = around.start
        self._post = around.post
        self._later = around.later
        self._clock = around.clock
        self._on_start = on_start
        self._on_event = on_event
        self._on_down = on_down
        self._wanted = False
        self._stopping = False
        self._running: RunningPhone | None = None
        self._failures = 0
        self._ready_at: float | None = None
        self._cancel: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Start a process; in place of one that runs, once that has ended."""
        self._cancel()
        self._wanted = True
        self._failures = 0
        if self._running:
            self._stop()
        else:
            self._start()

    def end(self) -> None:
        """Stop the process and start none, also none after one that ends on its own."""
        self._cancel()
        self._wanted = False
        self._stop()

    def let_go(self) -> None:
        """Start none after the present process."""
        self._cancel()
        self._wanted = False

    def give_up(self, turn: int) -> None:
        """End that process: it does not do what it is told. The next one starts after a pause."""
        if self._running and turn == self.turn and not self._stopping:
            _log.error("the phone process does not do what it is told, and is ended")
            self._stop_aside(self._running, 0)

    def ready(self) -> None:
        """The process has come up."""
        self._cancel()
        self._ready_at = self._clock()

    def send(self, command: Command) -> None:
        """Write the command to the process, if one runs."""
        if self._running and not self._stopping:
            self._running.send(command)

    def _start(self) -> None:
        self.turn += 1
        turn = self.turn
        self._ready_at = None
        self._stopping = False
        try:
            self._running = self._start_phone(
                lambda event: self._post(lambda: self._take(turn, event)),
                lambda code: self._post(lambda: self._exited(turn, code)),
            )
        except DesktopError as error:
            _log.error("%s", error)
            self._fall(error.message)
        else:
            self._cancel = self._later(START_LIMIT_S, self._stop_stuck)
            self._on_start()

    def _stop(self) -> None:
        if self._running and not self._stopping:
            self._stopping = True
            self._stop_aside(self._running, STOP_LIMIT_S)

    def _stop_stuck(self) -> None:
        _log.error("the phone process did not come up within %s s", START_LIMIT_S)
        if self._running:
            self._stop_aside(self._running, 0)

    def _stop_aside(self, running: RunningPhone, limit_s: float) -> None:
        # It waits, and the owner's thread must not. Where the program itself ends meanwhile, the
        # end of the pipe stops the process as well.
        stop = threading.Thread(
            target=running.stop, args=(limit_s,), name="phone stop", daemon=True
        )
        stop.start()

    def _take(self, turn: int, event: Event) -> None:
        if turn == self.turn and not self._stopping:
            self._on_event(event)

    def _exited(self, turn: int, code: int) -> None:
        if turn != self.turn or self._running is None:
            return
        self._cancel()
        self._running = None
        if self._stopping:
            self._stopping = False
            if self._wanted:
                self._start()
        else:
            _log.error("the phone process ended by itself with %s", code)
            self._fall(tr(_DIED))

    def _fall(self, why: str) -> None:
        if not self._wanted:
            self._on_down(None, why)
            return
        if self._ready_at is not None and self._clock() - self._ready_at >= HEALTHY_S:
            self._failures = 0
        pause = min(2.0**self._failures, LONGEST_PAUSE_S)
        self._failures += 1
        self._cancel = self._later(pause, self._start)
        self._on_down(pause, why)
