"""The lock and the socket that make one process the app, on Linux and macOS."""

import contextlib
import fcntl
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ...model.errors import DesktopError
from ...translation import tr
from .client import is_ours, socket_path

if TYPE_CHECKING:
    from .server import InstanceServer, OnMessage

assert sys.platform != "win32"  # noqa: S101  # for the type checker: nobody loads this there

_QUEUE = 128
_PRIVATE = 0o1600
"""For the owner only. Sticky keeps it from the tidying of XDG_RUNTIME_DIR, by its specification."""


class UnixInstance:
    """The lock, the listening socket and the thread that serves it."""

    unavailable_reason = ""

    def __init__(
        self, lock: int, lock_file: Path, socket_file: Path, listening: socket.socket
    ) -> None:
        self._lock = lock
        self._lock_file = lock_file
        self._listening = listening
        self._socket_file = socket_file
        self._server: InstanceServer | None = None

    def serve(self, on_message: "OnMessage") -> None:
        """See Instance."""
        from .server import InstanceServer  # not before the icon is shown

        self._server = InstanceServer(self._listening, os.getuid(), on_message)
        self._server.start()

    def close(self) -> None:
        """See Instance. Clients that were not served get the answer that the app is ending."""
        if self._listening.fileno() == -1:
            return
        self._socket_file.unlink(missing_ok=True)
        if self._server is not None:
            self._server.stop()
        self._listening.close()
        self._lock_file.unlink(missing_ok=True)
        os.close(self._lock)


def claim_socket(name: str) -> UnixInstance | None:
    """See instance.claim."""
    socket_file = Path(socket_path(name))
    folder = _private_folder(socket_file.parent)
    lock_file = socket_file.with_suffix(".lock")
    try:
        lock = _locked(lock_file)
        if lock is None:
            return None
        try:
            listening = _listening(socket_file)
        except OSError:
            os.close(lock)
            raise
    except OSError as error:
        raise DesktopError(
            tr("{folder} cannot be used ({reason}).").format(folder=folder, reason=error.strerror),
            tr("Check its owner and the free space."),
        ) from error
    return UnixInstance(lock, lock_file, socket_file, listening)


def _private_folder(folder: Path) -> Path:
    """The folder, for us alone; DesktopError where somebody else has made or opened it."""
    try:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        entry = folder.lstat()
    except OSError as error:
        raise DesktopError(
            tr("{folder} cannot be made ({reason}).").format(folder=folder, reason=error.strerror),
            tr("Check the folder that contains it."),
        ) from error
    if not is_ours(entry) or entry.st_mode & 0o077:
        raise DesktopError(
            tr("{folder} is accessible to other users, so it is not used.").format(folder=folder),
            tr("Remove it, then start again."),
        )
    return folder


def _locked(file: Path) -> int | None:
    """The lock, None where another process has it.

    A lock whose file has been removed meanwhile locks nothing, so it is looked at once more.
    """
    while True:
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(lock), file.stat()):
                file.chmod(_PRIVATE)
                return lock
        except BlockingIOError:
            os.close(lock)
            return None
        except FileNotFoundError:
            pass  # removed by the one that was ending: the next round makes a new one
        os.close(lock)


def _listening(file: Path) -> socket.socket:
    file.unlink(missing_ok=True)  # left by an app that was killed: we have the lock
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(str(file))
        file.chmod(_PRIVATE)
        listening.listen(_QUEUE)
    except OSError:
        listening.close()
        raise
    return listening
