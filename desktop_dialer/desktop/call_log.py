"""The call log: the wish on disk before its request leaves, the outcome after.

SQLite in the data folder, for its owner only. WAL with synchronous=FULL: one flush to disk
for a wish. A damaged file is set aside and a new one begun.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ..dialling.call import CallOutcome, CallRequest, CallSource, PastCall, Status
from .paths import private_folder

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_DAY_S = 86400
_COOL_DOWN_LIMIT_S = 3600
"""The longest cool-down that the settings allow."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,          -- seconds since 1970, UTC
    source TEXT NOT NULL,
    reference TEXT NOT NULL,
    e164 TEXT NOT NULL DEFAULT '',
    display TEXT NOT NULL DEFAULT '',
    status TEXT,               -- NULL: asked for, and no outcome known
    message TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS calls_by_number ON calls (e164, at);
"""
_PATIENCE_S = 2
"""How long another program may hold the file."""
_SOURCES = frozenset(CallSource)
_STATUSES = frozenset(Status)
_MAY_HAVE_RUNG = (Status.ACCEPTED.value, Status.UNKNOWN.value)


class CallLog:
    """The one owner of the call log's file. May be used from any thread.

    `keep_days` 0 keeps no call: an open one leaves its time, source and reference only, and
    those go with its outcome; the cool-down then holds within this process only.
    `clock`: seconds since 1970.
    """

    def __init__(
        self, file: Path, keep_days: int = 30, clock: Callable[[], float] = time.time
    ) -> None:
        self.file = file
        self.keep_days = keep_days
        self._clock = clock
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._called: dict[str, float] = {}
        """When this process called a number: the cool-down where the disk keeps none."""

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
            # Calls of the future: the clock was wrong then. They would ask again for years.
            connection.execute("UPDATE calls SET at = ? WHERE at > ?", (now, now))
            seconds = self._since(connection, request.number.e164)
            if seconds is not None and seconds < unless_called_within_s:
                return seconds
            # An open call stays a day at least: it may be under way in another program.
            connection.execute(
                "DELETE FROM calls WHERE at < ? AND (status IS NOT NULL OR at < ?)",
                (now - self.keep_days * _DAY_S, now - max(self.keep_days, 1) * _DAY_S),
            )
            connection.execute(
                "INSERT INTO calls (id, at, source, reference, e164, display)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
            return None

        seconds = self._remembered(request.number.e164)
        if seconds is None or seconds >= unless_called_within_s:
            seconds = self._do(write, None)
        if seconds is None:
            self._remember(request.number.e164, now)
        return seconds

    def settle(self, request: CallRequest, outcome: CallOutcome) -> None:
        """Put the outcome on disk."""
        # A PBX's words may hold half characters (JSON can write them), which no file can.
        message = outcome.message.encode(errors="replace").decode()

        if not outcome.phone_may_ring:
            self._called.pop(request.number.e164, None)

        def write(connection: sqlite3.Connection) -> None:
            if self.keep_days > 0:
                connection.execute(
                    "UPDATE calls SET status = ?, message = ? WHERE id = ?",
                    (outcome.status.value, message, request.id),
                )
            else:
                connection.execute("DELETE FROM calls WHERE id = ?", (request.id,))

        self._do(write, None)

    def seconds_since(self, e164: str) -> float | None:
        """Seconds since the number was last called and a phone may have rung; None = never."""
        logged = self._do(lambda connection: self._since(connection, e164), None)
        known = [since for since in (logged, self._remembered(e164)) if since is not None]
        return min(known, default=None)

    def recent(self, most: int = 20) -> list[PastCall]:
        """The latest calls, newest first."""

        def read(connection: sqlite3.Connection) -> list[PastCall]:
            rows = connection.execute(
                "SELECT id, at, source, reference, e164, display, status, message FROM calls"
                " WHERE e164 != '' ORDER BY at DESC LIMIT ?",
                (most,),
            )
            return [call for call in map(_logged, rows) if call]

        return self._do(read, [])

    def clear(self) -> None:
        """Forget every call, on the disk too, and the damaged logs that were set aside."""
        self._called.clear()
        self._do(_forget, None)
        for aside in self.file.parent.glob(f"{self.file.name}.damaged-*"):
            try:
                aside.unlink()
            except OSError as error:
                _log.error("%s cannot be deleted: %s", aside.name, error)

    def keep_for(self, days: int) -> None:
        """Keep calls for so many days from now on; the next use forgets them all where it is 0."""
        if days != self.keep_days:
            self.close()
            self.keep_days = days

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _remember(self, e164: str, now: float) -> None:
        self._called = {
            number: at for number, at in self._called.items() if 0 <= now - at < _COOL_DOWN_LIMIT_S
        } | {e164: now}

    def _remembered(self, e164: str) -> float | None:
        at = self._called.get(e164)
        return None if at is None else max(0.0, self._clock() - at)

    def _since(self, connection: sqlite3.Connection, e164: str) -> float | None:
        row = connection.execute(
            "SELECT max(at) FROM calls WHERE e164 = ? AND (status IS NULL OR status IN (?, ?))",
            (e164, *_MAY_HAVE_RUNG),
        ).fetchone()
        return None if not e164 or row[0] is None else max(0.0, self._clock() - row[0])

    def _do(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """`work` in one transaction; on a damaged file once more, on a new one.

        Where no log can be kept at all (disk full, folder read-only), `otherwise`: the agent
        must be able to call all the same, and the log file of the program says why.
        """
        with self._lock:
            try:
                try:
                    return self._once(work)
                except sqlite3.DatabaseError as error:
                    if not _is_damage(error):
                        raise
                    self._set_aside(error)
                    return self._once(work)
            # The same request twice is a defect of ours and must not become a second call.
            except sqlite3.IntegrityError:
                raise
            except (sqlite3.Error, OSError) as error:
                _log.error("the call log cannot be used: %s", error)
                return otherwise

    def _once(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        if self._connection is None:
            self._connection = self._open()
        with self._connection:
            return work(self._connection)

    def _open(self) -> sqlite3.Connection:
        private_folder(self.file.parent)
        if self.file.is_dir():
            raise sqlite3.DatabaseError("a folder stands in its place")
        self.file.touch(mode=0o600, exist_ok=True)
        self.file.chmod(0o600)
        connection = sqlite3.connect(self.file, timeout=_PATIENCE_S, check_same_thread=False)
        try:
            _switch_to_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.executescript(_SCHEMA)
            if self.keep_days == 0 and _holds_numbers(connection):
                _forget(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        stamp = int(self._clock())
        while (aside := self.file.with_name(f"{self.file.name}.damaged-{stamp}")).exists():
            stamp += 1
        _log.error("the call log was damaged (%s) and is kept as %s", error, aside.name)
        self.file.replace(aside)
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether a new file would do better: not where the disk is full, locked or read-only."""
    if not isinstance(error, sqlite3.OperationalError):
        return not isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError)
    # SQLITE_ERROR: tables that are not ours. Without a code: text that is no UTF-8.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL, which it then stays in.

    Where two programs do that to a new file at once, SQLite tells one of them "locked" without
    waiting, whatever the timeout (https://sqlite.org/c3ref/busy_handler.html): try again.
    """
    give_up = time.monotonic() + _PATIENCE_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def _holds_numbers(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM calls WHERE e164 != '' LIMIT 1").fetchone() is not None


def _forget(connection: sqlite3.Connection) -> None:
    """Delete every call, its bytes in the file and in the write-ahead log too."""
    connection.execute("DELETE FROM calls")
    connection.commit()
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _logged(row: tuple[str, float, str, str, str, str, str | None, str]) -> PastCall | None:
    """One row; None where a later version wrote words that this one does not know."""
    identity, at, source, reference, e164, display, status, message = row
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
    )
