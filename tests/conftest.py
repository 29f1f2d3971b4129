"""Every test runs with its own home folder, and on no display, bus or keyring of the desktop."""

import gc
import itertools
import os
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

# The same examples on every run: what is red is red again, and a run takes its known time.
hypothesis.settings.register_profile(
    "same every time", derandomize=True, database=None, max_examples=150, deadline=None
)
hypothesis.settings.load_profile("same every time")

# Before any fixture: pytest-qt makes its application once for all tests, maybe before `home`.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

_DESKTOP = (
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_CONFIG_DIRS",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
    "PYTHON_KEYRING_BACKEND",
)


# Cyclic garbage of one test holds Qt objects, and the collector runs on whichever thread allocates
# next: a thread of another test would end them, and has been seen to hang in that. So it runs
# here, between tests, on the thread they belong to.
gc.disable()
_COLLECTED_EVERY = 20
_ended = itertools.count(1)


def pytest_runtest_teardown() -> None:
    """Collect garbage now and then."""
    if next(_ended) % _COLLECTED_EVERY == 0:
        gc.collect()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever waits for minutes begins first: the others run beside it."""
    items.sort(key=lambda item: item.get_closest_marker("waits") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Half characters that a test logs: a report goes from process to process as UTF-8."""
    report = yield
    report.sections = [
        (title, text.encode(errors="backslashreplace").decode()) for title, text in report.sections
    ]
    return report


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, and its path."""
    folder = tmp_path / "home"
    for name, below in {
        "HOME": "",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": "run",
    }.items():
        (folder / below).mkdir(parents=True, exist_ok=True, mode=0o700)
        monkeypatch.setenv(name, str(folder / below))
    for name in _DESKTOP:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return folder
