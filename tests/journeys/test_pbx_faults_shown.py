"""The PBX is gone, silent, refusing or broken: said as text, and asked once only."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.dunst_history import notified
from tests.support.journeys.notification_daemon import NotificationDaemon
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.typing_window import TypingWindow
from tests.support.journeys.windows_by_keyboard import (
    DIAL,
    open_dial_window,
    press,
    type_text,
    until_tooltip,
)
from tests.support.pbx.faulty_pbx import Behaviour, FaultyPbx, answer, response

Build = Callable[[Behaviour], FaultyPbx]
RINGING = "A phone may be ringing."
REFUSING = answer(
    response(
        "400 Bad Request",
        b'{"errors": ["The agent 204 is not logged in"]}',
        "Content-Type: application/json",
    )
)
BROKEN = answer(response("500 Internal Server Error", b"<h1>Oops</h1>", "Content-Type: text/html"))


@pytest.fixture
def pbx(bare_desk: AgentDesk) -> Iterator[Build]:
    """Puts a PBX that behaves so behind an otherwise whole desk, and starts the app."""
    started: list[FaultyPbx] = []

    def build(behave: Behaviour) -> FaultyPbx:
        server = FaultyPbx(behave)
        server.__enter__()
        started.append(server)
        bare_desk.pbx_port = server.port
        bare_desk.start_trayer()
        bare_desk.private.start_keyring()
        bare_desk.set_up()
        bare_desk.configure(**{"pbx.answer_timeout_s": "1"})
        return server

    yield build
    for server in started:
        server.__exit__(None, None, None)


def silent(server: list[FaultyPbx]) -> Behaviour:
    """Says nothing until the test is over."""
    return lambda _: server[0].released.wait(30)


def call(desk: AgentDesk, reader: ScreenReader) -> None:
    """Type a number in the dial window and press Enter."""
    open_dial_window(desk, reader)
    type_text(desk, "0820001234")
    press(desk, "Return")


@pytest.mark.parametrize(
    ("behave", "words"),
    [
        (REFUSING, "The agent 204 is not logged in"),
        (BROKEN, RINGING),
        (lambda _: None, RINGING),  # hangs up
    ],
    ids=["refusing", "500", "dropped"],
)
def test_the_dial_window_says_what_became_of_it(
    bare_desk: AgentDesk,
    reader: ScreenReader,
    pbx: Build,
    behave: Behaviour,
    words: str,
) -> None:
    server = pbx(behave)
    bare_desk.start_app()
    ready = bare_desk.colours()
    call(bare_desk, reader)
    told = reader.until_said(DIAL, words)
    assert "Your phone 204 will ring" not in told
    until(lambda: bare_desk.colours() != ready, "the problem's icon")
    until_tooltip(bare_desk, reader, words)
    assert len(server.requests) == 1


def test_silence_may_mean_a_ringing_phone(
    bare_desk: AgentDesk, reader: ScreenReader, pbx: Build
) -> None:
    servers: list[FaultyPbx] = []
    servers.append(pbx(silent(servers)))
    bare_desk.start_app()
    call(bare_desk, reader)
    reader.until_said(DIAL, "Asking the PBX")
    reader.until_said(DIAL, RINGING)
    assert len(servers[0].requests) == 1
    # The same number again has to be asked: the first call may have gone through.
    reader.until_said(DIAL, "Will ask before calling")


def test_a_pbx_that_is_gone_was_never_reached(
    bare_desk: AgentDesk, reader: ScreenReader, pbx: Build
) -> None:
    server = pbx(REFUSING)
    bare_desk.configure(**{"pbx.port": "1"})
    bare_desk.start_app()
    ready = bare_desk.colours()
    call(bare_desk, reader)
    told = reader.until_said(DIAL, "was not reached")
    assert "No phone rang." in told
    assert RINGING not in told
    until(lambda: bare_desk.colours() != ready, "the problem's icon")
    assert server.requests == []


def test_a_notification_tells_a_failure(bare_desk: AgentDesk, pbx: Build) -> None:
    server = pbx(REFUSING)
    dunst = NotificationDaemon(bare_desk)
    try:
        bare_desk.start_app()
        bare_desk.copy("082 000 1234")
        bare_desk.prompt()
        bare_desk.settle()
        bare_desk.click_icon()
        until(dunst.shown, "the notification")
        assert "The agent 204 is not logged in" in notified(bare_desk)
        assert not bare_desk.windows(DIAL)
        assert len(server.requests) == 1
    finally:
        dunst.close()


def test_without_notifications_the_window_tells_it_and_takes_no_keyboard(
    bare_desk: AgentDesk, reader: ScreenReader, pbx: Build
) -> None:
    pbx(REFUSING)
    bare_desk.start_app()
    work = TypingWindow(bare_desk)
    bare_desk.copy("082 000 1234")
    bare_desk.prompt()
    bare_desk.settle()
    bare_desk.click_icon()
    reader.until_said(DIAL, "The agent 204 is not logged in")
    assert work.has_keyboard()
