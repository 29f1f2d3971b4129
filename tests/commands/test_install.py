"""What `pip install` makes of the source: sdist, wheel, commands, resources."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.support.desktop.x_display import XDisplay
from tests.support.repository import ROOT

COMMANDS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def run(*command: str | Path, cwd: Path, stdin: str = "", **more: str) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=cwd, env=environment | more, input=stdin,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("install")


@pytest.fixture(scope="module")
def sdist(folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    [file] = folder.glob("*.tar.gz")
    return file


@pytest.fixture(scope="module")
def wheel(folder: Path, sdist: Path) -> Path:
    """Built from the sdist, as others will."""
    offline = "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"
    run(sys.executable, "-m", "pip", "wheel", *offline, "-w", folder, sdist, cwd=folder)
    [file] = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(folder: Path, wheel: Path) -> Path:
    """The folder of commands of an environment with the wheel, and our libraries beside it."""
    environment = folder / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
    python = environment / "bin/python"
    offline = "--no-index", "--no-deps", "--disable-pip-version-check"
    run(sys.executable, "-m", "pip", "--python", python, "install", *offline, wheel, cwd=folder)
    site = run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=folder).strip()
    # A plain line: the .pth files of that folder, and with them the source tree, do not count.
    Path(site, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = run(python, "-c", "import desktop_dialer as it; print(it.__file__)", cwd=folder)
    assert where.startswith(str(environment))
    return environment / "bin"


@pytest.fixture
def display() -> Iterator[XDisplay]:
    shown = XDisplay()
    yield shown
    shown.close()


def test_the_sdist_has_what_a_wheel_is_built_from_and_no_leftovers(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "resources/desktop-dialer.desktop"} <= names
    assert "docs/pictures/prompt.png" in names
    assert not {name for name in names if name.startswith((".venv", "build", ".ci", ".git/"))}


def test_the_wheel_has_the_program_its_resources_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        [entry_points] = [name for name in names if name.endswith("entry_points.txt")]
        parsed = ConfigParser()
        parsed.read_string(archive.read(entry_points).decode())
    page = ROOT / "resources/phone"  # it goes there built: tests/phone/test_page_build.py
    resources = {file for file in (ROOT / "resources").rglob("*") if file.is_file()}
    plain = {
        file for file in resources if page not in file.parents and file.suffix not in {".md", ".po"}
    }
    assert {f"desktop_dialer/{file.relative_to(ROOT)}" for file in plain} <= names
    assert "desktop_dialer/resources/phone/phone.js" in names
    assert "desktop_dialer/resources/translations/af.mo" in names
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"desktop_dialer"}
    assert dict(parsed["console_scripts"]) == COMMANDS["scripts"]
    assert dict(parsed["gui_scripts"]) == COMMANDS["gui-scripts"]


def test_the_commands_work_far_from_the_source(installed: Path, tmp_path: Path) -> None:
    command = installed / "desktop-dialer"
    assert run(command, "--version", cwd=tmp_path).startswith("desktop-dialer ")
    found = json.loads(run(command, "find", "--json", cwd=tmp_path, stdin="tel (082) 000-1234"))
    assert [number["callee"] for number in found] == ["0820001234"]


@pytest.mark.parametrize("name", ["desktop-dialer", "desktop-dialer-tray"])
def test_the_app_starts(installed: Path, tmp_path: Path, display: XDisplay, name: str) -> None:
    no_bus = f"unix:path={tmp_path}/no-bus"
    told = json.loads(
        run(
            *(installed / name, "--smoke-test"),
            cwd=tmp_path,
            DISPLAY=display.name,
            QT_QPA_PLATFORM="xcb",
            DBUS_SESSION_BUS_ADDRESS=no_bus,
        )
    )
    assert told["clipboard"] == {"how": "X11, XFixes"}
    assert told["hotkey"] == {"how": "Ctrl+Alt+B, grabbed"}
