"""Handing a request to the running app: one line there, one line back, over its own socket.

This is the whole way of a clicked link, so it imports next to nothing: `json` is loaded only
for what cannot be written or read without it, and it uses no dataclass. `_socket` is the
half of `socket` that is written in C, and does the same; the other half brings `selectors`,
`enum` and `collections` along and takes as long as half a start of Python (8 ms of 15).
"""

import _socket
import os
import stat
import sys
import time

TYPE_CHECKING = False  # as type checkers know it, without loading `typing`
if TYPE_CHECKING:
    from collections.abc import Mapping

PROTOCOL = 1
LIMIT = 65536
"""Bytes a request may have."""
_ANSWER_LIMIT = 4 * LIMIT
"""Bytes of an answer that are read: it repeats what was typed, and says more."""
TAKEN_LINE = b'{"protocol": 1, "ok": true}\n'

NOT_RUNNING = "nobody"
ACCEPTED = "taken"
REFUSED = "refused"
TIMEOUT = "silent"

_PATH_LIMIT = 107 if sys.platform == "linux" else 103
"""Bytes of a socket's path, without the closing zero: unix(7), and sys/un.h on macOS."""
_ESCAPED = {'"', "\\"}
_RETRY_S = 0.005
_RETRY_FOR_S = 2.0
_TAKEN_BACK_WITHIN_S = 1.0


class InstanceAnswer:
    """What became of a request.

    `state`: NOT_RUNNING = no app runs that could take it; ACCEPTED = it has it; REFUSED = it will
    not do it; TIMEOUT = something runs, and gave no answer in time.
    `content`: of ACCEPTED what the app answered (for `dial` the object of `dial --json`), of
    REFUSED `error` and `message`.
    `arrived`: of TIMEOUT, whether it may be carried out all the same; a call then must not be
    placed by anybody else.
    `other_version`: of ACCEPTED and REFUSED, whether the app speaks another protocol.
    """

    __slots__ = ("arrived", "content", "other_version", "state")

    def __init__(
        self,
        state: str,
        content: "dict[str, object] | None" = None,
        *,
        arrived: bool = False,
        other_version: bool = False,
    ) -> None:
        self.state = state
        self.content = content or {}
        self.arrived = arrived
        self.other_version = other_version

    def __repr__(self) -> str:
        return (
            f"InstanceAnswer({self.state!r}, {self.content!r}, arrived={self.arrived}, "
            f"other_version={self.other_version})"
        )


def hand_over(
    request: "Mapping[str, object]", *, name: str = "app", answer_within_s: float = 5.0
) -> InstanceAnswer:
    """Give a request (`command` and its fields) to the app called `name`; never raises OSError.

    Everything but `dial` is answered on receipt; `dial` when it is known what became of the
    call, so give it the time that takes. A request that the app dropped unread, because too many
    came at once, is given again for a while.

    KeyboardInterrupt takes the request back. What the app says to that is the answer; it is
    raised where the app says nothing, because the call was sent already.
    """
    line = _line(request)
    if len(line) > LIMIT:
        from ...translation import tr  # a link is handed over without it

        return InstanceAnswer(
            REFUSED, {"error": "too_large", "message": tr("The request is too long.")}
        )
    if sys.platform == "win32":
        return InstanceAnswer(NOT_RUNNING)
    give_up = time.monotonic() + min(_RETRY_FOR_S, answer_within_s)
    while True:
        end = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        try:
            answer = _ask(end, line, name, answer_within_s)
        finally:
            end.close()
        if answer.content.get("error") != "busy" or time.monotonic() >= give_up:
            return answer
        time.sleep(_RETRY_S)


def hand_over_link(link: str, *, name: str = "app", answer_within_s: float = 5.0) -> InstanceAnswer:
    """Give a tel: or callto: link to the app."""
    return hand_over({"command": "link", "link": link}, name=name, answer_within_s=answer_within_s)


def socket_path(name: str) -> str:
    """Where the app of that name listens. Client and server ask the same way.

    In XDG_RUNTIME_DIR where that is there, is ours and leaves room for the name, else in a
    folder of our own in the temporary folder. Creates nothing; instance.py checks the folder.
    """
    path = f"{runtime_folder()}/{name}.sock"
    if len(os.fsencode(path)) <= _PATH_LIMIT:
        return path
    return f"{_temporary_folder()}/{name}.sock"


def runtime_folder() -> str:
    """Our folder for what ends with the session; it need not exist.

    In XDG_RUNTIME_DIR where that is there and is ours, else in the temporary folder.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime.startswith("/"):
        try:
            if is_ours(os.stat(runtime)):  # noqa: PTH116  # pathlib costs 8 ms
                return f"{runtime}/desktop-dialer"
        except OSError:
            pass  # it is not there: the temporary folder is
    return _temporary_folder()


def _temporary_folder() -> str:
    temporary = os.environ.get("TMPDIR") or "/tmp"  # noqa: S108  # its owner is checked
    return f"{temporary}/desktop-dialer-{_uid()}"


def is_ours(entry: os.stat_result) -> bool:
    """Whether it is a folder of this user's."""
    return stat.S_ISDIR(entry.st_mode) and entry.st_uid == _uid()


def peer_uid(end: _socket.socket) -> int:
    """The user at the other end; where the system does not say, ours: the folder keeps others out.

    SO_PEERCRED gives a struct ucred of three ints: pid, uid, gid (unix(7)).
    """
    if sys.platform == "linux":
        credentials = end.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)
        return int.from_bytes(credentials[4:8], sys.byteorder)
    return _uid()


def _uid() -> int:
    if sys.platform == "win32":
        return 0
    return os.getuid()


def _line(request: "Mapping[str, object]") -> bytes:
    fields = "".join(f', "{key}": {_written(value)}' for key, value in request.items())
    return f'{{"protocol": {PROTOCOL}{fields}}}\n'.encode()


def _written(value: object) -> str:
    """`value` in JSON. A link needs no escapes, so it needs no `json`."""
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isprintable()
        and not _ESCAPED & set(value)
    ):
        return f'"{value}"'
    import json

    return json.dumps(value)


def _connect(end: _socket.socket, path: str, deadline: float) -> None:
    """Connect, waiting for room in the queue of a busy app (EAGAIN on Linux: connect(2))."""
    if sys.platform != "win32":
        while True:
            try:
                end.connect(path)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(_RETRY_S)
            else:
                return


def _ask(end: _socket.socket, line: bytes, name: str, answer_within_s: float) -> InstanceAnswer:
    received = bytearray()
    try:
        return _exchange(end, line, name, answer_within_s, received)
    except KeyboardInterrupt:
        if not _take_back(end, received):
            raise
        return _answer(received, arrived=True)


def _exchange(
    end: _socket.socket, line: bytes, name: str, answer_within_s: float, received: bytearray
) -> InstanceAnswer:
    deadline = time.monotonic() + answer_within_s
    end.settimeout(answer_within_s)
    try:
        _connect(end, socket_path(name), deadline)
    except BlockingIOError:
        return InstanceAnswer(TIMEOUT)
    except OSError:
        return InstanceAnswer(NOT_RUNNING)
    if peer_uid(end) != _uid():
        return InstanceAnswer(NOT_RUNNING)
    arrived = False
    try:
        arrived = _send(end, line)
        _receive(end, received, deadline)
    except OSError:
        return InstanceAnswer(TIMEOUT, arrived=arrived)
    return _answer(received, arrived=arrived)


def _answer(received: bytearray, *, arrived: bool) -> InstanceAnswer:
    if received == TAKEN_LINE:
        return InstanceAnswer(ACCEPTED)
    return _read(bytes(received)) or InstanceAnswer(TIMEOUT, arrived=arrived)


def _send(end: _socket.socket, line: bytes) -> bool:
    try:
        end.sendall(line)
    except (BrokenPipeError, ConnectionResetError):
        return False  # it hung up before it had the line; why may be there to be read
    return True


def _take_back(end: _socket.socket, received: bytearray) -> bool:
    """Send nothing more, which takes the request back; whether the app has answered that."""
    try:
        end.shutdown(_socket.SHUT_WR)
        _receive(end, received, time.monotonic() + _TAKEN_BACK_WITHIN_S)
    except OSError:
        return False
    return received.endswith(b"\n")


def _receive(end: _socket.socket, received: bytearray, deadline: float) -> None:
    """Add what comes until the end of the line. Raises TimeoutError, an OSError, at `deadline`."""
    while not received.endswith(b"\n") and len(received) <= _ANSWER_LIMIT:
        end.settimeout(max(0.001, deadline - time.monotonic()))
        more = end.recv(LIMIT)
        if not more:
            return
        received += more


def _read(received: bytes) -> "InstanceAnswer | None":
    """The answer in a line, None where it is none."""
    import json

    try:
        reply = json.loads(received)
    except (ValueError, RecursionError):
        return None
    if not isinstance(reply, dict):
        return None
    other_version = reply.get("protocol") != PROTOCOL
    if reply.get("ok") is True:
        result = reply.get("result")
        content = result if isinstance(result, dict) else {}
        return InstanceAnswer(ACCEPTED, content, other_version=other_version)
    if reply.get("ok") is False:
        if reply.get("error") == "ending":
            return InstanceAnswer(NOT_RUNNING)
        return InstanceAnswer(REFUSED, reply, other_version=other_version)
    return None
