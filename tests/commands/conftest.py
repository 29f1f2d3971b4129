"""Fixtures of this folder."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from desktop_dialer.pbx.demo import DemoPbx
from tests.commands.program import configure
from tests.desktop.secret_service import private_desktop, private_keyring
from tests.desktop.x_display import XDisplay
from tests.journeys.agent_desk import ROOT

__all__ = ["private_desktop", "private_keyring"]


@pytest.fixture
def pbx() -> Iterator[DemoPbx]:
    """A PBX that keeps the rules, and settings that name it."""
    with DemoPbx(port=0, say=lambda _: None, pace=0.01) as running:
        configure(pbx_server="127.0.0.1", pbx_port=running.port)
        yield running


@pytest.fixture
def display() -> Iterator[XDisplay]:
    shown = XDisplay()
    yield shown
    shown.close()


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("QT_QPA_PLATFORM")
    return folder


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The temporary folder of the program; in the end nothing may be left in it."""
    with TemporaryDirectory(prefix="demo-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)
