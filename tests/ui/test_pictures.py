"""The command that draws everything people see."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]


def test_the_command_draws_at_both_pixel_ratios() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.pictures", "prompt"],
        cwd=ROOT, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    files = {Path(line).name: QImage(line) for line in done.stdout.split()}
    assert files["prompt-one@2x.png"].size() == files["prompt-one.png"].size() * 2
    assert len(files) == 16
