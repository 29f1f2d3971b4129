"""Calls and registrations that the PBX refuses, or cannot be asked for, as text."""

import json

from tests.support.journeys.agent_desk import until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.socket_ahead import SocketAhead
from tests.support.journeys.softphone_desk import CALL, PASSWORD, REGISTERED, TalkingDesk
from tests.support.journeys.windows_by_keyboard import (
    DIAL,
    FIRST_RUN,
    open_dial_window,
    open_first_run,
    press,
    type_text,
    until_tooltip,
)

DESK = TalkingDesk


def test_refusals_are_told_in_words(desk: TalkingDesk, reader: ScreenReader) -> None:
    desk.choose_line(more="cool_down_s = 0")
    desk.start_registered()
    open_dial_window(desk, reader)
    type_text(desk, "0215550486")
    press(desk, "Return")
    desk.told("call W1: refused with 486")
    busy = "The PBX says: The number is busy. No phone is ringing (021 555 0486, code 486)."
    reader.until_said(CALL, busy)
    desk.picture("talking-refused")
    reader.until_said(DIAL, busy)
    reader.until_said(DIAL, "021 555 0486, Refused")
    open_dial_window(desk, reader)
    until(lambda: not desk.windows(CALL), "the dial window, which says the same, free of it")

    press(desk, "alt+n", "ctrl+a")
    type_text(desk, "0215550486")
    press(desk, "Return")
    reader.until_said(CALL, busy)
    desk.open_line_window(reader)
    until(lambda: not desk.windows(CALL), "Save free of the window that stands above all")
    press(desk, "Escape")

    desk.stop_pbx()
    reader.until_said(DIAL, "Until then you cannot make or receive calls here.")
    refused = json.loads(desk.dialer("dial", "--json", "0820001234", code=6))
    assert refused["status"] == "unreached"
    assert refused["message"].startswith("The call was not sent: The PBX cannot be reached")
    press(desk, "alt+n", "ctrl+a")
    type_text(desk, "0820001234")
    press(desk, "Return")
    reader.until_said(DIAL, "The call was not sent: The PBX cannot be reached")
    desk.start_pbx(desk.pbx_port)
    desk.told("agent 204 is registered")
    reader.until_said(DIAL, REGISTERED)
    until(lambda: "was not sent" not in reader.words(DIAL), "the end of what has been")
    assert desk.nothing_sent()


def test_a_wrong_password_is_tried_once_until_the_right_one_is_saved(
    desk: TalkingDesk, reader: ScreenReader
) -> None:
    with SocketAhead(desk.url) as ahead:
        desk.set_account("204", "wrong")
        desk.choose_line(ahead.url)
        desk.start_app()
        desk.told("agent 204 is refused: wrong password")
        words = "The PBX did not accept your extension or its password (401)."
        until_tooltip(desk, reader, words)
        open_dial_window(desk, reader)
        reader.until_said(DIAL, words)
        desk.picture("talking-wrong-password")
        assert desk.pbx
        assert desk.pbx.nothing("agent 204")
        assert ahead.sent("REGISTER") == 2

        phone = desk.phones()
        desk.choose_in_menu("Up", "Up")
        open_first_run(desk, reader)
        until(lambda: reader.find(FIRST_RUN, "Extension").text == "204", "the extension")
        reader.click(FIRST_RUN, "Password of the extension")
        type_text(desk, PASSWORD)
        press(desk, "Return")
        desk.told("agent 204 is registered")
        reader.until_said(DIAL, REGISTERED)
        assert desk.phones() != phone
