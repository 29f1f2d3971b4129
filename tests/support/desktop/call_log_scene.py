"""A call log on a disk, with a clock that the test sets."""

from pathlib import Path

from desktop_dialer.desktop.call_log.call_log import CallLog
from desktop_dialer.model.call import CallOutcome, CallRequest, CallSource, LastCall, Status
from desktop_dialer.numbers.reading import read_number

NUMBER = read_number("082 000 1234")


OTHER = read_number("083 111 2222")


ACCEPTED = CallOutcome(Status.ACCEPTED, "Your phone 204 will ring.")


UNKNOWN = CallOutcome(Status.UNKNOWN, "A phone may be ringing.")


DIGITS = (b"820001234", b"082 000 1234", b"831112222", b"083 111 2222")


class Clock:
    """Seconds since 1970, set by the test."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def guard_of(file: Path) -> Path:
    """Where the latest calls are guarded, beside the folder of the log."""
    return file.parent.parent / "run/latest-calls.sqlite3"


def least(last: LastCall | None) -> float | None:
    known = [s for s in (last.settled_s, last.unknown_s) if s is not None] if last else []
    return min(known, default=None)


def record_intent(log: CallLog, wish: CallRequest, quiet_s: float) -> float | None:
    """Record a call unless there was one less than `quiet_s` before: the seconds since that."""
    return least(
        log.record_intent(
            wish, blocked=lambda last: (least(last) or 0) < quiet_s and last != LastCall()
        )
    )


def since(log: CallLog, e164: str) -> float | None:
    return least(log.last_call(e164))


def request(number: object = NUMBER, reference: str = "ref-1") -> CallRequest:
    assert isinstance(number, type(NUMBER))
    return CallRequest("204", "0820001234", number, CallSource.COMMAND, reference=reference)


def raw(file: Path) -> bytes:
    """Every byte of every file in the log's folder."""
    folders = (file.parent, guard_of(file).parent)
    files = (each for folder in folders for each in folder.rglob("*") if each.is_file())
    return b"".join(each.read_bytes() for each in files)


def garbage(file: Path) -> None:
    file.write_bytes(b"this was never a database" * 100)
