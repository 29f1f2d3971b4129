"""The desktop file for the menu of applications."""

import subprocess
import tomllib
from configparser import ConfigParser

from desktop_dialer.cli import COMMANDS
from tests.support.repository import ROOT

FILE = ROOT / "resources/desktop-dialer.desktop"


def entry() -> ConfigParser:
    parsed = ConfigParser(interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # keys have capitals
    parsed.read(FILE)
    return parsed


def test_it_is_valid() -> None:
    done = subprocess.run(
        ["desktop-file-validate", FILE], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_it_names_is_there() -> None:
    main = entry()["Desktop Entry"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert main["Exec"] in project["gui-scripts"]
    assert (ROOT / "resources/icons" / f"{main['Icon']}.svg").exists()
    assert FILE.stem == main["StartupWMClass"] == "desktop-dialer"  # app.start.new_application


def test_its_actions_are_commands_of_the_program() -> None:
    parsed = entry()
    names = [name for name in parsed["Desktop Entry"]["Actions"].split(";") if name]
    assert names
    for name in names:
        program, command = parsed[f"Desktop Action {name}"]["Exec"].split()
        assert program == "desktop-dialer"
        assert command in COMMANDS
