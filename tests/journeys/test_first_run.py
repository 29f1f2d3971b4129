"""From nothing to the first call, by keyboard alone; and what goes wrong on the way."""

import pytest

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import FIRST_RUN, open_first_run, press, type_text

SECRET = "correct-horse-7"
SAVED = "Saved. Close this window"
TESTED = "No call was placed."


@pytest.fixture
def new_desk(bare_desk: AgentDesk, reader: ScreenReader) -> AgentDesk:
    """A desk on which the app was never started: tray, unlocked empty keyring, PBX."""
    bare_desk.start_trayer()
    bare_desk.private.start_keyring()
    bare_desk.start_pbx()
    bare_desk.start_app()
    open_first_run(bare_desk, reader)
    return bare_desk


def fill_in(desk: AgentDesk, **fields: str) -> None:
    """Go to each field by its mnemonic and type over what is there."""
    keys = {"server": "alt+s", "port": "alt+p", "extension": "alt+e", "password": "alt+w"}
    keys |= {"caller_id": "alt+i", "version": "alt+v"}
    for name, text in fields.items():
        press(desk, keys[name], "ctrl+a")
        type_text(desk, text)


def kept_in_plain_text(desk: AgentDesk, secret: str) -> list[str]:
    """The files of the home folder that hold these characters."""
    return desk.run("grep", "-rlF", secret, str(desk.private.root), code=None).split()


def test_from_nothing_to_the_first_call(new_desk: AgentDesk, reader: ScreenReader) -> None:
    desk = new_desk
    assert reader.focused(FIRST_RUN) == "Server of the PBX"
    type_text(desk, "127.0.0.1")
    fill_in(desk, port=str(desk.pbx_port))
    press(desk, "alt+t")
    reader.until_said(FIRST_RUN, TESTED)
    fill_in(desk, extension="204", password=SECRET, caller_id="27215550000")
    press(desk, "alt+a")
    reader.until_said(FIRST_RUN, SAVED)
    until(lambda: reader.focused(FIRST_RUN) == "Close", "the way on")
    press(desk, "Return")
    until(lambda: not desk.windows(FIRST_RUN), "the window's end")
    desk.copy("082 000 1234")
    desk.prompt()
    desk.settle()
    desk.click_icon()
    assert "agent 204 rings" in desk.call()
    assert desk.no_more_calls()
    [call] = desk.calls()
    assert call["callee"] == "0820001234"
    looked_up = desk.run("secret-tool", "lookup", "service", "desktop-dialer", code=None)
    assert SECRET in looked_up
    assert kept_in_plain_text(desk, SECRET) == []


def test_the_whole_window_is_on_a_small_screen(new_desk: AgentDesk) -> None:
    window = new_desk.window(FIRST_RUN)
    told = new_desk.run("xwininfo", "-frame", "-id", window)
    place = dict(line.strip().split(":", 1) for line in told.splitlines() if ": " in line)
    top, height = int(place["Absolute upper-left Y"]), int(place["Height"])
    assert top >= 0
    assert top + height <= 600


def test_the_test_says_how_it_went_and_places_no_call(
    new_desk: AgentDesk, reader: ScreenReader
) -> None:
    fill_in(new_desk, server="127.0.0.1", port="1")
    press(new_desk, "alt+t")
    told = reader.until_said(FIRST_RUN, "was not reached")
    assert "Check server and port" in told
    fill_in(new_desk, port=str(new_desk.pbx_port))
    press(new_desk, "alt+t")
    reader.until_said(FIRST_RUN, TESTED)
    assert new_desk.no_more_calls()
    assert new_desk.calls() == []


def test_a_pasted_address_is_taken_apart(new_desk: AgentDesk, reader: ScreenReader) -> None:
    new_desk.copy(f"http://127.0.0.1:{new_desk.pbx_port}/click2dial/calls")
    press(new_desk, "alt+s", "ctrl+v")
    press(new_desk, "Tab")
    until(lambda: reader.find(FIRST_RUN, "Port").text == str(new_desk.pbx_port), "the port's field")
    assert reader.find(FIRST_RUN, "Server of the PBX").text == "127.0.0.1"
    press(new_desk, "alt+t")
    reader.until_said(FIRST_RUN, TESTED)


def test_caller_ids_that_providers_reject_are_warned_of(
    new_desk: AgentDesk, reader: ScreenReader
) -> None:
    assert "Without a caller ID, the provider chooses" in reader.words(FIRST_RUN)
    fill_in(new_desk, caller_id="0215550000")
    reader.until_said(FIRST_RUN, "Providers often reject this form; 27215550000 is recommended.")
    fill_in(new_desk, caller_id="27215550000")
    until(lambda: "often reject" not in reader.words(FIRST_RUN), "no more warning")


def test_wrong_values_are_marked_and_nothing_is_lost(
    new_desk: AgentDesk, reader: ScreenReader
) -> None:
    desk = new_desk
    fill_in(desk, server="127.0.0.1", port="99999", extension="12", password=SECRET)
    press(desk, "alt+a")
    told = reader.until_said(FIRST_RUN, "Not saved: see the marked fields.")
    assert "99999" in told
    assert reader.find(FIRST_RUN, "Extension").text == "12"
    assert reader.find(FIRST_RUN, "Server of the PBX").text == "127.0.0.1"
    assert '"none"' in desk.dialer("account", "show", "--json")
    fill_in(desk, port=str(desk.pbx_port), extension="204")
    press(desk, "alt+a")
    reader.until_said(FIRST_RUN, SAVED)
    shown = desk.dialer("account", "show")
    assert "Extension 204 with a password" in shown
    assert SECRET not in shown


def test_the_icon_leads_to_the_first_run_window(new_desk: AgentDesk, reader: ScreenReader) -> None:
    press(new_desk, "Escape")
    until(lambda: not new_desk.windows(FIRST_RUN), "the window's end")
    new_desk.click_icon()
    open_first_run(new_desk, reader)
    press(new_desk, "Escape")
    until(lambda: not new_desk.windows(FIRST_RUN), "the window's end")
    new_desk.dialer("show")
    open_first_run(new_desk, reader)
