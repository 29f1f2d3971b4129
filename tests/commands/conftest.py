"""Fixtures of this folder."""

from collections.abc import Iterator

import pytest

from desktop_dialer.pbx.demo import DemoPbx
from tests.commands.program import configure
from tests.desktop.secret_service import private_desktop, private_keyring

__all__ = ["private_desktop", "private_keyring"]


@pytest.fixture
def pbx() -> Iterator[DemoPbx]:
    """A PBX that keeps the rules, and settings that name it."""
    with DemoPbx(port=0, say=lambda _: None, pace=0.01) as running:
        configure(pbx_server="127.0.0.1", pbx_port=running.port)
        yield running
