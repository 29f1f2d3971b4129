"""What the tests of the desktop share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.secret_service import private_desktop, private_keyring
from tests.desktop.x_display import XDisplay

__all__ = ["display", "private_desktop", "private_keyring"]


@pytest.fixture
def display(home: Path) -> Iterator[XDisplay]:
    """An X server of the test's own."""
    x_display = XDisplay()
    yield x_display
    x_display.close()
