"""The softphone against the demo PBX on the loopback, with the real engine."""

import queue
import time
from collections.abc import Sequence
from pathlib import Path

from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.events import Event, Media, Ready, RegistrationChanged
from tests.benchmarks.process import pss_mib
from tests.benchmarks.table import Row, percentile
from tests.support.softphone.phone_at_work import tree
from tests.support.softphone.soak import spent_s
from tests.support.softphone.whole_line import LIMIT_S, WholeLine, feed

_REGISTER_MS = 100
_AUDIO_MS = 500
_IDLE_PERCENT = 1
_SETTLED_S = 3.0
"""What follows a start is over by then."""


class Softphone:
    """A PBX, and one line after another that registers at it. `folder`: for the fed tone."""

    def __init__(self, folder: Path) -> None:
        self._flags = feed(folder / "tone.wav")
        self._events: queue.Queue[tuple[str, float]] = queue.Queue()

    def rows(self, *, starts: int, calls: int, idle_s: float) -> list[Row]:
        """All rows: some 1,5 s for each start, 3 s for each call."""
        with DemoWebRtcPbx(port=0, say=self._said, pace=0.1) as pbx:
            registered = [self._register(pbx) for _ in range(starts)]
            with self._line(pbx) as line:
                line.registered()
                rest = self._rest(line, idle_s)
                outgoing = [self._call(line) for _ in range(calls)]
                incoming = [self._answer(pbx, line) for _ in range(calls)]
        return [
            _median("softphone: ready → registered", registered, _REGISTER_MS),
            *_both("softphone: answered", outgoing),
            *_both("softphone: answering", incoming),
            *rest,
        ]

    def _line(self, pbx: DemoWebRtcPbx) -> WholeLine:
        return WholeLine(pbx.url, self._flags, watch=self._heard)

    def _register(self, pbx: DemoWebRtcPbx) -> float:
        """From the page that can take an account to the app that knows: it is registered."""
        with self._line(pbx):
            ready = self._next("ready")
            return self._next("registered") - ready

    def _rest(self, line: WholeLine, seconds: float) -> list[Row]:
        time.sleep(_SETTLED_S)  # the time itself is what is waited for
        before = spent_s(line.pid)
        time.sleep(seconds)
        percent = (spent_s(line.pid) - before) / seconds * 100
        memory = sum(map(pss_mib, tree(line.pid)))
        rule = f"≤ {_IDLE_PERCENT} % of a processor"
        return [
            Row(f"softphone: idle for {seconds:g} s", percent, "%", _IDLE_PERCENT, rule),
            Row("softphone: memory of its process", memory, "MiB", float("inf"), "registered"),
        ]

    def _call(self, line: WholeLine) -> tuple[float, float]:
        """Seconds from the callee's answer until the phone hears, and until it is heard."""
        self._forget()
        line.dial("0820001234")
        times = self._heard_after(self._next("talking"))
        self._end(line)
        return times

    def _answer(self, pbx: DemoWebRtcPbx, line: WholeLine) -> tuple[float, float]:
        """The same from the agent's own answer, the opening of the microphone included."""
        pbx.call_agent("204")
        line.at(CallStage.INCOMING)
        call = line.call.id
        self._forget()
        answered = time.monotonic()
        line.do(lambda phone: phone.answer(call))
        times = self._heard_after(answered)
        self._end(line)
        return times

    def _heard_after(self, answered: float) -> tuple[float, float]:
        times: dict[str, float] = {}
        while len(times) < 2:
            what, when = self._events.get(timeout=LIMIT_S)
            if what in ("hears", "is heard"):
                times[what] = when - answered
        return times["hears"], times["is heard"]

    def _end(self, line: WholeLine) -> None:
        line.hang_up()
        self._next("over")

    def _heard(self, event: Event) -> None:
        match event:
            case Ready():
                self._tell("ready")
            case RegistrationChanged(state="registered"):
                self._tell("registered")
            case Media(state="flowing"):
                self._tell("hears")

    def _said(self, line: str) -> None:
        for end, what in {
            "they talk": "talking",
            "agent 204 is heard": "is heard",
            "agent 204 hangs up": "over",
        }.items():
            if line.endswith(end):
                self._tell(what)

    def _tell(self, what: str) -> None:
        self._events.put((what, time.monotonic()))

    def _next(self, wanted: str) -> float:
        """When that happens, next; other things on the way are passed over."""
        while True:
            what, when = self._events.get(timeout=LIMIT_S)
            if what == wanted:
                return when

    def _forget(self) -> None:
        while not self._events.empty():
            self._events.get_nowait()


def _both(name: str, times: Sequence[tuple[float, float]]) -> list[Row]:
    here, there = zip(*times, strict=True)
    return [
        _median(f"{name} → heard here", here, _AUDIO_MS),
        _median(f"{name} → heard there", there, _AUDIO_MS),
    ]


def _median(name: str, seconds: Sequence[float], limit_ms: float) -> Row:
    middle = percentile(seconds, 50) * 1000
    rule = f"≤ {limit_ms:g} ms, p50 of {len(seconds)}; worst {max(seconds) * 1000:.0f}"
    return Row(name, middle, "ms", limit_ms, rule)
