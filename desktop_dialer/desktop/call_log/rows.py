"""The rows of the call log: what is written, read and forgotten, as SQL."""

import sqlite3

from ...model.call import (
    MAY_HAVE_RUNG,
    CallOutcome,
    CallRequest,
    CallSource,
    LastCall,
    PastCall,
    Status,
)
from ...translation import tr
from .file import Schema
from .guard import since

SCHEMA = Schema(
    """
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
""",
    # talked_s: seconds from answer to end; NULL: not a softphone call. ended_at: when the
    # outcome was known; NULL: it is not, or an earlier version wrote it.
    added={"talked_s": "REAL", "ended_at": "REAL"},
)
_DAY_S = 86400
_SOURCES = frozenset(CallSource)
_STATUSES = frozenset(Status)


def add(connection: sqlite3.Connection, call: PastCall) -> None:
    """A call without an outcome."""
    values = (call.id, call.at, call.source.value, call.reference, call.e164)
    connection.execute(
        "INSERT INTO calls (id, at, source, reference, e164, display) VALUES (?, ?, ?, ?, ?, ?)",
        (*values, _writable(call.display)),
    )


def opened(request: CallRequest, at: float, *, with_number: bool) -> PastCall:
    """The row of a request whose outcome is not known yet."""
    number = request.number
    return PastCall(
        request.id,
        at,
        request.source,
        request.reference,
        number.e164 if with_number else "",
        number.display if with_number else "",
        Status.UNKNOWN,
        "",
    )


def put_outcome(
    connection: sqlite3.Connection, call_id: str, outcome: CallOutcome, now: float
) -> bool:
    """Write what became of a call; False where it is not in the log."""
    done = connection.execute(
        "UPDATE calls SET status = ?, message = ?, talked_s = ?, ended_at = ? WHERE id = ?",
        (outcome.status.value, _writable(outcome.message), outcome.talked_s, now, call_id),
    )
    return done.rowcount > 0


def remove(connection: sqlite3.Connection, call_id: str) -> None:
    """Forget one call."""
    connection.execute("DELETE FROM calls WHERE id = ?", (call_id,))


def last_call(connection: sqlite3.Connection, e164: str, asked_at: float) -> LastCall:
    """How long before `asked_at` the number was called; calls from that number do not count."""
    rang = [status.value for status in MAY_HAVE_RUNG if status is not Status.UNKNOWN]
    settled, unknown = connection.execute(
        "SELECT max(CASE WHEN status IN (?, ?, ?) THEN coalesce(ended_at, at) END),"
        " max(CASE WHEN coalesce(status, ?) = ? THEN coalesce(ended_at, at) END)"
        " FROM calls WHERE e164 = ? AND source != ?",
        (*rang, *[Status.UNKNOWN.value] * 2, e164, CallSource.INCOMING.value),
    ).fetchone()
    return LastCall(since(settled, asked_at), since(unknown, asked_at)) if e164 else LastCall()


def recent(connection: sqlite3.Connection, most: int) -> list[PastCall]:
    """The latest calls, newest first."""
    rows = connection.execute(
        "SELECT id, at, source, reference, e164, display, status, message, talked_s"
        # Where no number is kept, an outgoing call leaves a row without one.
        " FROM calls WHERE e164 != '' OR source = ? ORDER BY at DESC LIMIT ?",
        (CallSource.INCOMING.value, most),
    )
    return [call for call in map(_past_call, rows) if call]


def heal(connection: sqlite3.Connection, now: float) -> None:
    """Calls of the future: the clock was wrong then. They would ask again for years."""
    connection.execute("UPDATE calls SET at = ? WHERE at > ?", (now, now))
    connection.execute("UPDATE calls SET ended_at = ? WHERE ended_at > ?", (now, now))


def forget_old(connection: sqlite3.Connection, now: float, keep_days: int) -> None:
    """An open call stays a day at least: it may be under way in another program."""
    connection.execute(
        "DELETE FROM calls WHERE at < ? AND (status IS NOT NULL OR at < ?)",
        (now - keep_days * _DAY_S, now - max(keep_days, 1) * _DAY_S),
    )


def forget_all(connection: sqlite3.Connection) -> None:
    """Delete every call, its bytes in the file and in the write-ahead log too."""
    connection.execute("DELETE FROM calls")
    connection.commit()
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def forget_numbers(connection: sqlite3.Connection) -> None:
    """Where no call is kept: delete what was kept before."""
    rows = connection.execute(
        "SELECT 1 FROM calls WHERE e164 != '' OR source = ? LIMIT 1", (CallSource.INCOMING.value,)
    )
    if rows.fetchone() is not None:
        forget_all(connection)


_Row = tuple[str, float, str, str, str, str, str | None, str, float | None]


def _writable(words: str) -> str:
    """A PBX's words may hold half characters (JSON can write them), which no file can."""
    return words.encode(errors="replace").decode()


def _past_call(row: _Row) -> PastCall | None:
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
        message if status else tr("The outcome of this call is unknown."),
        talked_s,
    )
