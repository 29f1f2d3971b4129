"""How the program ends: told to, with a call under way, and with its desktop."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.copying import DIAL_WINDOW, arm
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.pbx.faulty_pbx import FaultyPbx

pytestmark = pytest.mark.alone


@pytest.fixture
def silent_pbx(desk: AgentDesk) -> Iterator[FaultyPbx]:
    """It takes each request and says nothing."""
    over = threading.Event()
    with FaultyPbx(lambda _: over.wait(60)) as pbx:
        desk.configure(**{"pbx.port": str(pbx.port)})
        yield pbx
        over.set()


def exit_status(desk: AgentDesk, seconds: float) -> int:
    assert desk.app
    return desk.app.wait(seconds)


def said(desk: AgentDesk) -> str:
    """All that the ended app has printed and logged."""
    assert desk.app
    assert desk.app.stdout
    return desk.app.stdout.read() + desk.log()


def test_told_to_end_it_ends_at_once(desk: AgentDesk) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    began = time.monotonic()
    assert desk.end_app() == 0
    assert time.monotonic() - began < 1.5
    assert desk.icon() is None
    assert "Traceback" not in said(desk)


def test_a_call_being_sent_delays_the_end_by_2_s_at_most(
    desk: AgentDesk, reader: ScreenReader, silent_pbx: FaultyPbx
) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    desk.click_icon()
    until(lambda: silent_pbx.requests, "the request")
    assert desk.app
    desk.app.terminate()
    assert exit_status(desk, 3.0) == 0
    assert "Traceback" not in said(desk)
    desk.start_app()
    desk.dialer("show")
    told = reader.until_said(DIAL_WINDOW, "Unknown")
    assert "082 000 1234" in told
    assert len(silent_pbx.requests) == 1


def test_quit_ends_it_from_outside(desk: AgentDesk) -> None:
    desk.start_app()
    desk.dialer("quit")
    assert exit_status(desk, 3.0) == 0
    assert desk.icon() is None
    desk.dialer("quit")  # nobody is there: that is what was requested


def test_an_x_server_that_goes_ends_it_without_a_traceback(desk: AgentDesk) -> None:
    desk.start_app()
    arm(desk, "082 000 1234")
    desk.display.server.terminate()
    exit_status(desk, 5.0)
    assert "Traceback" not in said(desk)
