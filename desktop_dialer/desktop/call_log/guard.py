"""What keeps a number from being called twice: its latest calls, in the runtime folder.

The call log may be full, locked, read-only, switched off or lost; this file is in memory and
needs none of that. It holds no number, only a salted hash, and forgets a call once no rule asks
about it any more.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from ...model.call import MAY_HAVE_RUNG, LastCall, Status
from ..paths import own_folder
from .file import CallLogFile, Schema

KEPT_S = 3600
"""The longest time that the settings allow a number to be asked about."""
_SCHEMA = Schema(
    """
CREATE TABLE IF NOT EXISTS calls (
    id TEXT PRIMARY KEY,
    number BLOB NOT NULL,      -- salted hash
    at REAL NOT NULL,          -- of the outcome, or of the request: seconds since 1970
    status TEXT                -- NULL: no outcome yet
);
CREATE TABLE IF NOT EXISTS salt (value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS said (words TEXT NOT NULL);
""",
    durable=False,
)


class CallGuard:
    """Shared by every process of this user. Every method raises LogUnavailable.

    `clock`: seconds since 1970.
    """

    def __init__(self, file: Path, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._file = CallLogFile(file, _SCHEMA, clock, make_folder=own_folder)

    def begin(
        self, call_id: str, number: str, asked_at: float, blocked: Callable[[LastCall], bool]
    ) -> LastCall | None:
        """Note that `number` is called now, unless `blocked` says no: then its last call.

        One transaction: of two programs that ask at once, one goes on.
        """
        now = self._clock()

        def write(connection: sqlite3.Connection) -> LastCall | None:
            connection.execute("BEGIN IMMEDIATE")
            _forget_old(connection, now)
            hashed = _hash(connection, number)
            last = _last(connection, hashed, asked_at)
            if blocked(last):
                return last
            connection.execute(
                "INSERT INTO calls (id, number, at) VALUES (?, ?, ?)", (call_id, hashed, now)
            )
            return None

        return self._file.do(write)

    def record_outcome(self, call_id: str, number: str, status: Status) -> None:
        """Note the outcome of a call; one by which no phone can have rung is forgotten."""
        now = self._clock()

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            if status in MAY_HAVE_RUNG:
                connection.execute(
                    "INSERT OR REPLACE INTO calls (id, number, at, status) VALUES (?, ?, ?, ?)",
                    (call_id, _hash(connection, number), now, status.value),
                )
            else:
                connection.execute("DELETE FROM calls WHERE id = ?", (call_id,))

        self._file.do(write)

    def drop(self, call_id: str) -> None:
        """Forget a call that was not placed."""
        self._file.do(lambda db: db.execute("DELETE FROM calls WHERE id = ?", (call_id,)))

    def last_call(self, number: str, asked_at: float) -> LastCall:
        """How long before `asked_at` the number was called."""
        if not self._file.path.exists():
            return LastCall()
        return self._file.do(lambda db: _last(db, _hash(db, number), asked_at))

    def say_once(self, words: str) -> bool:
        """Whether these words have not been said yet; "" lets the next words be said again."""

        def write(connection: sqlite3.Connection) -> bool:
            connection.execute("BEGIN IMMEDIATE")
            said = connection.execute("SELECT words FROM said").fetchone()
            if said == (words,) or (said is None and not words):
                return False
            connection.execute("DELETE FROM said")
            if words:
                connection.execute("INSERT INTO said VALUES (?)", (words,))
            return bool(words)

        return self._file.do(write)

    def clear(self) -> None:
        """Forget every call."""
        if self._file.path.exists():
            self._file.do(lambda db: db.execute("DELETE FROM calls"))

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        if self._file.connection is not None:
            now = self._clock()
            self._file.do(lambda connection: _forget_old(connection, now))
        self._file.close()


def _hash(connection: sqlite3.Connection, number: str) -> bytes:
    import hashlib  # loads OpenSSL: some 4 MiB that nobody needs before the first number

    row = connection.execute("SELECT value FROM salt").fetchone()
    if row is None:
        row = (os.urandom(32),)
        connection.execute("INSERT INTO salt VALUES (?)", row)
    return hashlib.blake2b(number.encode(), key=row[0], digest_size=16).digest()


def _forget_old(connection: sqlite3.Connection, now: float) -> None:
    """Calls of the future too: the clock was wrong then, and they would ask for years."""
    connection.execute("DELETE FROM calls WHERE at < ?", (now - KEPT_S,))
    connection.execute("UPDATE calls SET at = ? WHERE at > ?", (now, now))


def _last(connection: sqlite3.Connection, hashed: bytes, asked_at: float) -> LastCall:
    settled, unknown = connection.execute(
        "SELECT max(CASE WHEN status IS NOT NULL AND status != ? THEN at END),"
        " max(CASE WHEN status IS NULL OR status = ? THEN at END) FROM calls WHERE number = ?",
        (Status.UNKNOWN, Status.UNKNOWN, hashed),
    ).fetchone()
    return LastCall(since(settled, asked_at), since(unknown, asked_at))


def since(at: float | None, asked_at: float) -> float | None:
    """Seconds from `at` to `asked_at`, 0 where it was asked before; None where `at` is None."""
    return None if at is None else max(0.0, asked_at - at)
