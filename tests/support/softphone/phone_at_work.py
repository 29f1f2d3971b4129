"""A real phone process with a page that runs experiments; Linux only."""

import itertools
import os
import queue
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from desktop_dialer.pbx.softphone.commands import Command, Configure, Dial
from desktop_dialer.pbx.softphone.events import Ended, Event, Ready
from desktop_dialer.pbx.softphone.phone_process import PhoneProcess, phone_command

EXPERIMENTS = Path(__file__).parent / "experiments"
FAKE_SOUND = "--use-fake-device-for-media-stream"
NOWHERE = "ws://127.0.0.1:9/ws"
LIMIT_S = 20

_E = TypeVar("_E", bound=Event)


@dataclass
class PhoneAtWork:
    """A phone process and its events; the last one is its exit code."""

    command: Sequence[str]
    events: "queue.Queue[Event | int]" = field(default_factory=queue.Queue)
    _calls: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.process = PhoneProcess(self.command, self.events.put, self.events.put)
        self.pid = self.process.pid

    def send(self, *commands: Command) -> None:
        for command in commands:
            self.process.send(command)

    def wait_for(self, kind: type[_E]) -> _E:
        """The next event of that kind; other events before it are dropped."""
        while not isinstance(event := self.events.get(timeout=LIMIT_S), kind):
            assert not isinstance(event, int), f"the phone has exited with {event}"
        return event

    def exit_code(self) -> int:
        """Wait for the exit."""
        while not isinstance(event := self.events.get(timeout=LIMIT_S), int):
            pass
        return event

    def dial(self, callee: str) -> str:
        """Begin an experiment; returns the id of its call."""
        call = f"call {next(self._calls)}"
        self.send(Dial(call=call, callee=callee))
        return call

    def try_out(self, callee: str) -> str:
        """The result of an experiment."""
        call = self.dial(callee)
        while (ended := self.wait_for(Ended)).call != call:
            pass
        return ended.reason


def command_for(page: Path = EXPERIMENTS, flags: Sequence[str] = (FAKE_SOUND,)) -> list[str]:
    return [*phone_command(), f"--page={page}", *(f"--engine-flag={flag}" for flag in flags)]


@contextmanager
def phone_at_work(
    configure: Configure | None = None, command: Sequence[str] = ()
) -> Iterator[PhoneAtWork]:
    """A phone that is ready."""
    phone = PhoneAtWork(command or command_for())
    try:
        phone.send(configure or Configure(url=NOWHERE, server="pbx.example"))
        phone.wait_for(Ready)
        yield phone
    finally:
        phone.process.stop()


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += tree(int(child))
    return found


def renderer(pid: int) -> int:
    """The process of the page: its command is that of the process it was forked from."""
    return next(one for one in tree(pid) if "Compositor" in _threads(one))


def _threads(pid: int) -> set[str]:
    return {(one / "comm").read_text().strip() for one in Path(f"/proc/{pid}/task").iterdir()}


def processor_s(pids: Sequence[int]) -> float:
    """Processor time used by these processes so far (proc(5): fields 14 and 15)."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def is_over(pid: int, limit_s: float = 5) -> bool:
    """Whether a process that is not our child exits in time; there is no event for that."""
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.02)
    return False
