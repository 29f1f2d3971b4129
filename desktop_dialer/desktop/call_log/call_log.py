"""The call log: the intent on disk before its request leaves, the outcome after.

Incoming calls are in it too, from their first ring. What keeps a number from being called twice
is in `call_guard` as well, which works where the log does not.
"""

import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from ...model.call import CallOutcome, CallRequest, CallSource, LastCall, PastCall, Status
from ...model.errors import LogUnavailable
from . import rows
from .file import CallLogFile
from .guard import CallGuard

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class CallLog:
    """The one owner of the call log's file. May be used from any thread.

    `guard_file`: where the latest calls are guarded, shared by every process of this user.
    `keep_days` 0 keeps no call: an open one leaves its time, source and reference only, and
    those go with its outcome. `clock`: seconds since 1970.
    """

    def __init__(
        self,
        file: Path,
        guard_file: Path,
        keep_days: int = 30,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.keep_days = keep_days
        self.unavailable_reason = ""
        """Why the latest call is not in the log; "" = it is."""
        self._clock = clock
        self._guard = CallGuard(guard_file, clock)
        self._file = CallLogFile(file, rows.SCHEMA, clock, on_open=self._opened)
        self._concluded: set[str] = set()
        """Requests of this process whose final outcome is known."""
        self._incoming: dict[str, str] = {}
        """The line's id for an incoming call, and ours: only ours is unique forever."""
        self._said = ""

    def record_intent(
        self,
        request: CallRequest,
        asked_at: float | None = None,
        blocked: Callable[[LastCall], bool] = lambda _: False,
    ) -> LastCall | None:
        """Record that the number is called, unless `blocked` says no to its last call.

        Then nothing is recorded and that last call comes back. `asked_at`: when the call was
        asked for, seconds since 1970; None = now. Of two programs that ask at once, one goes on.
        Raises LogUnavailable where neither log nor guard can record it.
        """
        number = request.number.e164
        asked = self._clock() if asked_at is None else asked_at
        guard_error = None
        try:
            last = self._guard.begin(request.id, number, asked, blocked)
        except LogUnavailable as error:
            _log.error("the latest calls cannot be recorded: %s", error.__cause__)
            guard_error, last = error, None
        if last is None:
            try:
                last = self._file.do(lambda db: self._add(db, request, asked, blocked))
                self._note_availability(None)
            except LogUnavailable as error:
                self._note_availability(error)
                if guard_error:
                    raise
            if last is not None:
                self._attempt(lambda: self._guard.drop(request.id))
        return last

    def record_outcome(
        self, request: CallRequest, outcome: CallOutcome, *, final: bool = False
    ) -> None:
        """Record the outcome, and the call with it where the intent could not be logged.

        A softphone call is settled twice: when the PBX took it, and, `final`, when it has
        ended. The two may come from two threads; the final one stays.
        """
        if final:
            self._concluded.add(request.id)
        elif request.id in self._concluded:
            return
        self._attempt(
            lambda: self._guard.record_outcome(request.id, request.number.e164, outcome.status)
        )
        now = self._clock()

        def write(connection: sqlite3.Connection) -> None:
            if request.id in self._concluded and not final:
                return
            if self.keep_days == 0:
                rows.remove(connection, request.id)
            elif not rows.put_outcome(connection, request.id, outcome, now):
                rows.add(connection, rows.opened(request, now, with_number=True))
                rows.put_outcome(connection, request.id, outcome, now)

        try:
            self._file.do(write)
            self._note_availability(None)
        except LogUnavailable as error:
            self._note_availability(error)

    def new_unavailable_reason(self) -> str:
        """Why the latest call is not in the log and what to do; once for each reason."""
        if not self.unavailable_reason or self.unavailable_reason == self._said:
            return ""
        self._said = self.unavailable_reason
        try:
            return self.unavailable_reason if self._guard.say_once(self.unavailable_reason) else ""
        except LogUnavailable:
            return self.unavailable_reason

    def record_incoming(
        self, call_id: str, e164: str, display: str, outcome: CallOutcome | None = None
    ) -> None:
        """Record a call that rings here, with its outcome where that is known at once.

        `call_id`: the line's name for it. `display`: the caller's number as people write it.
        Nothing is written where no call is kept: nothing was sent that a crash could leave open.
        """
        if self.keep_days == 0:
            return
        now = self._clock()
        call = PastCall(
            uuid4().hex, now, CallSource.INCOMING, "", e164, display, Status.UNKNOWN, ""
        )

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            self._tidy(connection, now)
            rows.add(connection, call)
            if outcome:
                rows.put_outcome(connection, call.id, outcome, now)
            else:
                self._incoming[call_id] = call.id

        self._attempt(lambda: self._file.do(write))

    def record_incoming_outcome(self, call_id: str, outcome: CallOutcome) -> None:
        """Record the outcome of a call that was noted."""
        ours = self._incoming.pop(call_id, "")
        now = self._clock()
        if ours and self.keep_days > 0:
            self._attempt(
                lambda: self._file.do(lambda db: rows.put_outcome(db, ours, outcome, now))
            )

    def last_call(self, e164: str, asked_at: float | None = None) -> LastCall:
        """How long before `asked_at` (None = now) the number was last called, by any program.

        Calls from that number do not count: to call back somebody is not a mistake.
        """
        asked = self._clock() if asked_at is None else asked_at
        guarded = self._attempt(lambda: self._guard.last_call(e164, asked)) or LastCall()
        logged = self._attempt(lambda: self._file.do(lambda db: rows.last_call(db, e164, asked)))
        return guarded.or_later(logged or LastCall())

    def recent(self, most: int = 20) -> list[PastCall]:
        """The latest calls, newest first; none where the log cannot be read."""
        return self._attempt(lambda: self._file.do(lambda db: rows.recent(db, most))) or []

    def clear(self) -> None:
        """Forget every call, on the disk too, and the damaged logs that were set aside."""
        self._attempt(self._guard.clear)
        self._attempt(lambda: self._file.do(rows.forget_all))
        self._file.delete_set_aside()

    def keep_for(self, days: int) -> None:
        """Keep calls for this many days from now on; 0 = the next use deletes them all."""
        if days != self.keep_days:
            self.close()
            self.keep_days = days

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._attempt(self._guard.close)
        self._file.close()

    def _add(
        self,
        connection: sqlite3.Connection,
        request: CallRequest,
        asked_at: float,
        blocked: Callable[[LastCall], bool],
    ) -> LastCall | None:
        now = self._clock()
        connection.execute("BEGIN IMMEDIATE")
        self._tidy(connection, now)
        last = rows.last_call(connection, request.number.e164, asked_at)
        if blocked(last):
            return last
        rows.add(connection, rows.opened(request, now, with_number=self.keep_days > 0))
        return None

    def _tidy(self, connection: sqlite3.Connection, now: float) -> None:
        rows.heal(connection, now)
        rows.forget_old(connection, now, self.keep_days)

    def _attempt(self, work: Callable[[], _T]) -> _T | None:
        """What `work` gives; None where the file cannot be used; the program's log says why."""
        try:
            return work()
        except LogUnavailable as error:
            _log.error("the call log cannot be used: %s", error.__cause__)
            return None

    def _note_availability(self, error: LogUnavailable | None) -> None:
        words = ""
        if error is not None:
            _log.error("the call log cannot be used: %s", error.__cause__)
            if self.keep_days > 0:  # else nothing is kept, so nothing is missing
                words = f"{error.message} {error.advice}"
        if self.unavailable_reason and not words:
            self._said = ""
            self._attempt(lambda: self._guard.say_once(""))
        self.unavailable_reason = words

    def _opened(self, connection: sqlite3.Connection) -> None:
        if self.keep_days == 0:
            rows.forget_numbers(connection)
