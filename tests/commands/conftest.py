"""Fixtures of this folder."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from desktop_dialer.demo.pbx.server import DemoPbx
from tests.support.commands.program import configure
from tests.support.desktop.secret_service import private_desktop, private_keyring
from tests.support.desktop.x_display import display
from tests.support.repository import ROOT

__all__ = ["display", "private_desktop", "private_keyring"]


@pytest.fixture
def pbx() -> Iterator[DemoPbx]:
    """A PBX that keeps the rules, and settings that name it."""
    with DemoPbx(port=0, say=lambda _: None, pace=0.01) as running:
        configure(pbx_server="127.0.0.1", pbx_port=running.port)
        yield running


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
