"""Settings that are broken, changed while the app runs, or locked by an administrator."""

from pathlib import Path

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import (
    DIAL,
    FIRST_RUN,
    open_first_run,
    press,
    type_text,
)


def user_file(desk: AgentDesk) -> Path:
    """The user's settings."""
    return Path(desk.dialer("config", "path").strip())


def open_settings(desk: AgentDesk, reader: ScreenReader) -> None:
    """Open the settings from the tray's menu."""
    desk.click_icon(button=3)
    press(desk, "Up", "Up", "Return")
    open_first_run(desk, reader)


def call_by_click(desk: AgentDesk) -> None:
    """Copy, wait until the offer may be called, click."""
    desk.copy("082 000 1234")
    desk.prompt()
    desk.settle()
    desk.click_icon()


def test_a_broken_file_stops_calls_in_words_until_it_is_mended(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    file = user_file(desk)
    good = file.read_text()
    file.write_text(good + "\n[pbx\n")
    desk.start_app()
    open_first_run(desk, reader)
    reader.until_said(FIRST_RUN, str(file))
    press(desk, "Escape")
    until(lambda: not desk.windows(FIRST_RUN), "the window's end")
    call_by_click(desk)
    assert desk.no_more_calls()
    assert str(file) in desk.dialer("dial", "0820001234", code=2)
    ready = desk.colours()
    file.write_text(good)
    until(lambda: desk.colours() != ready, "a usable icon")
    desk.copy("083 000 9999")
    reader.find("Call a number", "Call 083 000 9999")
    desk.settle()
    desk.click_icon()
    desk.call()


def test_a_hotkey_set_by_command_works_at_once(desk: AgentDesk) -> None:
    desk.configure(**{"clipboard.watch": "false", "call.cool_down_s": "0"})
    desk.start_app()
    desk.copy("082 000 1234")
    press(desk, "ctrl+alt+b")
    desk.call()
    desk.configure(**{"hotkey.call": "Ctrl+Alt+J"})

    def the_new_key_calls() -> bool:
        press(desk, "ctrl+alt+j")
        return not desk.no_more_calls()

    until(the_new_key_calls, "the new key")
    press(desk, "ctrl+alt+b")
    assert desk.no_more_calls()


def test_another_pbx_is_called_at_once(desk: AgentDesk) -> None:
    port = desk.pbx_port
    desk.configure(**{"pbx.port": "1"})
    desk.start_app()
    desk.configure(**{"pbx.port": str(port)})
    call_by_click(desk)
    desk.call()


def test_the_settings_window_shows_what_was_set_meanwhile(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    desk.start_app()
    open_settings(desk, reader)
    press(desk, "Escape")
    until(lambda: not desk.windows(FIRST_RUN), "the window's end")
    desk.configure(**{"call.outbound_id": "27215550000"})
    open_settings(desk, reader)
    until(lambda: reader.find(FIRST_RUN, "Caller ID").text == "27215550000", "the new caller ID")
    press(desk, "alt+a")
    reader.until_said(FIRST_RUN, "Saved.")
    assert '"27215550000"' in desk.dialer("config", "show", "--json")
    assert "with a password" in desk.dialer("account", "show")


def test_what_is_typed_is_not_lost_when_the_window_is_asked_for_again(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    desk.start_app()
    open_settings(desk, reader)
    press(desk, "alt+i", "ctrl+a")
    type_text(desk, "27215550000")
    open_settings(desk, reader)
    assert reader.find(FIRST_RUN, "Caller ID").text == "27215550000"


def test_locked_settings_are_shown_and_cannot_be_changed(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    system = desk.private.root / "etc"
    (system / "desktop-dialer").mkdir(parents=True)
    (system / "desktop-dialer/config.toml").write_text(
        'locked = ["pbx.server", "pbx.port", "hotkey.call"]\n'
        f'[pbx]\nserver = "127.0.0.1"\nport = {desk.pbx_port}\n[hotkey]\ncall = "Ctrl+Alt+J"\n'
    )
    desk.env["XDG_CONFIG_DIRS"] = str(system)
    user_file(desk).write_text("")
    desk.start_app()
    open_settings(desk, reader)
    for name in ("Server of the PBX", "Port", "Hotkey"):
        field = reader.find(FIRST_RUN, name, enabled=False)
        assert not field.enabled, name
        assert "Set by your administrator" in field.description, name
    assert reader.find(FIRST_RUN, "Server of the PBX", enabled=False).text == "127.0.0.1"
    press(desk, "alt+i", "ctrl+a")
    type_text(desk, "27215550000")
    press(desk, "alt+a")
    reader.until_said(FIRST_RUN, "Saved.")
    assert "127.0.0.1" not in user_file(desk).read_text()
    press(desk, "Escape")
    call_by_click(desk)
    desk.call()


def test_the_cool_down_set_to_none_counts_at_once(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    call_by_click(desk)
    desk.call()
    desk.configure(**{"call.cool_down_s": "0"})
    desk.dialer("show")
    desk.window(DIAL)
    type_text(desk, "0820001234")
    reader.until_said(DIAL, "Will call 082 000 1234 now")
