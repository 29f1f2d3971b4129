"""A stage for the app's side of the line: a real child process, a clock and a thread of its own.

The phone lives on the thread that pumps: the test's own (`until`), or one in the background
(`on_a_thread`).
"""

import json
import queue
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from desktop_dialer.model.errors import DesktopError
from desktop_dialer.model.live_call import LiveCall
from desktop_dialer.model.registration import Certificate, Registered
from desktop_dialer.pbx.softphone.commands import Command, read_command
from desktop_dialer.pbx.softphone.configuration import line_configuration
from desktop_dialer.pbx.softphone.events import Event
from desktop_dialer.pbx.softphone.phone import Phone
from desktop_dialer.pbx.softphone.phone_process import PhoneProcess
from desktop_dialer.pbx.softphone.ports import PhoneHooks, PhonePorts

LIMIT_S = 10
CONFIGURATION = line_configuration("pbx.example", "http", (3, 0))

Script = dict[str, list[dict[str, Any]]]
"""See scripted_phone."""


class PhoneStage:
    """One phone, the processes it starts and what it tells. A context manager.

    The phone registers, and plays what is given for other commands: see scripted_phone. `script`
    may be changed for the next process. The account is read from a file in `folder` each time,
    so that no object of the test holds the password.
    """

    REGISTERS: ClassVar[Script] = {
        "configure": [{"kind": "ready"}],
        "register": [{"kind": "registration", "state": "registered"}],
    }

    def __init__(self, folder: Path, **more: list[dict[str, Any]]) -> None:
        self.script = self.REGISTERS | more
        self.account_file = folder / "account"
        self.account_file.write_text("a-password-of-the-test")
        self.account_error: Exception | None = None
        self.cannot_start = False
        self.real_time = False
        self.now = 1000.0
        self.timers: list[tuple[float, Callable[[], None]]] = []
        self.told: list[tuple[str, Any]] = []
        self.commands: list[Command] = []
        self.exits: list[int] = []
        self.processes: list[PhoneProcess] = []
        self._threads: list[threading.Thread] = []
        self._connections: list[socket.socket] = []
        self._work: queue.Queue[Callable[[], None]] = queue.Queue()
        self._cueing = threading.Lock()
        self._worked = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.phone = Phone(
            PhonePorts(
                start=self._start,
                load_account=self._load_account,
                post=self.post,
                later=self._later,
                clock=lambda: self.now,
                format_number=lambda number: (f"{number[:3]} {number[3:]}", f"+27{number[1:]}"),
            ),
            self._hooks(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.phone.leave()
        for process in self.processes:
            process.stop(0)
        self.until(lambda: len(self.exits) == len(self.processes))
        self._listener.close()
        for connection in self._connections:
            connection.close()
        for thread in self._threads:
            thread.join(LIMIT_S)
            assert not thread.is_alive()

    # --- the owner's thread --------------------------------------------------------------

    def post(self, work: Callable[[], None]) -> None:
        self._work.put(work)

    def until(self, reached: Callable[[], object]) -> None:
        """Be the phone's thread until that is so."""
        deadline = time.monotonic() + LIMIT_S
        while not reached():
            try:
                self._work.get(timeout=max(0.0, deadline - time.monotonic()))()
            except queue.Empty:
                raise AssertionError(f"never came; told: {self.told[-5:]}") from None

    @contextmanager
    def on_a_thread(self) -> Iterator[None]:
        """Have another thread be the phone's."""
        over = threading.Event()

        def pump() -> None:
            while not over.is_set():
                self._work.get()()
                with self._worked:
                    self._worked.notify_all()

        thread = threading.Thread(target=pump, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            self.post(lambda: None)
            thread.join(LIMIT_S)
            assert not thread.is_alive()

    def wait_for(self, reached: Callable[[], object]) -> None:
        """Wait, on any other thread than the phone's, until that is so."""
        with self._worked:
            assert self._worked.wait_for(reached, LIMIT_S)

    def pass_time(self, seconds: float) -> None:
        """Let the clock go on, and the timers that are due."""
        self.now += seconds
        while due := next((entry for entry in self.timers if entry[0] <= self.now), None):
            self.timers.remove(due)
            due[1]()

    # --- the process ---------------------------------------------------------------------

    def cue(self, **step: Any) -> None:
        """Have the latest process take that step."""
        with self._cueing:
            self._connections[-1].sendall(json.dumps(step).encode() + b"\n")

    def of(self, kind: type[Command]) -> list[Any]:
        """The commands of that kind that arrived in any process."""
        return [command for command in list(self.commands) if isinstance(command, kind)]

    def registered(self) -> Self:
        """Use the line and wait until it is registered."""
        self.phone.use(CONFIGURATION)
        self.until(lambda: self.phone.registration.state is Registered.YES)
        return self

    def calls_told(self) -> list[LiveCall]:
        return [value for name, value in self.told if name == "call"]

    def count(self, name: str) -> int:
        """How often that hook was told."""
        return sum(told == name for told, _ in self.told)

    def _start(
        self, on_event: Callable[[Event], None], on_exit: Callable[[int], None]
    ) -> PhoneProcess:
        if self.cannot_start:
            raise DesktopError("There is no such program.", "Install it again.")
        port = str(self._listener.getsockname()[1])
        program = [
            sys.executable,
            "-S",
            "-E",
            str(Path(__file__).parent / "scripted_phone.py"),
            port,
        ]

        def exited(code: int) -> None:
            self.exits.append(code)
            on_exit(code)

        running = PhoneProcess(program, on_event, exited)
        self.processes.append(running)
        connection, _ = self._listener.accept()
        self._connections.append(connection)
        connection.sendall(json.dumps(self.script).encode() + b"\n")
        thread = threading.Thread(target=self._record, args=(connection,), daemon=True)
        self._threads.append(thread)
        thread.start()
        return running

    def _record(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as lines:
            try:
                for line in lines:
                    self.commands.append(read_command(line))
                    with self._cueing:
                        connection.sendall(b'{"noted": true}\n')
                    self.post(lambda: None)  # somebody may wait for it
            except OSError:
                return  # a process that was killed

    def _load_account(
        self, loaded: Callable[[str, str], None], failed: Callable[[Exception], None]
    ) -> None:
        def work() -> None:
            if self.account_error:
                failed(self.account_error)
            else:
                loaded("204", self.account_file.read_text())

        self.post(work)

    def _later(self, seconds: float, work: Callable[[], None]) -> Callable[[], None]:
        if self.real_time:
            timer = threading.Timer(seconds, lambda: self.post(work))
            timer.daemon = True
            timer.start()
            return timer.cancel
        entry = (self.now + seconds, work)
        self.timers.append(entry)

        def cancel() -> None:
            if entry in self.timers:
                self.timers.remove(entry)

        return cancel

    def _hooks(self) -> PhoneHooks:
        def tell(name: str) -> Callable[..., None]:
            return lambda *values: self.told.append((name, values[0] if values else None))

        certificates: Callable[[Certificate], None] = tell("certificate")
        return PhoneHooks(
            registration_changed=tell("registration"),
            call_changed=tell("call"),
            rings=tell("rings"),
            declined=tell("declined"),
            devices_changed=tell("devices"),
            level=tell("level"),
            certificate_untrusted=certificates,
        )
