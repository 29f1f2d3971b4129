"""One desktop of each kind for all tests of a module, and our program on it for each test."""

from collections.abc import Iterator

import pytest

from tests.support.ui.program import Program, shown_program
from tests.support.ui.window_desktop import Desktop, wait_for, with_trayer, with_xfce4_panel


@pytest.fixture(scope="module")
def trayer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with with_trayer(tmp_path_factory.mktemp("trayer")) as desktop:
        yield desktop


@pytest.fixture(scope="module")
def xfce4_panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with with_xfce4_panel(tmp_path_factory.mktemp("xfce4")) as desktop:
        yield desktop


@pytest.fixture
def docked(trayer: Desktop) -> Iterator[Program]:
    """Our program, its icon in trayer, the pointer far from everything."""
    trayer.xdotool("mousemove 200 200")
    with shown_program(trayer) as program:
        wait_for(program.steady_icon)
        yield program
