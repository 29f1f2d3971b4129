"""A SQLite file of calls: created, brought up to date, and replaced where it is damaged.

For its owner only. WAL, so that another program can read while one writes. A damaged file is
set aside and a new one begun.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ...translation import tr
from ..paths import private_folder
from .unavailable import unavailable

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_PATIENCE_S = 2
"""How long another program may hold the file."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of a file.

    `added`: columns of the table `calls` that came later, with their types. Older programs on
    the same file go on, because they name their columns. `durable`: whether what was written
    must outlive a power cut; one flush to disk for each transaction then.
    """

    tables: str
    added: dict[str, str] = field(default_factory=dict)
    durable: bool = True


class CallLogFile:
    """The one owner of the file. May be used from any thread.

    `on_open` is called with each new connection. `make_folder` gives the file's folder, or
    raises OSError. `clock`: seconds since 1970.
    """

    def __init__(
        self,
        path: Path,
        schema: Schema,
        clock: Callable[[], float],
        *,
        on_open: Callable[[sqlite3.Connection], None] = lambda _: None,
        make_folder: Callable[[Path], Path] = private_folder,
    ) -> None:
        self.path = path
        self.connection: sqlite3.Connection | None = None
        self._schema = schema
        self._clock = clock
        self._on_open = on_open
        self._make_folder = make_folder
        self._lock = threading.Lock()

    def do(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """`work` in one transaction; on a damaged file once more, on a new one.

        Raises LogUnavailable where the file cannot be used: disk full, folder read-only, held
        by another program.
        """
        with self._lock:
            try:
                try:
                    return self._once(work)
                except sqlite3.DatabaseError as error:
                    if not _is_damage(error):
                        raise
                    return self._on_a_new_file(work)
            # The same request twice is a defect of ours and must not become a second call.
            except sqlite3.IntegrityError:
                raise
            except (sqlite3.Error, OSError) as error:
                self._disconnect()  # the next use looks at the file again
                raise unavailable(error, self.path) from error

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            self._disconnect()

    def delete_set_aside(self) -> None:
        """Delete the damaged files that were set aside."""
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

    def _on_a_new_file(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Set the file aside, unless another program has done that since: then use its file."""
        self._disconnect()
        with self._alone():
            try:
                return self._once(work)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._disconnect()
                self._set_aside(error)
                return self._once(work)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold a lock that every program on this file takes before it sets the file aside.

        SQLite's own lock, on an empty file beside it, is the same on every system.
        """
        beside = self.path.with_name(f"{self.path.name}.lock")
        beside.touch(mode=0o600, exist_ok=True)
        lock = sqlite3.connect(beside, timeout=_PATIENCE_S, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
            yield
        finally:
            lock.close()

    def _open(self) -> sqlite3.Connection:
        self._make_folder(self.path.parent)
        if self.path.is_dir():
            raise sqlite3.DatabaseError(tr("a folder has its name"))
        self.path.touch(mode=0o600, exist_ok=True)
        self.path.chmod(0o600)
        connection = sqlite3.connect(self.path, timeout=_PATIENCE_S, check_same_thread=False)
        try:
            _switch_to_wal(connection)
            connection.execute(f"PRAGMA synchronous = {'FULL' if self._schema.durable else 'OFF'}")
            connection.execute("PRAGMA secure_delete = ON")
            connection.executescript(self._schema.tables)
            self._add_columns(connection)
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
        stamp = int(self._clock())
        while (aside := self.path.with_name(f"{self.path.name}.damaged-{stamp}")).exists():
            stamp += 1
        _log.error("the call log was damaged (%s) and is kept as %s", error, aside.name)
        self.path.replace(aside)
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def _add_columns(self, connection: sqlite3.Connection) -> None:
        """Bring a file of an earlier version up to date."""
        if self._missing(connection):
            with connection:
                connection.execute("BEGIN IMMEDIATE")  # of two programs at once, one does it
                for column in self._missing(connection):
                    kind = self._schema.added[column]
                    connection.execute(f"ALTER TABLE calls ADD COLUMN {column} {kind}")

    def _missing(self, connection: sqlite3.Connection) -> list[str]:
        there = {row[1] for row in connection.execute("PRAGMA table_info(calls)")}
        return [column for column in self._schema.added if column not in there]


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether a new file would do better: not where the disk is full, locked or read-only."""
    if not isinstance(error, sqlite3.OperationalError):
        return not isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError)
    # SQLITE_ERROR: tables that are not ours. Without a code: text that is not UTF-8.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL, which it then stays in.

    Where two programs do that to a new file at once, SQLite answers one of them "locked" without
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
