"""Choose the own line, copy, click, talk: the whole of it, and each way to wish for a call."""

from .agent_desk import until
from .screen_reader import ScreenReader
from .talking_desk import (
    CALL,
    HANG_UP_KEY,
    LINE,
    MUTE_KEY,
    REGISTERED,
    TalkingDesk,
)
from .windows_by_keyboard import DIAL, press, type_text, until_tooltip

DESK = TalkingDesk


def test_from_choosing_the_line_to_hanging_up(desk: TalkingDesk, reader: ScreenReader) -> None:
    desk.configure(**{"call.cool_down_s": "0"})
    desk.start_app()
    desk.open_line_window(reader)
    press(desk, "Down", "alt+c")
    type_text(desk, desk.url)
    press(desk, "alt+a")
    desk.told("agent 204 is registered")
    reader.until_said(LINE, REGISTERED)
    reader.until_said(LINE, "Saved.")
    desk.picture("talking-line-window")
    press(desk, "Escape")
    until_tooltip(desk, reader, REGISTERED)

    desk.copy_and_click("Call 082 000 1234, please", times=2)
    press(desk, "ctrl+alt+b")
    desk.told("callee 0820001234 answers, they talk")
    desk.told("agent 204 is heard")
    reader.until_said(CALL, "Talking")
    until_tooltip(desk, reader, "In a call with 082 000 1234")
    desk.picture("talking-call-window")
    press(desk, MUTE_KEY)
    reader.until_said(CALL, "Muted: the other does not hear you.")
    until(lambda: desk.heard_dbfs() < -80, "silence at the PBX")
    press(desk, MUTE_KEY)
    until(lambda: desk.heard_dbfs() > -50, "the voice again")
    press(desk, HANG_UP_KEY)
    desk.told("agent 204 hangs up")
    reader.until_said(CALL, "You hung up after 0:0")
    assert desk.nothing_sent()
    assert desk.invites() == ["0820001234"]
    desk.dialer("show")
    reader.until_said(DIAL, "082 000 1234, Answered 0:0")
