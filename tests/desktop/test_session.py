"""What a session offers, with and without an X server, and its tray host."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from desktop_dialer.desktop.clipboard import ReadOutcome, Selection, read_and_wait
from desktop_dialer.desktop.session import choose_session
from tests.support.desktop.x_display import Heard, XDisplay


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "DISPLAY is not set"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "not supported in a Wayland session"),
        ({"DISPLAY": ":4711"}, "X server at :4711 cannot be used"),
        ({"DISPLAY": "nonsense"}, "X server at nonsense cannot be used"),
    ],
)
def test_what_is_missing_has_a_reason(environment: dict[str, str], words: str) -> None:
    lost = Heard()
    session = choose_session(lost, environment)
    for mechanism in (session.clipboard, session.hotkeys, session.tray_host):
        assert words in mechanism.unavailable_reason
    assert read_and_wait(session.clipboard, None).words == session.clipboard.unavailable_reason
    copied, pressed, outcomes = Heard(), Heard(), Heard()
    session.clipboard.watch(copied)
    session.clipboard.pause()
    session.tray_host.watch(copied)
    assert not session.tray_host.present()
    session.hotkeys.hold("call", "Ctrl+Alt+B", pressed, outcomes)
    session.hotkeys.release("call")
    assert words in getattr(outcomes.next(), "unavailable_reason", "")
    session.close()
    assert lost.nothing_for(0)


def test_an_x_session(display: XDisplay) -> None:
    session = choose_session(Heard(), {"DISPLAY": display.name})
    copied, pressed, outcomes = Heard(), Heard(), Heard()
    assert not session.clipboard.unavailable_reason
    assert not session.hotkeys.unavailable_reason
    assert not session.tray_host.unavailable_reason
    session.clipboard.watch(copied)
    session.hotkeys.hold("call", "Ctrl+Alt+B", pressed, outcomes)
    assert getattr(outcomes.next(), "grabbed", False)
    display.copy("082 000 1234", "primary")
    display.press("37", "64", "56")
    pressed.next()
    reading = read_and_wait(session.clipboard, None)
    assert (reading.selection, reading.text) == (Selection.PRIMARY, "082 000 1234")
    display.copy("082 000 2222")
    assert copied.reading().text == "082 000 2222"
    session.close()
    assert read_and_wait(session.clipboard, None).outcome is ReadOutcome.UNAVAILABLE


def test_a_tray_host_that_comes_goes_and_comes_back(display: XDisplay) -> None:
    session = choose_session(Heard(), {"DISPLAY": display.name})
    changed = Heard()
    session.tray_host.watch(changed)
    assert not session.tray_host.present()
    for _ in range(2):
        trayer = display.spawn("trayer", "--edge", "bottom", "--align", "right")
        assert changed.next() is True
        assert session.tray_host.present()
        trayer.kill()
        assert changed.next() is False
        assert not session.tray_host.present()
    session.close()


def test_a_tray_host_that_is_there_already(display: XDisplay) -> None:
    first = choose_session(Heard(), {"DISPLAY": display.name})
    changed = Heard()
    first.tray_host.watch(changed)
    display.spawn("trayer", "--edge", "bottom")
    assert changed.next() is True
    second = choose_session(Heard(), {"DISPLAY": display.name})
    assert second.tray_host.present()
    first.close()
    second.close()


@pytest.mark.alone
def test_an_end_does_not_take_long(display: XDisplay) -> None:
    owner = display.owner({"UTF8_STRING": "082 000 1234"})
    session = choose_session(Heard(), {"DISPLAY": display.name})
    owner.pause()
    heard = Heard()
    session.clipboard.read(Selection.CLIPBOARD, heard)
    begun = time.monotonic()
    session.close()
    assert time.monotonic() - begun < 0.3
    assert heard.reading().outcome is ReadOutcome.UNAVAILABLE


def test_no_wake_up_in_ten_idle_seconds(display: XDisplay) -> None:
    session = choose_session(Heard(), {"DISPLAY": display.name})
    heard, pressed = Heard(), Heard()
    session.clipboard.watch(heard)
    session.tray_host.watch(heard)
    session.hotkeys.hold("call", "Ctrl+Alt+B", pressed, heard)
    heard.next()
    display.copy("082 000 1234")
    heard.reading()
    [thread] = [thread for thread in threading.enumerate() if thread.name == "x11"]
    status = Path(f"/proc/self/task/{thread.native_id}/status")

    def wake_ups() -> int:
        lines = status.read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)

    assert heard.nothing_for(1), "all has settled"
    before = wake_ups()
    assert heard.nothing_for(10)
    assert wake_ups() == before
    session.close()


def test_choosing_loads_no_x_library_where_there_is_none() -> None:
    code = (
        "import sys; from desktop_dialer.desktop.session import choose_session;"
        "choose_session(print, {}); print('xcffib' in sys.modules, 'PySide6' in sys.modules)"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert printed.split() == ["False", "False"]
