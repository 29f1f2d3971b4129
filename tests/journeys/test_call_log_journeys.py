"""What the call log holds over restarts, kills and damage."""

import sqlite3
from pathlib import Path
from typing import Any

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import (
    DIAL,
    PROMPT,
    open_dial_window,
    press,
    type_text,
)
from tests.support.pbx.faulty_pbx import FaultyPbx


def file(desk: AgentDesk) -> Path:
    """The call log."""
    return Path(desk.env["XDG_DATA_HOME"]) / "desktop-dialer/calls.sqlite3"


def bytes_on_disk(desk: AgentDesk) -> bytes:
    """Every byte of it, the write-ahead log included."""
    return b"".join(part.read_bytes() for part in file(desk).parent.glob("calls*"))


def rows(desk: AgentDesk) -> list[Any]:
    """Number and status of each call."""
    with sqlite3.connect(f"file:{file(desk)}?mode=ro", uri=True) as log:
        return log.execute("SELECT e164, status FROM calls").fetchall()


def silent_pbx(desk: AgentDesk) -> FaultyPbx:
    """A PBX that takes the request and says nothing."""
    pbx = FaultyPbx(lambda _: pbx.released.wait(30))
    desk.configure(**{"pbx.port": str(pbx.port)})
    return pbx


def test_a_call_cut_off_by_a_kill_is_unknown_and_asked_again(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    with silent_pbx(desk) as pbx:
        app = desk.start_app()
        open_dial_window(desk, reader)
        type_text(desk, "0820001234")
        press(desk, "Return")
        until(lambda: pbx.requests, "the request")
        app.kill()
        app.wait()
    assert rows(desk) == [("+27820001234", None)]
    desk.configure(**{"pbx.port": str(desk.pbx_port)})
    assert "needs_confirmation" in desk.dialer("dial", "--json", "0820001234", code=4)
    desk.start_app()
    open_dial_window(desk, reader)
    reader.until_said(DIAL, "082 000 1234, Unknown")
    type_text(desk, "0820001234")
    press(desk, "Return")
    reader.until_said(DIAL, "anyway?")
    assert desk.no_more_calls()


def test_the_cool_down_holds_from_dial_to_the_app(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.dialer("dial", "0820001234")
    desk.call()
    desk.start_app()
    desk.copy("082 000 1234")
    reader.until_said(PROMPT, "The same number was called")
    desk.settle()
    desk.click_icon()
    assert desk.no_more_calls()


def test_the_cool_down_holds_from_the_app_to_dial(desk: AgentDesk) -> None:
    desk.start_app()
    desk.copy("082 000 1234")
    desk.prompt()
    desk.settle()
    desk.click_icon()
    desk.call()
    assert desk.end_app() == 0
    desk.dialer("dial", "+27 82 000 1234", code=4)
    assert desk.no_more_calls()


def test_a_log_that_keeps_nothing_leaves_no_number(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.configure(**{"log.keep_days": "0"})
    with silent_pbx(desk) as pbx:
        app = desk.start_app()
        open_dial_window(desk, reader)
        type_text(desk, "0820001234")
        press(desk, "Return")
        until(lambda: pbx.requests, "the request")
        assert rows(desk) == [("", None)]
        assert b"820001234" not in bytes_on_disk(desk)
        app.kill()
        app.wait()
    desk.configure(**{"pbx.port": str(desk.pbx_port)})
    desk.start_app()
    desk.dialer("dial", "0830009999")
    desk.call()
    until(lambda: len(rows(desk)) == 1, "the settled call's end")  # the cut-off one is left
    assert b"830009999" not in bytes_on_disk(desk)


def test_keeping_nothing_counts_at_once(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.dialer("dial", "0820001234")
    desk.call()
    desk.start_app()
    open_dial_window(desk, reader)
    reader.until_said(DIAL, "082 000 1234, Accepted")
    desk.configure(**{"log.keep_days": "0"})
    until(lambda: "082 000 1234, Accepted" not in reader.words(DIAL), "an empty list")
    assert b"820001234" not in bytes_on_disk(desk)
    desk.dialer("dial", "0830009999")
    desk.call()
    assert b"830009999" not in bytes_on_disk(desk)


def test_a_damaged_log_is_set_aside(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.dialer("dial", "0820001234")
    desk.call()
    file(desk).write_bytes(b"not a database" * 500)
    desk.start_app()
    desk.copy("083 000 9999")
    desk.prompt()
    desk.settle()
    desk.click_icon()
    desk.call()
    assert len(list(file(desk).parent.glob("calls.sqlite3.damaged-*"))) == 1
    open_dial_window(desk, reader)
    reader.until_said(DIAL, "083 000 9999, Accepted")
