"""The file of the call log: made, brought up to date, guarded against damage.

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

from .paths import private_folder

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
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
_ADDED = {"talked_s": "REAL"}  # seconds from answer to end; NULL: not talked in here
"""Columns that came later. Older programs on the same file go on: they name their columns."""
_PATIENCE_S = 2
"""How long another program may hold the file."""


class CallLogFile:
    """The one owner of the file. May be used from any thread.

    `on_open` is called with each new connection. `clock`: seconds since 1970.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], float],
        on_open: Callable[[sqlite3.Connection], None],
    ) -> None:
        self.path = path
        self.connection: sqlite3.Connection | None = None
        self._clock = clock
        self._on_open = on_open
        self._lock = threading.Lock()

    def do(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
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

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            self._disconnect()

    def delete_set_aside(self) -> None:
        """Delete the damaged logs that were set aside."""
        for aside in self.path.parent.glob(f"{self.path.name}.damaged-*"):
            try:
                aside.unlink()
            except OSError as error:
                _log.error("%s cannot be deleted: %s", aside.name, error)

    def _once(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        if self.connection is None:
            self.connection = self._open()
        with self.connection:
            return work(self.connection)

    def _open(self) -> sqlite3.Connection:
        private_folder(self.path.parent)
        if self.path.is_dir():
            raise sqlite3.DatabaseError("a folder stands in its place")
        self.path.touch(mode=0o600, exist_ok=True)
        self.path.chmod(0o600)
        connection = sqlite3.connect(self.path, timeout=_PATIENCE_S, check_same_thread=False)
        try:
            _switch_to_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.executescript(_SCHEMA)
            _add_columns(connection)
            self._on_open(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _disconnect(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        self._disconnect()
        stamp = int(self._clock())
        while (aside := self.path.with_name(f"{self.path.name}.damaged-{stamp}")).exists():
            stamp += 1
        _log.error("the call log was damaged (%s) and is kept as %s", error, aside.name)
        self.path.replace(aside)
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


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


def _add_columns(connection: sqlite3.Connection) -> None:
    """Bring a file of an earlier version up to date."""
    if _missing(connection):
        with connection:
            connection.execute("BEGIN IMMEDIATE")  # of two programs at once, one does it
            for column in _missing(connection):
                connection.execute(f"ALTER TABLE calls ADD COLUMN {column} {_ADDED[column]}")


def _missing(connection: sqlite3.Connection) -> list[str]:
    there = {row[1] for row in connection.execute("PRAGMA table_info(calls)")}
    return [column for column in _ADDED if column not in there]
