"""The command that draws everything people see."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from tests.support.repository import ROOT


def test_the_command_draws_at_both_pixel_ratios() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.pictures.prompt_and_tray", "prompt"],
        cwd=ROOT, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    files = {Path(line).name: QImage(line) for line in done.stdout.split()}
    assert files["prompt-one@2x.png"].size() == files["prompt-one.png"].size() * 2
    assert len(files) == 16


def test_the_pictures_of_the_readme_are_drawn_anew_by_a_command(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    screen = "xvfb-run", "-a", "-s", "-screen 0 2400x1700x24"
    subprocess.run(
        [*screen, sys.executable, "-m", "tests.pictures.readme", folder],
        cwd=ROOT, check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    names = {file.name for file in folder.iterdir()}
    assert names == {file.name for file in (ROOT / "docs/pictures").iterdir()}
    for name in names:
        drawn, kept = QImage(str(folder / name)), QImage(str(ROOT / "docs/pictures" / name))
        assert drawn.size() == kept.size(), name
