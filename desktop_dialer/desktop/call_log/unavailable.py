"""Why the call log cannot be used, as a message for the agent."""

import errno
import sqlite3
from pathlib import Path

from ...model.errors import LogUnavailable
from ...translation import tr, tr_later

_READ_ONLY = LogUnavailable(
    tr_later("The call log cannot be written: its folder is read-only."),
    tr_later("Ask your administrator to make {folder} writable."),
)
_FULL = LogUnavailable(
    tr_later("The call log cannot be written: the disk is full."), tr_later("Free some space.")
)
_LOCKED = LogUnavailable(
    tr_later("The call log cannot be written: another program has locked it."),
    tr_later("Close the program that has opened {file}."),
)
_NOT_A_FOLDER = LogUnavailable(
    tr_later("The call log cannot be written: a file has the name of its folder."),
    tr_later("Remove or rename the file at {folder}."),
)
_OTHER = LogUnavailable(
    tr_later("The call log cannot be used."), tr_later("The log file has the details.")
)

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
}
_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.ENOTDIR: _NOT_A_FOLDER,
    errno.EEXIST: _NOT_A_FOLDER,
}


def unavailable(error: sqlite3.Error | OSError, file: Path) -> LogUnavailable:
    """The error for `file`, as a message for the agent."""
    if isinstance(error, OSError):
        found = _BY_ERRNO.get(error.errno or 0, _OTHER)
    else:
        # The low byte is the primary code (https://sqlite.org/rescode.html).
        found = _BY_SQLITE_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, _OTHER)
    place = {"file": file, "folder": file.parent}
    return LogUnavailable(tr(found.message), tr(found.advice).format(**place))
