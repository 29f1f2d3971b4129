"""The keys of a call: held while they are of use, and for the call that is shown only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop_dialer.app.softphone.call_hotkeys import CallHotkeys
from desktop_dialer.desktop.gui_thread import GuiThread
from desktop_dialer.desktop.hotkey import Hotkeys, NoHotkeys
from desktop_dialer.desktop.x11.connection import X11Connection
from desktop_dialer.desktop.x11.hotkeys import X11Hotkeys
from desktop_dialer.model.live_call import CallStage, LiveCall
from desktop_dialer.settings.schema import Settings
from tests.support.desktop.x_display import Heard, XDisplay

CTRL, ALT = "37", "64"
WEBRTC = Settings(call_line="webrtc")
RINGING = LiveCall("one", "082 000 1234", incoming=True, stage=CallStage.INCOMING)
TALKING = replace(RINGING, stage=CallStage.TALKING)
ENDED = replace(RINGING, stage=CallStage.ENDED)
DIALLED = LiveCall("two", "083 000 5678")


@contextmanager
def hotkeys_on(display: XDisplay) -> Iterator[X11Hotkeys]:
    """Those of a program of its own."""
    connection = X11Connection(display.name, Heard())
    hotkeys = X11Hotkeys(connection)
    connection.start()
    yield hotkeys
    connection.stop()


class Desk:
    """The keys of a call, what they requested, and another program that would like them."""

    def __init__(self, display: XDisplay, hotkeys: Hotkeys, others: Hotkeys, qtbot: QtBot) -> None:
        self.now = 0.0
        self.requests: list[tuple[str, str]] = []
        self.gui = GuiThread()
        self.keys = CallHotkeys(self.gui, lambda: self.now)
        self.keys.answer_requested.connect(lambda call: self.requests.append(("answer", call)))
        self.keys.hang_up_requested.connect(lambda call: self.requests.append(("hang up", call)))
        self.keys.mute_requested.connect(lambda call: self.requests.append(("mute", call)))
        self.hotkeys = hotkeys
        self.others = others
        self._display = display
        self._qtbot = qtbot

    def show(self, call: LiveCall | None, seconds: float = 1) -> None:
        """Show a call, and be so much later."""
        self.keys.hold_for(call)
        self.now += seconds

    def press(self, key: str) -> None:
        """Ctrl+Alt and a key; it has reached the X thread of whoever holds it."""
        self.done()
        self._display.press(CTRL, ALT, key)
        self.done()

    def done(self) -> None:
        """Wait until the X thread has done all that was requested of it before."""
        heard = Heard()
        self.hotkeys.hold("the test", "Ctrl+Alt+F11", Heard(), heard)
        heard.next()

    def requested(self) -> list[tuple[str, str]]:
        """What came until now."""
        past: list[bool] = []
        self.gui.post(lambda: past.append(True))
        self._qtbot.waitUntil(lambda: bool(past))
        requests, self.requests = self.requests, []
        return requests

    def free(self) -> str:
        """Which of the keys P, H and M another program can have."""
        self.done()
        found = ""
        for key in "PHM":
            heard = Heard()
            self.others.hold("any", f"Ctrl+Alt+{key}", Heard(), heard)
            found += key if getattr(heard.next(), "grabbed", False) else ""
        self.others.release("any")
        self.others.hold("any", "F12", Heard(), heard)
        heard.next()
        return found

    def words(self) -> str:
        """Every trouble."""
        return " ".join(filter(None, self.keys.notices.values()))


@pytest.fixture
def desk(display: XDisplay, qtbot: QtBot) -> Iterator[Desk]:
    with hotkeys_on(display) as ours, hotkeys_on(display) as others:
        desk = Desk(display, ours, others, qtbot)
        desk.keys.use(ours, WEBRTC)
        yield desk


def test_each_key_is_taken_only_while_it_is_of_use(desk: Desk) -> None:
    assert desk.free() == "PHM"
    desk.show(RINGING)
    assert desk.free() == "M"
    desk.show(TALKING)
    assert desk.free() == "P"
    desk.show(ENDED)
    assert desk.free() == "PHM"
    desk.show(DIALLED)
    assert desk.free() == "PM"
    desk.show(replace(DIALLED, stage=CallStage.RINGING))
    assert desk.free() == "PM"
    desk.show(None)
    assert desk.free() == "PHM"


def test_a_press_names_the_call_it_is_for(desk: Desk) -> None:
    desk.show(RINGING)
    desk.press("p")
    assert desk.requested() == [("answer", "one")]
    desk.show(TALKING)
    desk.press("p")
    desk.press("m")
    desk.press("h")
    assert desk.requested() == [("mute", "one"), ("hang up", "one")]


def test_a_press_so_soon_was_meant_for_something_else(desk: Desk) -> None:
    desk.show(RINGING, seconds=0.2)
    desk.press("p")
    desk.press("h")
    assert desk.requested() == []
    desk.now += 0.2
    desk.press("p")
    assert desk.requested() == [("answer", "one")]


def test_a_call_of_the_agents_own_can_be_ended_at_once(desk: Desk) -> None:
    desk.show(DIALLED, seconds=0)
    desk.press("h")
    assert desk.requested() == [("hang up", "two")]


@pytest.mark.parametrize("now", [replace(RINGING, id="other"), ENDED, TALKING, None])
def test_a_press_for_a_call_that_is_no_longer_the_one_does_nothing(
    desk: Desk, now: LiveCall | None
) -> None:
    """It is on its way while the call ends, or while another one comes in its place."""
    desk.show(RINGING)
    desk.press("p")
    desk.show(now)
    assert desk.requested() == []


def test_what_changes_in_a_call_does_not_disturb_its_keys(desk: Desk) -> None:
    desk.show(TALKING)
    desk.press("h")
    desk.show(replace(TALKING, muted=True))
    assert desk.requested() == [("hang up", "one")]


def test_a_taken_key_is_told_until_it_works(desk: Desk, qtbot: QtBot) -> None:
    heard = Heard()
    desk.others.hold("mute", "Ctrl+Alt+M", Heard(), heard)
    heard.next()
    desk.show(RINGING)
    desk.done()
    assert desk.requested() == []
    assert desk.words() == ""
    with qtbot.waitSignal(desk.keys.changed):
        desk.show(TALKING)
    assert desk.words() == (
        "The key to mute does not work. Another program already uses Ctrl+Alt+M. "
        "Choose another hotkey."
    )
    desk.show(None)
    assert "Ctrl+Alt+M" in desk.words(), "it can still be read after the call"
    assert desk.keys.written == ("Ctrl+Alt+P", "Ctrl+Alt+H", "")
    desk.others.release("mute")
    desk.others.hold("mute", "F12", Heard(), heard)
    heard.next()
    with qtbot.waitSignal(desk.keys.changed):
        desk.show(replace(TALKING, id="next"))
    assert desk.words() == ""


def test_changed_keys_are_held_at_once(desk: Desk) -> None:
    desk.show(RINGING)
    desk.keys.use(desk.hotkeys, replace(WEBRTC, hotkey_answer="Ctrl+Alt+Y", hotkey_hang_up=""))
    assert desk.free() == "PHM"
    desk.press("y")
    assert desk.requested() == [("answer", "one")]


def test_the_desk_phone_takes_no_key(desk: Desk) -> None:
    desk.keys.use(desk.hotkeys, Settings(hotkey_call="Ctrl+Alt+M"))
    desk.show(RINGING)
    assert desk.free() == "PHM"
    assert desk.words() == ""


def test_one_key_for_two_ends_is_told_before_a_call_and_is_not_held(desk: Desk) -> None:
    """Answer and mute are never held at once, but one press after the other would do both."""
    desk.keys.use(desk.hotkeys, replace(WEBRTC, hotkey_mute="Alt+Ctrl+P", hotkey_hang_up="F99"))
    assert "Alt+Ctrl+P is already the key to answer. Choose another" in desk.words()
    desk.show(RINGING)
    assert desk.free() == "HM"
    desk.show(TALKING)
    assert desk.free() == "PHM"
    assert desk.requested() == []
    assert '"F99" cannot be a hotkey' in desk.words()


@pytest.mark.parametrize(("key_to_call", "told"), [("Ctrl+Alt+B", 0), ("", 3)])
def test_where_there_are_no_hotkeys_it_is_told_once_by_whom_it_concerns(
    qtbot: QtBot, key_to_call: str, told: int
) -> None:
    keys = CallHotkeys(GuiThread())
    keys.use(NoHotkeys("There are none."), replace(WEBRTC, hotkey_call=key_to_call))
    keys.hold_for(RINGING)
    words = [notice for notice in keys.notices.values() if notice]
    assert len(words) == told
    assert all("There are none." in notice for notice in words)
