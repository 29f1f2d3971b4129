"""Both kinds of line, each with a real other side that behaves as a situation says."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop_dialer.pbx.address import PbxAddress
from desktop_dialer.pbx.click2dial import Click2Dial
from desktop_dialer.pbx.http_client import PbxSettings
from desktop_dialer.pbx.line import Line
from desktop_dialer.pbx.softphone.commands import Dial
from desktop_dialer.pbx.softphone.webrtc_line import WebRtcLine
from tests.support.pbx.faulty_pbx import Behaviour, FaultyPbx, answer, response
from tests.support.softphone.phone_stage import PhoneStage

LIMIT_S = 10
IMPATIENT_S = 0.5


class Situation(StrEnum):
    """How the other side behaves."""

    ACCEPTS = "accepts"
    ACCEPTS_LATE = "accepts when released"
    REFUSES = "refuses in its own words: callee is wrong"
    ABSENT = "is not there"
    BREAKS = "breaks off once it has the request"
    FAULTY = "tells of a time-out of its own"
    SILENT = "has the request and says nothing"


@dataclass(frozen=True, slots=True)
class UnderTest:
    """A line. `requests`: how many have arrived. `release`: lets a late answer come.

    `arrived`: waits until that many have.
    """

    line: Line
    requests: Callable[[], int]
    arrived: Callable[[int], None]
    release: Callable[[], None]
    stage: PhoneStage | None = None


Opened = Callable[[Situation, Path], AbstractContextManager[UnderTest]]


@contextmanager
def desk_phone(situation: Situation, _folder: Path) -> Iterator[UnderTest]:
    """Click2Dial and an HTTP server."""
    released = threading.Event()
    come = threading.Condition()

    def notice(behave: Behaviour) -> Behaviour:
        def behaves(connection: socket.socket) -> None:
            with come:
                come.notify_all()
            behave(connection)

        return behaves

    def late(connection: socket.socket) -> None:
        released.wait(LIMIT_S)
        connection.sendall(response("200 OK"))

    behaviour: dict[Situation, Behaviour] = {
        Situation.ACCEPTS: answer(response("200 OK")),
        Situation.ACCEPTS_LATE: late,
        Situation.REFUSES: answer(response("422 No", b'{"errors": ["callee is wrong"]}')),
        Situation.BREAKS: answer(b""),
        Situation.FAULTY: answer(response("408 Request Timeout")),
        Situation.SILENT: lambda connection: connection.recv(1),
    }
    with FaultyPbx(notice(behaviour.get(situation, answer(b"")))) as pbx:
        port = pbx.port
        if situation is Situation.ABSENT:
            with socket.create_server(("127.0.0.1", 0)) as listener:
                port = listener.getsockname()[1]
        limit_s = LIMIT_S if situation is Situation.ACCEPTS_LATE else IMPATIENT_S
        settings = PbxSettings(PbxAddress("http", "127.0.0.1", port), answer_timeout_s=limit_s)

        def arrived(count: int) -> None:
            with come:
                assert come.wait_for(lambda: len(pbx.requests) >= count, LIMIT_S)

        yield UnderTest(Click2Dial(settings), lambda: len(pbx.requests), arrived, released.set)


_SENT: dict[str, Any] = {"kind": "sent"}
_CALLS: dict[Situation, list[dict[str, Any]]] = {
    Situation.ACCEPTS: [_SENT, {"kind": "progress", "code": 180}],
    Situation.ACCEPTS_LATE: [_SENT],
    Situation.REFUSES: [
        _SENT,
        {"kind": "ended", "by": "them", "code": 403, "errors": ["callee is wrong"]},
    ],
    Situation.ABSENT: [{"kind": "ended", "by": "fault", "cause": "Connection Error"}],
    Situation.BREAKS: [_SENT, {"exit": 9}],
    Situation.FAULTY: [_SENT, {"kind": "ended", "by": "them", "code": 408}],
    Situation.SILENT: [_SENT],
}


@contextmanager
def softphone(situation: Situation, folder: Path) -> Iterator[UnderTest]:
    """WebRtcLine, its phone on a thread of its own, and a phone process that plays its part."""
    script = {
        "call": _CALLS[situation],
        "mute": [{"kind": "muted", "on": "as asked"}],
        "hold": [{"kind": "held", "by": "us", "on": "as asked"}],
    }
    with PhoneStage(folder, **script) as stage:
        stage.real_time = True
        stage.registered()
        if situation is Situation.ABSENT:
            stage.cue(kind="registration", state="trying", reason="1006", seconds=2)
            stage.until(lambda: "cannot be reached" in stage.phone.registration.message)
        with stage.on_a_thread():

            def release() -> None:
                for call in stage.phone.calls:
                    stage.cue(kind="progress", call=call, code=180)

            limit_s = LIMIT_S if situation is Situation.ACCEPTS_LATE else IMPATIENT_S
            yield UnderTest(
                WebRtcLine(stage.phone, stage.post, limit_s),
                lambda: len(stage.of(Dial)),
                lambda count: stage.wait_for(lambda: len(stage.of(Dial)) >= count),
                release,
                stage,
            )


LINES: list[Opened] = [desk_phone, softphone]
