"""Calls to extensions, and a phone number as the agent's own extension: from typing to the PBX."""

import json

import pytest

from tests.support.journeys.agent_desk import AgentDesk
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.softphone_desk import CALL, HANG_UP_KEY, LINE, TalkingDesk
from tests.support.journeys.windows_by_keyboard import DIAL, open_dial_window, press, type_text

DESK = TalkingDesk


@pytest.fixture
def newest(bare_desk: TalkingDesk) -> TalkingDesk:
    """A desk whose PBX has version 4 and takes extensions; the administrator knows of three."""
    bare_desk.start_trayer()
    bare_desk.private.start_keyring()
    AgentDesk.start_pbx(bare_desk, 0, "--version", "4", "--internal")
    bare_desk.set_up()
    bare_desk.configure(**{"pbx.version": "4.0", "call.internal_digits": "3"})
    return bare_desk


def test_an_extension_is_called_as_it_is_typed_and_from_nowhere_else(
    newest: TalkingDesk, reader: ScreenReader
) -> None:
    newest.start_app()
    open_dial_window(newest, reader)
    type_text(newest, "112")
    reader.until_said(DIAL, "112 is an emergency number")
    press(newest, "ctrl+a")
    type_text(newest, "2051")
    reader.until_said(DIAL, "have 3 digits here")
    press(newest, "ctrl+a")
    type_text(newest, "205")
    reader.until_said(DIAL, "Will call 205 now, sent as 205.")
    press(newest, "Return")
    newest.call()
    reader.until_said(DIAL, "Pick up to be connected to 205.")
    reader.until_said(DIAL, "205, Accepted")

    newest.dialer("tel-handler", "install")
    newest.run("xdg-open", "tel:206")
    reader.until_said(
        DIAL, "206 looks like an extension. Extensions are only called when they are typed"
    )
    newest.copy("extension 207")
    newest.copy("208")
    newest.settle()
    newest.click_icon()
    newest.xdotool("key", "ctrl+alt+b")
    refused = json.loads(newest.dialer("dial", "--json", "--clipboard", "--yes", code=3))
    assert "when they are typed" in refused["message"]
    assert newest.no_more_calls()

    open_dial_window(newest, reader)
    press(newest, "alt+g")
    reader.until_said(DIAL, "Call 205 anyway?")
    newest.settle()
    press(newest, "Return")
    newest.call()
    assert [(call["agent"], call["callee"]) for call in newest.calls()] == [("204", "205")] * 2
    newest.configure(**{"call.internal_digits": ""})
    newest.settle()
    press(newest, "alt+g")
    reader.until_said(DIAL, "Calls to extensions are switched off here")
    assert newest.no_more_calls()


def test_an_extension_is_called_over_webrtc_from_version_3_on(
    bare_desk: TalkingDesk, reader: ScreenReader
) -> None:
    bare_desk.start_trayer()
    bare_desk.private.start_keyring()
    bare_desk.start_pbx(0, "--internal")
    bare_desk.set_up()
    bare_desk.choose_line(more='internal_digits = "3-4"')
    bare_desk.start_registered()
    open_dial_window(bare_desk, reader)
    type_text(bare_desk, "2051")
    press(bare_desk, "Return")
    assert bare_desk.invited() == "2051"
    reader.until_said(CALL, "2051")
    bare_desk.told("agent 204 is heard")
    press(bare_desk, HANG_UP_KEY)
    bare_desk.told("agent 204 hangs up")

    bare_desk.ring("206")
    reader.until_said(CALL, "Incoming call")
    bare_desk.settle()
    press(bare_desk, HANG_UP_KEY)
    open_dial_window(bare_desk, reader)
    reader.until_said(DIAL, "From 206, Declined")
    bare_desk.settle()
    press(bare_desk, "alt+g")
    assert bare_desk.invited() == "206"
    bare_desk.dialer("quit")
    assert bare_desk.invites() == ["2051", "206"]


def test_a_phone_number_as_extension_is_refused_where_calls_are_made_in_the_program(
    desk: TalkingDesk, reader: ScreenReader
) -> None:
    desk.set_account("082 000 1234", "demo-secret")
    desk.start_app()
    desk.open_line_window(reader)
    press(desk, "alt+t", "alt+a")
    reader.until_said(LINE, "0820001234 is a phone number. The softphone needs")
    assert '"desk_phone"' in desk.dialer("config", "show", "--json")
    assert desk.end_app() == 0
    desk.choose_line()
    desk.start_app()
    open_dial_window(desk, reader)
    reader.until_said(DIAL, "0820001234 is a phone number. The softphone needs")
    desk.dialer("dial", "0830005678", code=6)
    assert desk.nothing_sent()
