"""Choose the softphone, copy, click, talk: the whole of it, and each way to ask for a call."""

import json

from tests.support.journeys.agent_desk import until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.softphone_desk import (
    CALL,
    HANG_UP_KEY,
    LINE,
    MUTE_KEY,
    REGISTERED,
    TalkingDesk,
)
from tests.support.journeys.windows_by_keyboard import (
    DIAL,
    FIRST_RUN,
    PROMPT,
    answer_prompt,
    open_dial_window,
    open_first_run,
    press,
    type_text,
    until_tooltip,
)

DESK = TalkingDesk
IN_A_CALL = "You are in a call. Nothing was sent."


def test_from_choosing_the_line_to_hanging_up(desk: TalkingDesk, reader: ScreenReader) -> None:
    desk.configure(**{"call.cool_down_s": "0"})
    desk.start_app()
    desk.open_line_window(reader)
    press(desk, "Down", "alt+c")
    type_text(desk, desk.url)
    desk.configure(**{"webrtc.do_not_disturb": "true"})  # elsewhere, as in the tray's menu
    press(desk, "alt+a")
    desk.told("agent 204 is registered")
    reader.until_said(LINE, REGISTERED)
    reader.until_said(LINE, "Saved.")
    assert "do_not_disturb = true" in desk.settings_file.read_text()
    until(lambda: reader.find(LINE, "Microphone level").value > 10, "a voice in the meter")
    desk.picture("talking-line-window")
    press(desk, "Escape")
    until_tooltip(desk, reader, REGISTERED)

    desk.copy_and_click("Call 082 000 1234, please", times=2)
    press(desk, "ctrl+alt+b")
    desk.told("callee 0820001234 answers, they talk")
    desk.told("agent 204 is heard")
    reader.until_said(CALL, "Talking")
    reader.until_said(CALL, " ms")  # the quality, as it is measured
    until_tooltip(desk, reader, "In a call with 082 000 1234")
    desk.picture("talking-call-window")
    press(desk, MUTE_KEY)
    reader.until_said(CALL, "Muted: the remote party does not hear you.")
    until(lambda: desk.heard_dbfs() < -80, "silence at the PBX")
    press(desk, MUTE_KEY)
    until(lambda: desk.heard_dbfs() > -50, "the voice again")
    press(desk, HANG_UP_KEY)
    desk.told("agent 204 hangs up")
    reader.until_said(CALL, "You hung up after 0:")
    assert desk.nothing_sent()
    assert desk.invites() == ["0820001234"]
    desk.dialer("show")
    reader.until_said(DIAL, "082 000 1234, Answered 0:")


def test_every_wish_to_call_takes_the_own_line(desk: TalkingDesk, reader: ScreenReader) -> None:
    desk.choose_line(more="cool_down_s = 0")
    desk.start_registered()

    desk.copy("082 000 1231", "primary")
    press(desk, "ctrl+alt+b")
    assert desk.invited() == "0820001231"
    desk.told("they talk")
    hang_up(desk, reader, "082 000 1231")

    desk.dialer("tel:+27820001232")
    reader.find(PROMPT, "Call 082 000 1232")
    assert desk.nothing_sent()
    answer_prompt(desk, reader, "Call 082 000 1232")
    assert desk.invited() == "0820001232"
    desk.told("they talk")
    hang_up(desk, reader, "082 000 1232")

    open_dial_window(desk, reader)
    reader.until_said(DIAL, REGISTERED)
    type_text(desk, "0820001233")
    press(desk, "Return")
    assert desk.invited() == "0820001233"
    desk.told("they talk")
    until(lambda: " is ringing" not in reader.words(DIAL), "the end of what has been")

    second = json.loads(desk.dialer("dial", "--json", "0830005678", code=6))
    assert second["status"] == "in_a_call"
    assert second["message"] == IN_A_CALL
    press(desk, "alt+n", "ctrl+a")
    type_text(desk, "0830005678")
    press(desk, "Return")
    reader.until_said(DIAL, "You are in a call. Hang up first, then call again.")
    assert desk.nothing_sent()
    desk.choose_in_menu("Up", "Up")
    open_first_run(desk, reader)
    press(desk, "Return")
    reader.until_said(FIRST_RUN, "Saved")
    desk.settle()
    assert desk.calls()[-1]["state"] == "talking"
    press(desk, "Escape")
    desk.dialer("config", "set", "webrtc.ice_servers", "stun:127.0.0.1:9")
    desk.settle()
    assert desk.calls()[-1]["state"] == "talking"  # it counts when the call is over
    hang_up(desk, reader, "082 000 1233")
    desk.told("agent 204 is no longer registered")
    desk.told("agent 204 is registered")
    reader.until_said(DIAL, REGISTERED)

    taken = json.loads(desk.dialer("dial", "--json", "--ref", "r-7", "0820001234"))
    assert (taken["status"], taken["callee"], taken["agent"]) == ("accepted", "0820001234", "204")
    assert taken["message"].startswith("082 000 1234 ")
    assert desk.invited() == "0820001234"
    assert desk.at_pbx(callee="0820001234")["reference"] == "r-7"
    hang_up(desk, reader, "082 000 1234")
    assert desk.nothing_sent()


def hang_up(desk: TalkingDesk, reader: ScreenReader, party: str) -> None:
    """By key, until PBX and window have it."""
    reader.until_said(CALL, party)
    press(desk, HANG_UP_KEY)
    desk.told("agent 204 hangs up")
    reader.until_said(CALL, "You hung up")
