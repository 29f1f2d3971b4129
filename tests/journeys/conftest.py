"""A desk for each journey."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support.journeys.agent_desk import AgentDesk
from tests.support.journeys.screen_reader import ScreenReader


@pytest.fixture
def bare_desk(request: pytest.FixtureRequest) -> Iterator[AgentDesk]:
    """A display, a window manager and a bus: no tray, no keyring, no PBX, no app.

    Of the kind that the module names as its DESK.
    """
    kind: type[AgentDesk] = getattr(request.module, "DESK", AgentDesk)
    # A short path: sockets have at most 107 bytes for theirs.
    with TemporaryDirectory(prefix="desk-") as folder:
        desk = kind(Path(folder))
        try:
            yield desk
        finally:
            desk.close()


@pytest.fixture
def desk(bare_desk: AgentDesk) -> AgentDesk:
    """A desk with trayer, an unlocked keyring, a PBX and an account; the app is not started."""
    bare_desk.start_trayer()
    bare_desk.private.start_keyring()
    bare_desk.start_pbx()
    bare_desk.set_up()
    return bare_desk


@pytest.fixture
def reader(bare_desk: AgentDesk) -> Iterator[ScreenReader]:
    """A screen reader on the desk, there before the app."""
    screen_reader = ScreenReader(bare_desk)
    yield screen_reader
    screen_reader.close()
