"""An installation without the engine: the app knows before it starts a phone, which reports it."""

import os
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

import pytest

from desktop_dialer.pbx.softphone.commands import Configure
from desktop_dialer.pbx.softphone.engine_presence import engine_missing
from desktop_dialer.pbx.softphone.events import Fatal
from tests.support.repository import ROOT
from tests.support.softphone.phone_at_work import LIMIT_S, NOWHERE, PhoneAtWork, command_for
from tests.support.softphone.without_engine import qt_without_engine


@pytest.fixture
def without(tmp_path: Path) -> Path:
    """A folder with the Qt of this installation, but for the engine."""
    return qt_without_engine(tmp_path / "site")


def ask(without: Path, *python: str | Path) -> str:
    """Why the softphone is not available, and the command that adds the engine."""
    code = (
        "import sys; from desktop_dialer.pbx.softphone import engine_presence as e;"
        "print(e.engine_missing(), e.adding_command(), sep=': ');"
        "assert not {'PySide6', 'platform'} & sys.modules.keys()"
    )
    done = subprocess.run(
        [*python, "-c", code],
        env={"PYTHONPATH": f"{without}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_S,
    )
    return done.stdout.strip()


def test_an_installed_engine_is_found() -> None:
    assert engine_missing() == ""


def test_the_command_that_adds_it_is_named(without: Path) -> None:
    assert ask(without, sys.executable, "-S").endswith(': pip install "desktop-dialer[webrtc]"')


@pytest.mark.parametrize(
    ("place", "command"),
    [
        (
            "pipx/venvs/desktop-dialer",
            f"pipx inject desktop-dialer PySide6-Addons=={version('PySide6-Essentials')}",
        ),
        ("uv/tools/desktop-dialer", 'uv tool install "desktop-dialer[webrtc]"'),
    ],
)
def test_the_command_depends_on_how_the_program_was_installed(
    without: Path, tmp_path: Path, place: str, command: str
) -> None:
    venv.create(tmp_path / place, symlinks=True)
    assert ask(without, tmp_path / place / "bin/python").endswith(f": {command}")


def test_a_phone_without_an_engine_reports_it(
    without: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(without))
    phone = PhoneAtWork(command_for())
    phone.send(Configure(url=NOWHERE, server="x"))
    assert "PySide6.QtWebEngineCore" in phone.wait_for(Fatal).reason
    assert phone.exit_code() == 3


def test_a_phone_that_was_built_without_its_page_reports_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The program in a place without a built page, as DESKTOP_DIALER_NO_WEBRTC leaves it; -P,
    # because the current folder has one.
    (tmp_path / "desktop_dialer").symlink_to(ROOT / "desktop_dialer")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    phone = PhoneAtWork([sys.executable, "-P", "-m", "desktop_dialer.phone"])
    phone.send(Configure(url=NOWHERE, server="x"))
    reason = phone.wait_for(Fatal).reason
    assert "DESKTOP_DIALER_NO_WEBRTC" in reason
    assert phone.exit_code() == 1
