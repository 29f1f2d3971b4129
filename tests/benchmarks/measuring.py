"""The measurements, each on a whole desk: display, window manager, tray, bus and keyring."""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.process import pss_mib, settle, wake_ups
from tests.benchmarks.screen import Screen
from tests.benchmarks.stopwatch_pbx import StopwatchPbx
from tests.benchmarks.table import Row, against, spread
from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.repository import ROOT

_BARE = str(Path(__file__).with_name("bare_tray.py"))
_SETTLED_S = 0.35
"""An offer must have been shown for 300 ms before a click calls it."""
_AT_REST_S = 4.0
"""So long after its start the app looks once more whether a tray is there."""
_APART_S = 0.2
"""Copies within 150 ms count as one, and the last of them is looked at after that time."""
_PROMPT = "Call a number"


class Measuring:
    """A desk and its instruments. `close` ends all of it."""

    def __init__(self, folder: Path) -> None:
        self.desk = AgentDesk(folder)
        self.desk.start_trayer()
        self.desk.private.start_keyring()
        self.pbx = StopwatchPbx()
        self.desk.pbx_port = self.pbx.port
        self.desk.set_up()
        self.screen = Screen(self.desk.display.name)
        self._numbers = iter(range(1000, 10000))
        self._bare_mib = 0.0
        self._offered = False
        self._copies: list[float] = []
        self._clicks: list[float] = []
        self._firsts: list[float] = []

    def close(self) -> None:
        """End everything."""
        self.screen.close()
        self.pbx.close()
        self.desk.close()

    # --- starting ------------------------------------------------------------------------

    def starts(self, runs: int) -> list[Row]:
        """Process start → icon docked, in turns with the bare tray."""
        ours: list[float] = []
        bare: list[float] = []
        seen: list[float] = []
        self._ready_ms("-m", "desktop_dialer", "--smoke-test")  # files into the disk cache
        for _ in range(runs):
            ready, docked = self._ready_ms("-m", "desktop_dialer", "--smoke-test")
            # The program's own figure may not be better than what the X server saw. The kernel
            # tells the start of a process in steps of 10 ms, downwards.
            assert ready > docked - 1, f"it says {ready} ms, the X server {docked} ms"
            ours.append(ready)
            seen.append(docked)
            bare.append(self._ready_ms(_BARE)[0])
        row = against("start → icon painted", _median(ours), _median(bare), "ms", 1.25, "bare tray")
        info = "as the X server sees it"
        return [row, Row("start → icon docked", _median(seen), "ms", float("inf"), info)]

    def _ready_ms(self, *words: str) -> tuple[float, float]:
        """What the program says itself, and what the X server told; milliseconds."""
        self.screen.forget()
        began = time.monotonic()
        said = json.loads(self.desk.run(sys.executable, *words).splitlines()[0])
        docked = self.screen.next("moved into another") - began
        return float(said["ready_ms"]), docked * 1000

    def links(self, runs: int) -> list[Row]:
        """A clicked link, as the desktop starts us for it, against a Python that does nothing."""
        assert self.desk.app
        script = str(Path(sys.executable).with_name("desktop-dialer"))
        spent: dict[tuple[str, ...], list[float]] = {
            (sys.executable, "-c", "pass"): [],
            (script, "tel:+27820001234"): [],
        }
        for _ in range(runs):
            for command, times in spent.items():
                began = time.perf_counter()
                # No time limit: with one, Python waits in steps of up to 8 ms (subprocess._wait).
                subprocess.run(command, env=self.desk.env, cwd=ROOT, check=True)
                times.append((time.perf_counter() - began) * 1000)
                settle(self.desk.app.pid, 0.2)  # the app shows the link; that slows nobody else
        bare, link = map(_median, spent.values())
        return [against("link handed over", link, bare, "ms", 2.5, "python -c pass")]

    # --- memory and rest -----------------------------------------------------------------

    def bare(self) -> None:
        """The memory of a bare tray, measured while nothing of ours runs."""
        self.screen.forget()
        program = self.desk.start(sys.executable, _BARE, "--stay")
        self.screen.next("moved into another")
        settle(program.pid)
        self._bare_mib = pss_mib(program.pid)
        program.kill()
        program.wait()

    def fresh(self) -> Row:
        """The memory of our app before the first copy. It runs from here on."""
        app = self.desk.start_app()
        settle(app.pid)
        return self._memory("memory before the first copy", app.pid, 1.5)

    def rest(self, seconds: float) -> Row:
        """How often the app wakes up while nothing happens."""
        assert self.desk.app
        settle(self.desk.app.pid, _AT_REST_S)
        woken = wake_ups(self.desk.app.pid, seconds)
        return Row(f"wake-ups in {seconds:g} idle s", woken, "", 0, "none")

    def used(self, copies: int, calls: int) -> list[Row]:
        """Copy → offer visible, click → request at the PBX, and the memory after all that."""
        assert self.desk.app
        connections = self.pbx.connections
        for _ in range(calls):
            self._call(self._clicks)
        for _ in range(copies - calls):
            self._copies.append(self._copy())
        assert self.pbx.connections == connections + calls, "a connection without a click"
        settle(self.desk.app.pid)
        name = f"memory after {copies} copies, {calls} calls"
        return [
            *spread("copy → offer visible", self._copies, 100),
            *spread(
                "click → request at the PBX", self._clicks, 30, ", the first call not among them"
            ),
            self._memory(name, self.desk.app.pid, 2.2),
        ]

    def first_calls(self, runs: int) -> Row:
        """Click → request of the first call after the start; the last app stays."""
        for run in range(runs):
            if run or not self.desk.app:
                self.restart()
            self._call(self._firsts)
        worst = max(self._firsts) * 1000
        return Row(
            "first call after the start",
            worst,
            "ms",
            250,
            f"≤ 250 ms, worst of {len(self._firsts)}",
        )

    def restart(self) -> None:
        """End the app, if it runs, and start it again."""
        if self.desk.app:
            assert self.desk.end_app() == 0
        settle(self.desk.start_app().pid)

    def _memory(self, name: str, pid: int, most: float) -> Row:
        return against(name, pss_mib(pid), self._bare_mib, "MiB", most, "bare tray")

    def _copy(self) -> float:
        """Copy a number that was not copied before: seconds until its prompt is there."""
        self._end_offer()
        time.sleep(_APART_S)  # the time itself is what is waited for
        self.screen.point(10, 10)
        self.screen.forget()
        self.desk.copy(f"Client: 082 000 {next(self._numbers)}, ref 7")
        copied = self.screen.next("copied")
        shown = self.screen.next("mapped", _PROMPT) - copied
        self._offered = True
        return shown

    def _end_offer(self) -> None:
        """A prompt that is shown already would only change: nothing on the screen tells when."""
        if self._offered:
            self.screen.forget()
            self.desk.copy("no number in here")
            self.screen.next("unmapped", _PROMPT)
            self._offered = False

    def _call(self, clicks: list[float]) -> None:
        self._copies.append(self._copy())
        connections = self.pbx.connections
        time.sleep(_SETTLED_S)  # the time itself is what is waited for
        assert self.pbx.connections == connections, "a connection before the click"
        x, y = until(self.desk.icon, "the icon")
        clicked = self.screen.click(x, y)
        self._offered = False
        clicks.append(self.pbx.next() - clicked)
        assert self.desk.app
        settle(self.desk.app.pid)  # until the outcome is told: a click before that is none


def _median(values: list[float]) -> float:
    return statistics.median(values)
