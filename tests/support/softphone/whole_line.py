"""The whole softphone: Phone, its process, the real engine and page, in real time.

Only windows and settings are missing. The Phone runs on its own thread, as it does on the GUI
thread in the app; a test uses it through `do` and waits with `until`.
"""

import math
import queue
import sys
import threading
import time
import wave
from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from desktop_dialer.model.call import CallRequest, CallSource
from desktop_dialer.model.live_call import CallStage, LiveCall
from desktop_dialer.model.phone_number import PhoneNumber
from desktop_dialer.model.registration import Registered
from desktop_dialer.pbx.softphone.configuration import LineConfiguration, line_configuration
from desktop_dialer.pbx.softphone.events import Event, QualityMeasured
from desktop_dialer.pbx.softphone.phone import Phone
from desktop_dialer.pbx.softphone.phone_process import PhoneProcess, phone_command
from desktop_dialer.pbx.softphone.ports import PhoneHooks, PhonePorts

EXTENSION = "204"
PASSWORD = "demo-secret"
LIMIT_S = 15
FED_HZ = 1000
FED_DBFS = -15.0
"""As sound.Meter has it: a square wave at full scale is 0."""

_T = TypeVar("_T")


def feed(file: Path) -> list[str]:
    """Engine flags for a microphone that hears a tone of FED_HZ at FED_DBFS, without end."""
    peak = 32767 * math.sqrt(2) * 10 ** (FED_DBFS / 20)
    step = 2 * math.pi * FED_HZ / 48_000
    samples = array("h", (round(peak * math.sin(step * n)) for n in range(48_000)))
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, 48_000, len(samples), "NONE", ""))
        out.writeframes(samples.tobytes())
    return [
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}",
        "--allow-loopback-in-peer-connection",
    ]


def number(digits: str) -> PhoneNumber:
    """A South African number as an agent would have copied it."""
    e164 = f"+27{digits[1:]}"
    return PhoneNumber(digits, e164, f"{digits[:3]} {digits[3:]}", "ZA", "fixed_line")


@dataclass
class WholeLine:
    """The softphone at the PBX at `url`. A context manager: in use on entry, left on exit.

    `flags`: of the engine. `password`: to register with. `watch`: called with each event at once,
    on the thread that reads it.
    """

    url: str
    flags: Sequence[str]
    password: str = PASSWORD
    version: tuple[int, ...] = (3, 0)
    ice_servers: tuple[str, ...] = ()
    watch: Callable[[Event], None] = lambda _: None
    answer_limit_s: float = 30
    """How long the PBX may not respond."""
    events: list[Event] = field(default_factory=list)
    """All events of the phone processes."""
    calls: list[LiveCall] = field(default_factory=list)
    """Each call after each of its changes."""
    hook_calls: list[tuple[str, Any, float]] = field(default_factory=list)
    """The calls of the other hooks: name, value and time."""
    processes: list[PhoneProcess] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._work: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._worked = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="whole line", daemon=True)
        self._seen = 0
        self.phone = Phone(
            PhonePorts(
                start=self._start,
                load_account=lambda loaded, _failed: loaded(EXTENSION, self.password),
                post=self._work.put,
                later=self._later,
                clock=time.monotonic,
                format_number=lambda digits: (f"{digits[:3]} {digits[3:]}", f"+27{digits[1:]}"),
            ),
            PhoneHooks(
                registration_changed=lambda: self._note("registration", self.phone.registration),
                call_changed=self.calls.append,
                rings=self._rings,
                declined=lambda call: self._note("declined", call),
                devices_changed=lambda: self._note("devices", self.phone.devices),
                level=lambda level: self._note("level", level),
                certificate_untrusted=lambda certificate: self._note("certificate", certificate),
            ),
        )

    def __enter__(self) -> Self:
        self._thread.start()
        self.do(lambda phone: phone.use(self.configuration))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.do(lambda phone: phone.leave())
        for process in self.processes:
            process.stop()
        self._work.put(None)
        self._thread.join(LIMIT_S)
        assert not self._thread.is_alive()

    @property
    def configuration(self) -> LineConfiguration:
        return line_configuration(
            "127.0.0.1", "http", self.version, url=self.url, ice_servers=self.ice_servers
        )

    @property
    def pid(self) -> int:
        """Of the current phone process."""
        return self.processes[-1].pid

    @property
    def call(self) -> LiveCall:
        """The current state of the latest call."""
        return self.calls[-1]

    @property
    def registration_message(self) -> str:
        return self.phone.registration.message

    def do(self, work: Callable[[Phone], _T]) -> _T:
        """Run `work` with the Phone, on its thread."""
        done: Future[_T] = Future()

        def doing() -> None:
            try:
                done.set_result(work(self.phone))
            except Exception as error:  # noqa: BLE001  # it belongs to the test
                done.set_exception(error)

        self._work.put(doing)
        return done.result(LIMIT_S)

    def until(self, reached: Callable[[], object], limit_s: float = LIMIT_S) -> None:
        """Wait until that is so; checked after each action on the Phone's thread."""
        with self._worked:
            in_time = self._worked.wait_for(reached, limit_s)
        assert in_time, f"never came: {self.events[-6:]}, {self.phone.registration}"

    def registered(self, limit_s: float = LIMIT_S) -> Self:
        """Wait until it is registered."""
        self.until(lambda: self.phone.registration.state is Registered.YES, limit_s)
        self._seen = len(self.hook("registration"))
        return self

    def unregistered(self, limit_s: float = LIMIT_S) -> None:
        """Wait until it is not registered any more."""
        self.until(lambda: self.phone.registration.state is not Registered.YES, limit_s)

    def registered_again(self, limit_s: float = LIMIT_S) -> None:
        """Wait until it was unregistered, since the last such wait, and is registered again."""

        def again() -> bool:
            registered = [one.state is Registered.YES for one in self.hook("registration")]
            return registered[self._seen :].count(False) > 0 and registered[-1]

        self.until(again, limit_s)
        self._seen = len(self.hook("registration"))

    def dial(self, digits: str, outbound_id: str = "", reference: str = "dd-e2e") -> str:
        """Call; returns the id of the call."""
        request = CallRequest(
            EXTENSION, digits, number(digits), CallSource.COMMAND, outbound_id, reference
        )
        return self.do(lambda phone: phone.dial(request, self.answer_limit_s)).id

    def at(self, stage: CallStage, limit_s: float = LIMIT_S) -> LiveCall:
        """Wait until the latest call is at that stage."""
        self.until(lambda: self.calls and self.call.stage is stage, limit_s)
        return self.call

    def talk(self, digits: str = "0820001234") -> str:
        """Call, and wait until both sides are heard."""
        call = self.dial(digits)
        self.at(CallStage.TALKING)
        self.until(lambda: self.measured(call))
        return call

    def measured(self, call: str) -> list[QualityMeasured]:
        """The measurements of that call so far, one a second."""
        return [one for one in self.of(QualityMeasured) if one.call == call]

    def of(self, kind: type[Any]) -> list[Any]:
        """The events of that kind."""
        return [event for event in list(self.events) if isinstance(event, kind)]

    def hook(self, name: str) -> list[Any]:
        """The values that hook was called with."""
        return [value for hook, value, _ in list(self.hook_calls) if hook == name]

    def moments(self, name: str) -> list[float]:
        """When that hook was called, by the monotonic clock."""
        return [when for hook, _, when in list(self.hook_calls) if hook == name]

    def hang_up(self) -> None:
        """End the live call, if there is one."""
        live = self.phone.live
        if live:
            self.do(lambda phone: phone.hang_up(live.id))

    def _run(self) -> None:
        while work := self._work.get():
            work()
            with self._worked:
                self._worked.notify_all()

    def _start(
        self, on_event: Callable[[Event], None], on_exit: Callable[[int], None]
    ) -> PhoneProcess:
        command = [*phone_command(), *(f"--engine-flag={flag}" for flag in self.flags)]

        def handle(event: Event) -> None:
            self.watch(event)
            self.events.append(event)
            on_event(event)

        process = PhoneProcess(command, handle, on_exit)
        self.processes.append(process)
        return process

    def _later(self, seconds: float, work: Callable[[], None]) -> Callable[[], None]:
        timer = threading.Timer(seconds, lambda: self._work.put(work))
        timer.daemon = True
        timer.start()
        return timer.cancel

    def _note(self, name: str, value: object) -> None:
        self.hook_calls.append((name, value, time.monotonic()))

    def _rings(self, call: LiveCall) -> None:
        self.calls.append(call)
        self._note("rings", call)
