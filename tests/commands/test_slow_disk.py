"""A data folder on a slow disk: every flush takes a second, as strace makes it."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.demo.pbx.server import DemoPbx
from tests.support.commands.offscreen_app import dialling, ended, offscreen_app
from tests.support.commands.program import argv, configure, dial_json, run, statuses
from tests.support.desktop.running_app import runtime_folder
from tests.support.journeys.agent_desk import until

SLOW_S = 1.0
STRACE = (
    *("strace", "--follow-forks", "--quiet=all", "--output=/dev/null"),
    *("--trace=fdatasync,fsync", f"--inject=fdatasync,fsync:delay_enter={SLOW_S:.0f}s"),
)


@pytest.fixture(autouse=True)
def runtime(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with runtime_folder(monkeypatch) as folder:
        yield folder


def test_a_lone_dial_waits_for_the_disk_and_calls_once(pbx: DemoPbx, home: Path) -> None:
    number = "0820001234"
    assert dial_json("0830001234")[0] == 0  # the log is there
    slow, second = (
        subprocess.Popen(
            [*STRACE, *argv("dial", "--json", "--extension", "204", number)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    )
    assert sorted(ended(program)[0] for program in (slow, second)) == [0, 4]
    assert statuses(home) == ["accepted"] * 2
    assert len(pbx.calls) == 2


def test_the_app_answers_while_the_disk_is_slow(pbx: DemoPbx, home: Path) -> None:
    configure(clipboard_watch=False)
    number = "0820001234"
    assert dial_json("0830001234")[0] == 0
    with offscreen_app(*STRACE) as app:
        twins = [dialling(number) for _ in range(2)]
        until(lambda: any(twin.poll() == 4 for twin in twins), "the refusal")
        refused_at = time.monotonic()
        reports = dict(ended(twin) for twin in twins)
        # The GUI thread refuses it at once, while a worker waits for the disk.
        assert time.monotonic() - refused_at > SLOW_S / 2
        assert set(reports) == {0, 4}
        assert "right now" in reports[4]["message"]
        assert run("quit").code == 0
        app.wait(30)
    assert statuses(home) == ["accepted"] * 2
    assert len(pbx.calls) == 2
