"""The softphone whole: Phone, its process, the real engine and page, a clock that runs.

Only windows and settings are missing. The phone lives on a thread of its own, as in the app on
the GUI's; a test speaks to it through `do` and waits with `until`.
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
    """Engine flags for a microphone that hears a tone of FED_HZ at FED_DBFS forever."""
    peak = 32767 * math.sqrt(2) * 10 ** (FED_DBFS / 20)
    turn = 2 * math.pi * FED_HZ / 48_000
    samples = array("h", (round(peak * math.sin(turn * n)) for n in range(48_000)))
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
    """A South African number as the agent would have copied it."""
    e164 = f"+27{digits[1:]}"
    return PhoneNumber(digits, e164, f"{digits[:3]} {digits[3:]}", "ZA", "fixed_line")


@dataclass
class WholeLine:
    """The line against the PBX at `url`. A context manager: in use on entry, left on exit.

    `flags`: of the engine. `password`: the one to register with. `watch`: gets each event at
    once, on the thread that reads it.
    """

    url: str
    flags: Sequence[str]
    password: str = PASSWORD
    version: tuple[int, ...] = (3, 0)
    ice_servers: tuple[str, ...] = ()
    watch: Callable[[Event], None] = lambda _: None
    answer_limit_s: float = 30
    """How long the PBX may give no sign."""
    events: list[Event] = field(default_factory=list)
    """Everything the phone processes told, without the times."""
    calls: list[LiveCall] = field(default_factory=list)
    """Each call after each of its changes."""
    told: list[tuple[str, Any, float]] = field(default_factory=list)
    """The other hooks, with what they were told and when."""
    processes: list[PhoneProcess] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._work: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._worked = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="whole line", daemon=True)
        self._looked = 0
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
        """The phone process of the moment."""
        return self.processes[-1].pid

    @property
    def call(self) -> LiveCall:
        """The latest call as it stands."""
        return self.calls[-1]

    @property
    def words(self) -> str:
        return self.phone.registration.message

    def do(self, work: Callable[[Phone], _T]) -> _T:
        """Have the phone do something, on its thread."""
        done: Future[_T] = Future()

        def doing() -> None:
            try:
                done.set_result(work(self.phone))
            except Exception as error:  # noqa: BLE001  # it belongs to the test
                done.set_exception(error)

        self._work.put(doing)
        return done.result(LIMIT_S)

    def until(self, reached: Callable[[], object], limit_s: float = LIMIT_S) -> None:
        """Wait until that is so; looked at after whatever happens to the phone."""
        with self._worked:
            told = self._worked.wait_for(reached, limit_s)
        assert told, f"never came: {self.events[-6:]}, {self.phone.registration}"

    def registered(self, limit_s: float = LIMIT_S) -> Self:
        """Wait until the line is registered."""
        self.until(lambda: self.phone.registration.state is Registered.YES, limit_s)
        self._looked = len(self.hook("registration"))
        return self

    def unregistered(self, limit_s: float = LIMIT_S) -> None:
        """Wait until the line is known not to be registered."""
        self.until(lambda: self.phone.registration.state is not Registered.YES, limit_s)

    def registered_again(self, limit_s: float = LIMIT_S) -> None:
        """Wait until the line has lost its registration, since the last such wait, and has it."""

        def again() -> bool:
            told = [one.state is Registered.YES for one in self.hook("registration")]
            return told[self._looked :].count(False) > 0 and told[-1]

        self.until(again, limit_s)
        self._looked = len(self.hook("registration"))

    def dial(self, digits: str, outbound_id: str = "", reference: str = "dd-e2e") -> str:
        """Call; the call's id."""
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
        """What was measured of that call so far, once a second."""
        return [one for one in self.of(QualityMeasured) if one.call == call]

    def of(self, kind: type[Any]) -> list[Any]:
        """The events of that kind."""
        return [event for event in list(self.events) if isinstance(event, kind)]

    def hook(self, name: str) -> list[Any]:
        """What that hook was told."""
        return [value for told, value, _ in list(self.told) if told == name]

    def moments(self, name: str) -> list[float]:
        """When that hook was told, of the monotonic clock."""
        return [when for told, _, when in list(self.told) if told == name]

    def hang_up(self) -> None:
        """End the latest call, if it lives."""
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

        def told(event: Event) -> None:
            self.watch(event)
            self.events.append(event)
            on_event(event)

        process = PhoneProcess(command, told, on_exit)
        self.processes.append(process)
        return process

    def _later(self, seconds: float, work: Callable[[], None]) -> Callable[[], None]:
        timer = threading.Timer(seconds, lambda: self._work.put(work))
        timer.daemon = True
        timer.start()
        return timer.cancel

    def _note(self, name: str, value: object) -> None:
        self.told.append((name, value, time.monotonic()))

    def _rings(self, call: LiveCall) -> None:
        self.calls.append(call)
        self._note("rings", call)
