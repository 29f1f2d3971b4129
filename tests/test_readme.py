"""README.md says what the program does: its tables are held against the program's own."""

import json
import re

import pytest

from desktop_dialer.calling.exit_codes import ExitCode
from desktop_dialer.cli import COMMANDS
from desktop_dialer.settings.schema import KEYS, Settings, kind_of, value_of
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


def default_in_words(value: object) -> str:
    """As it stands in the settings file, and a word where nothing is set."""
    if value in ("", ()):
        return "none"
    if isinstance(value, float):
        return f"`{value:g}`"
    return f"`{json.dumps(value)}`"


def test_every_setting_is_there_with_its_default_and_its_limits() -> None:
    told = [(key, default, allowed) for key, _, default, allowed in rows("Settings")]
    assert told == [
        (f"`{key}`", default_in_words(value_of(Settings(), key)), kind_of(key).allowed)
        for key in KEYS
    ]
    assert all(meaning for _, meaning, *_ in rows("Settings"))


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


@pytest.mark.parametrize("file", ["README.md", "docs/platforms.md", "packaging/linux/README.md"])
def test_links_lead_somewhere(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / file).parent.joinpath(target).exists(), target
