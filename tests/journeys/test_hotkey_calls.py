"""Mark or copy a number in another program, press the key, call."""

from typing import Any

import pytest
import xcffib
import xcffib.xproto

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.copying import DIAL_WINDOW, PROMPT, callees
from tests.support.journeys.screen_reader import ScreenReader

KEY = "ctrl+alt+b"
TAKEN = "Another program already uses Ctrl+Alt+B."
_OPENBOX = """<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard>{keys}</keyboard>
</openbox_config>
"""
_TAKES_IT = """<keybind key="C-A-b"><action name="Execute"><command>touch {file}</command></action>
</keybind>"""


def start(desk: AgentDesk) -> None:
    """The app without prompts for copies, and its key in its hand."""
    desk.configure(**{"offer.style": "quiet"})
    desk.start_app()


def mark(desk: AgentDesk, text: str) -> None:
    desk.copy(text, "primary")


def selected(desk: AgentDesk, which: str) -> str:
    return desk.run("timeout", "30", "xclip", "-o", "-selection", which)


def test_the_marked_number_is_called_and_nothing_changed(desk: AgentDesk) -> None:
    start(desk)
    desk.copy("a text to paste later")
    mark(desk, "Client: 082 000 1234,")
    desk.xdotool("key", KEY)
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0820001234"]
    assert selected(desk, "clipboard") == "a text to paste later"
    assert selected(desk, "primary") == "Client: 082 000 1234,"


def test_the_copied_number_is_called_where_it_is_newer(desk: AgentDesk) -> None:
    start(desk)
    mark(desk, "083 000 5678")
    desk.copy("082 000 1234")
    desk.xdotool("key", KEY)
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0820001234"]


def test_the_key_works_with_the_locks_on(desk: AgentDesk) -> None:
    start(desk)
    for lock, number in (("Num_Lock", "0820001231"), ("Caps_Lock", "0820001232")):
        desk.xdotool("key", lock)
        mark(desk, number)
        desk.xdotool("key", KEY)
        desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0820001231", "0820001232"]


def test_a_stale_selection_is_not_called(desk: AgentDesk, reader: ScreenReader) -> None:
    start(desk)
    mark(desk, "082 000 1234")
    desk.copy("a text without a number")
    desk.xdotool("key", KEY)
    told = "The text that was selected or copied last has no phone number."
    reader.until_said(DIAL_WINDOW, told)
    assert desk.no_more_calls()


def test_several_marked_numbers_are_asked_about(desk: AgentDesk, reader: ScreenReader) -> None:
    start(desk)
    mark(desk, "021 000 1234 or 083 000 5678")
    desk.xdotool("key", KEY)
    reader.find(PROMPT, "Call 083 000 5678")
    desk.settle()
    assert desk.no_more_calls()
    reader.click(PROMPT, "Call 083 000 5678")
    desk.call()
    assert desk.no_more_calls()
    assert callees(desk) == ["0830005678"]


def test_a_key_held_down_calls_once(desk: AgentDesk) -> None:
    desk.configure(**{"call.cool_down_s": "0"})
    start(desk)
    mark(desk, "082 000 1234")
    for key in ("ctrl", "alt", "b"):
        desk.xdotool("keydown", key)
    desk.call()
    assert desk.no_more_calls()
    for key in ("b", "alt", "ctrl"):
        desk.xdotool("keyup", key)


def take_key(desk: AgentDesk) -> None:
    """Have the window manager use our key for something of its own."""
    used = desk.private.root / "key-was-pressed"
    file = desk.private.root / "config/openbox/rc.xml"
    file.parent.mkdir(parents=True)
    file.write_text(_OPENBOX.format(keys=_TAKES_IT.format(file=used)))
    desk.run("openbox", "--reconfigure")

    def pressed() -> bool:
        desk.xdotool("key", KEY)
        return used.exists()

    until(pressed, "openbox's key")


def tooltip(desk: AgentDesk, reader: ScreenReader) -> str:
    """What the icon says to a pointer that rests on it."""
    x, y = until(desk.icon, "the icon")
    desk.xdotool("mousemove", "10", "10")
    desk.xdotool("mousemove", str(x), str(y), "mousemove_relative", "1", "1")
    return until(lambda: reader.words("Desktop Dialer"), "the tooltip")


def test_a_taken_key_is_told_and_another_one_works_at_once(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    take_key(desk)
    start(desk)
    assert TAKEN in tooltip(desk, reader)
    desk.dialer("show")
    reader.until_said(DIAL_WINDOW, TAKEN)
    desk.picture("taken-key")
    desk.configure(**{"hotkey.call": "Ctrl+Alt+N"})
    until(lambda: TAKEN not in reader.words(DIAL_WINDOW), "the end of the trouble")
    mark(desk, "082 000 1234")
    desk.xdotool("key", "ctrl+alt+n")
    desk.call()
    desk.xdotool("key", KEY)
    assert desk.no_more_calls()


def taken(desk: AgentDesk, code: int = 56) -> bool:
    """Whether Ctrl+Alt and the key with that code, B if none is given, are held by a program."""
    connect: Any = xcffib.Connection  # the library has no types
    connection = connect(desk.display.name)
    try:
        root = connection.get_setup().roots[0].root
        mode = xcffib.xproto.GrabMode.Async
        ask = connection.core.GrabKeyChecked(False, root, 0xC, code, mode, mode)
        ask.check()
    except xcffib.xproto.AccessError:
        return True
    finally:
        connection.disconnect()
    return False


@pytest.mark.parametrize("key", ["", "F9"])
def test_the_key_can_be_changed_while_it_runs(desk: AgentDesk, key: str) -> None:
    start(desk)
    mark(desk, "082 000 1234")
    desk.configure(**{"hotkey.call": key})
    until(lambda: not taken(desk), "the old key's release")
    desk.xdotool("key", KEY)
    assert desk.no_more_calls()
    if key:
        desk.xdotool("key", key)
        desk.call()
        assert desk.no_more_calls()


def test_with_the_desk_phone_the_keys_of_a_call_stay_with_other_programs(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    """Not even a key that has two uses in the settings is a trouble then."""
    desk.configure(**{"hotkey.mute": "Ctrl+Alt+B"})
    start(desk)
    until(lambda: taken(desk), "our own key")
    mark(desk, "082 000 1234")
    desk.xdotool("key", KEY)
    desk.call()
    answer, hang_up, mute = 33, 43, 58  # P, H and M of the keyboard
    assert not any(taken(desk, code) for code in (answer, hang_up, mute))
    desk.dialer("show")
    reader.until_said(DIAL_WINDOW, "082 000 1234")
    assert "does not work" not in reader.words(DIAL_WINDOW)
