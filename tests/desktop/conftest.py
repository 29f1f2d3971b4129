"""What the tests of the desktop share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.x_display import XDisplay


@pytest.fixture
def display(home: Path) -> Iterator[XDisplay]:
    """An X server of the test's own."""
    x_display = XDisplay()
    yield x_display
    x_display.close()
