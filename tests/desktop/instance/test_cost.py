"""How long a clicked link takes, against a Python that does nothing."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from desktop_dialer.desktop.instance.instance import claim
from tests.support.desktop.running_app import LINK, program, running_app, runtime_folder
from tests.support.repository import ROOT

HAND_OVER = (
    "from desktop_dialer.desktop.instance.client import ACCEPTED, hand_over_link as h\n"
    "assert h('tel:+27820001234').state == ACCEPTED"
)


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with runtime_folder(monkeypatch):
        yield


@pytest.mark.alone
@pytest.mark.usefixtures("runtime")
def test_a_link_is_handed_over_in_at_most_two_and_a_half_times_a_bare_python() -> None:
    """Taken in turns, so that a busy machine slows both; the quickest tell the work itself."""
    app = claim()
    assert app is not None
    app.serve(lambda *_: None)
    spent: dict[str, list[float]] = {"pass": [], HAND_OVER: []}
    for _ in range(15):
        for code, times in spent.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
            times.append(time.perf_counter() - began)
    app.close()
    bare, handing = (min(times) for times in spent.values())
    assert handing <= 2.5 * bare, {code: statistics.median(times) for code, times in spent.items()}


@pytest.mark.usefixtures("runtime")
def test_handing_over_a_link_loads_next_to_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "from desktop_dialer.desktop.instance.client import hand_over_link\n"
        "hand_over_link('tel:+27820001234')\nprint(*(set(sys.modules) - before))"
    )
    with running_app() as app, program(code) as client:
        loaded = set(client.communicate(timeout=30)[0].split())
        assert app.next().link == LINK
    ours = {name for name in loaded if name.startswith("desktop_dialer")}
    assert ours == {
        *("desktop_dialer", "desktop_dialer.desktop", "desktop_dialer.desktop.instance"),
        "desktop_dialer.desktop.instance.client",
    }
    heavy = {
        "socket",
        "collections",
        "json",
        "typing",
        "dataclasses",
        "inspect",
        "pathlib",
        "re",
        "logging",
        "argparse",
    }
    assert loaded & heavy == set()
