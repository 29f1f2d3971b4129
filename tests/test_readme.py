"""README.md says what the program does: its tables are held against the program's own."""

import importlib.util
import re

import pytest

from desktop_dialer.calling.exit_codes import ExitCode
from desktop_dialer.cli import COMMANDS
from desktop_dialer.settings.table import KEYS, help_of
from tests.support.repository import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURES = ROOT / "docs/pictures"


def rows(heading: str) -> list[list[str]]:
    """The cells of all tables below a heading, without their first two lines."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE):
        for line in table.splitlines()[2:]:
            found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found


def test_the_page_of_settings_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location(
        "settings_page", ROOT / "packaging/settings_page.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def test_every_setting_is_explained() -> None:
    assert all(help_of(key).endswith(".") for key in KEYS)


def test_every_command_is_there() -> None:
    told = " ".join(command for command, *_ in rows("Commands"))
    named = set(re.findall(r"`(?:desktop-dialer )?([a-z-]+)", told))
    assert set(COMMANDS) <= named


def test_every_exit_code_is_there() -> None:
    codes = [int(row[0]) for row in rows("Commands") if row[0].isdecimal()]
    assert codes == sorted(ExitCode)


def test_every_picture_is_there_small_and_shown_light_and_dark() -> None:
    shown = set(re.findall(r'"(docs/pictures/[^"]+)"', README))
    files = {str(file.relative_to(ROOT)) for file in PICTURES.iterdir()}
    assert shown == files
    assert {file for file in files if "-dark" not in file} == {
        file.replace("-dark", "") for file in files if "-dark" in file
    }
    for file in files:
        assert 2_000 < (ROOT / file).stat().st_size <= 60 * 1024, file


@pytest.mark.parametrize(
    "file",
    [
        "README.md",
        "docs/settings.md",
        "docs/architecture.md",
        "docs/platforms.md",
        "packaging/linux/README.md",
    ],
)
def test_links_lead_somewhere(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / file).parent.joinpath(target).exists(), target
