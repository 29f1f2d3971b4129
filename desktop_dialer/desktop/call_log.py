"""The call log: the wish on disk before its request leaves, the outcome after.

Incoming calls stand in it too, from their first ring. See `call_log_file` for the file.
"""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from ..dialling.call import (
    MAY_HAVE_RUNG,
    CallOutcome,
    CallRequest,
    CallSource,
    PastCall,
    Status,
)
from .call_log_file import CallLogFile

_DAY_S = 86400
_COOL_DOWN_LIMIT_S = 3600
"""The longest cool-down that the settings allow."""
_SOURCES = frozenset(CallSource)
_STATUSES = frozenset(Status)


class CallLog:
    """The one owner of the call log's file. May be used from any thread.

    `keep_days` 0 keeps no call: an open one leaves its time, source and reference only, and
    those go with its outcome; the cool-down then holds within this process only.
    `clock`: seconds since 1970.
    """

    def __init__(
        self, file: Path, keep_days: int = 30, clock: Callable[[], float] = time.time
    ) -> None:
        self.keep_days = keep_days
        self._clock = clock
        self._file = CallLogFile(file, clock, self._opened)
        self._called: dict[str, float] = {}
        """When this process called a number: the cool-down where the disk keeps none."""
        self._concluded: set[str] = set()
        """Requests of this process whose final outcome is known."""
        self._incoming: dict[str, str] = {}
        """The line's name for an incoming call, and ours: only that one is unique for ever."""

    def intend(self, request: CallRequest, unless_called_within_s: float = 0) -> float | None:
        """Put the wish on disk, unless the number was called less than so many seconds ago.

        Then nothing is written and the seconds since that call come back. One transaction, so
        that of two programs that wish at once only one goes on.
        """
        now = self._clock()
        kept = self.keep_days > 0
        values = (
            *(request.id, now, request.source.value, request.reference),
            *((request.number.e164, request.number.display) if kept else ("", "")),
        )

        def write(connection: sqlite3.Connection) -> float | None:
            connection.execute("BEGIN IMMEDIATE")
            _heal(connection, now)
            seconds = self._since(connection, request.number.e164)
            if seconds is not None and seconds < unless_called_within_s:
                return seconds
            self._forget_old(connection, now)
            connection.execute(
                "INSERT INTO calls (id, at, source, reference, e164, display)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
            return None

        seconds = self._remembered(request.number.e164)
        if seconds is None or seconds >= unless_called_within_s:
            seconds = self._file.do(write, None)
        if seconds is None:
            self._remember(request.number.e164, now)
        return seconds

    def settle(self, request: CallRequest, outcome: CallOutcome, *, final: bool = False) -> None:
        """Put the outcome on disk.

        A call that is talked in here is settled twice: when the PBX took it, and, `final`, when
        it has ended. The two may come from two threads; the final one stays.
        """
        if final:
            self._concluded.add(request.id)
        if not outcome.phone_may_ring:
            self._called.pop(request.number.e164, None)

        def write(connection: sqlite3.Connection) -> None:
            if request.id in self._concluded and not final:
                return
            if self.keep_days > 0:
                _put(connection, request.id, outcome)
            else:
                connection.execute("DELETE FROM calls WHERE id = ?", (request.id,))

        self._file.do(write, None)

    def note_incoming(
        self, call_id: str, e164: str, display: str, outcome: CallOutcome | None = None
    ) -> None:
        """Put a call that rings here on disk, with its outcome where that is known at once.

        `call_id`: the line's name for it. `display`: the other's number as people write it.
        Nothing is written where no call is kept: nothing was sent that a crash could leave open.
        """
        if self.keep_days == 0:
            return
        now = self._clock()
        ours = uuid4().hex
        shown = _writable(display)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            _heal(connection, now)
            self._forget_old(connection, now)
            connection.execute(
                "INSERT INTO calls (id, at, source, reference, e164, display)"
                " VALUES (?, ?, ?, '', ?, ?)",
                (ours, now, CallSource.INCOMING.value, e164, shown),
            )
            if outcome:
                _put(connection, ours, outcome)
            else:
                self._incoming[call_id] = ours

        self._file.do(write, None)

    def settle_incoming(self, call_id: str, outcome: CallOutcome) -> None:
        """Put the outcome of a call that was noted on disk."""
        ours = self._incoming.pop(call_id, "")
        if ours and self.keep_days > 0:
            self._file.do(lambda connection: _put(connection, ours, outcome), None)

    def seconds_since(self, e164: str) -> float | None:
        """Seconds since the number was last called and a phone may have rung; None = never.

        Calls from that number do not count. The cool-down asks whether one call was wished
        twice by mistake; to call back somebody who has just called is no mistake.
        """
        logged = self._file.do(lambda connection: self._since(connection, e164), None)
        known = [since for since in (logged, self._remembered(e164)) if since is not None]
        return min(known, default=None)

    def recent(self, most: int = 20) -> list[PastCall]:
        """The latest calls, newest first."""

        def read(connection: sqlite3.Connection) -> list[PastCall]:
            rows = connection.execute(
                "SELECT id, at, source, reference, e164, display, status, message, talked_s"
                # Where no number is kept, an outgoing call leaves a row without one.
                " FROM calls WHERE e164 != '' OR source = ? ORDER BY at DESC LIMIT ?",
                (CallSource.INCOMING.value, most),
            )
            return [call for call in map(_logged, rows) if call]

        return self._file.do(read, [])

    def clear(self) -> None:
        """Forget every call, on the disk too, and the damaged logs that were set aside."""
        self._called.clear()
        self._file.do(_forget, None)
        self._file.delete_set_aside()

    def keep_for(self, days: int) -> None:
        """Keep calls for so many days from now on; the next use forgets them all where it is 0."""
        if days != self.keep_days:
            self.close()
            self.keep_days = days

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._file.close()

    def _remember(self, e164: str, now: float) -> None:
        self._called = {
            number: at for number, at in self._called.items() if 0 <= now - at < _COOL_DOWN_LIMIT_S
        } | {e164: now}

    def _remembered(self, e164: str) -> float | None:
        at = self._called.get(e164)
        return None if at is None else max(0.0, self._clock() - at)

    def _since(self, connection: sqlite3.Connection, e164: str) -> float | None:
        row = connection.execute(
            "SELECT max(at) FROM calls WHERE e164 = ? AND source != ?"
            " AND (status IS NULL OR status IN (?, ?, ?, ?))",
            (e164, CallSource.INCOMING.value, *MAY_HAVE_RUNG),
        ).fetchone()
        return None if not e164 or row[0] is None else max(0.0, self._clock() - row[0])

    def _forget_old(self, connection: sqlite3.Connection, now: float) -> None:
        # An open call stays a day at least: it may be under way in another program.
        connection.execute(
            "DELETE FROM calls WHERE at < ? AND (status IS NOT NULL OR at < ?)",
            (now - self.keep_days * _DAY_S, now - max(self.keep_days, 1) * _DAY_S),
        )

    def _opened(self, connection: sqlite3.Connection) -> None:
        if self.keep_days == 0 and _holds_numbers(connection):
            _forget(connection)


def _heal(connection: sqlite3.Connection, now: float) -> None:
    """Calls of the future: the clock was wrong then. They would ask again for years."""
    connection.execute("UPDATE calls SET at = ? WHERE at > ?", (now, now))


def _put(connection: sqlite3.Connection, call_id: str, outcome: CallOutcome) -> None:
    connection.execute(
        "UPDATE calls SET status = ?, message = ?, talked_s = ? WHERE id = ?",
        (outcome.status.value, _writable(outcome.message), outcome.talked_s, call_id),
    )


def _writable(words: str) -> str:
    """A PBX's words may hold half characters (JSON can write them), which no file can."""
    return words.encode(errors="replace").decode()


def _holds_numbers(connection: sqlite3.Connection) -> bool:
    rows = connection.execute(
        "SELECT 1 FROM calls WHERE e164 != '' OR source = ? LIMIT 1", (CallSource.INCOMING.value,)
    )
    return rows.fetchone() is not None


def _forget(connection: sqlite3.Connection) -> None:
    """Delete every call, its bytes in the file and in the write-ahead log too."""
    connection.execute("DELETE FROM calls")
    connection.commit()
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_Row = tuple[str, float, str, str, str, str, str | None, str, float | None]


def _logged(row: _Row) -> PastCall | None:
    """One row; None where a later version wrote words that this one does not know."""
    identity, at, source, reference, e164, display, status, message, talked_s = row
    if source not in _SOURCES or (status or Status.UNKNOWN) not in _STATUSES:
        return None
    return PastCall(
        identity,
        at,
        CallSource(source),
        reference,
        e164,
        display,
        Status(status or Status.UNKNOWN),
        message if status else "It is not known what became of this call.",
        talked_s,
    )
