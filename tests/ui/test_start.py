"""What the tray loads at start, and where it finds its files."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

import desktop_dialer
from desktop_dialer.app.startup_steps import EarlyTrayIcon
from desktop_dialer.resources import resources

PACKAGE = Path(desktop_dialer.__file__).parent
LATER = (
    "phonenumbers", "httpx", "keyring", "tomlkit", "PySide6.QtSvg", "PySide6.QtNetwork",
    "desktop_dialer.model.policy", "desktop_dialer.ui.tray.menu",
    "desktop_dialer.ui.prompt.prompt",
)  # fmt: skip
BEHIND_THE_ICON = (
    "logging.handlers", "platformdirs", "tomllib", "sqlite3", "ssl", "uuid", "jeepney",
    "desktop_dialer.calling.placer", "desktop_dialer.calling.factory", "desktop_dialer.app.root",
)  # fmt: skip


def loaded_by(code: str, folder: Path) -> str:
    """What a fresh Python in `folder` prints for `code`."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_tray_loads_nothing_it_does_not_show() -> None:
    loaded = loaded_by(
        "import sys, desktop_dialer.ui.tray.icon; print(*sys.modules)", PACKAGE.parent
    ).split()
    assert "desktop_dialer.ui.tray.icon" in loaded
    assert set(LATER) & set(loaded) == set()


def test_what_is_behind_the_icon_is_loaded_after_it() -> None:
    loaded = loaded_by(
        "import sys, desktop_dialer.__main__, desktop_dialer.cli, desktop_dialer.launch\n"
        "import desktop_dialer.app.smoke_test, desktop_dialer.desktop.instance.unix\n"
        "print(*sys.modules)",
        PACKAGE.parent,
    ).split()
    assert "desktop_dialer.app.startup" in loaded
    assert set(LATER + BEHIND_THE_ICON) & set(loaded) == set()


def test_qt_does_not_read_the_source_of_what_the_app_imports() -> None:
    """PySide6 keeps that source in memory; should it stop doing so, app/__init__.py may go."""
    after = "; import colorsys, linecache; print([f for f in linecache.cache if 'colorsys' in f])"
    plain, ours = (
        loaded_by(f"import {module}{after}", PACKAGE.parent)
        for module in ("PySide6.QtCore", "desktop_dialer.app.startup")
    )
    assert "colorsys.py" in plain
    assert ours == "[]"


@pytest.mark.parametrize("clicks", [0, 1, 2])
def test_a_click_before_there_is_an_app_waits_for_it(clicks: int, qtbot: QtBot) -> None:
    first = EarlyTrayIcon()
    for _ in range(clicks):
        first.tray.clicked.emit()
    heard: list[bool] = []
    first.tray.clicked.connect(lambda: heard.append(True))
    assert first.hand_over() is bool(clicks)
    first.tray.clicked.emit()
    assert heard == [True]
    QCoreApplication.processEvents()  # the tray looks once more whether it has to fill its menu
    first.tray.hide()


def test_resources_are_beside_the_package_in_a_source_tree() -> None:
    assert resources() == PACKAGE.parent / "resources"


def test_resources_are_inside_the_package_when_it_is_installed(tmp_path: Path) -> None:
    installed = tmp_path / "desktop_dialer"
    installed.mkdir()
    for file in "__init__.py", "resources.py":
        shutil.copy(PACKAGE / file, installed)
    shutil.copytree(resources(), installed / "resources")
    (tmp_path / "resources" / "icons").mkdir(parents=True)  # somebody else's
    found = loaded_by(
        "from desktop_dialer.resources import resources; print(resources())", tmp_path
    )
    assert found == str(installed / "resources")


def test_an_installation_without_resources_says_so(tmp_path: Path) -> None:
    installed = tmp_path / "desktop_dialer"
    installed.mkdir()
    for file in "__init__.py", "resources.py":
        shutil.copy(PACKAGE / file, installed)
    said = loaded_by(
        "from desktop_dialer.resources import resources\n"
        "try: resources()\nexcept FileNotFoundError as error: print(error)",
        tmp_path,
    )
    assert said == f"No folder 'resources' in or beside {installed}. Install again."
