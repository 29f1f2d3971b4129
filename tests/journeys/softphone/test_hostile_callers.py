"""Callers whose names try to mislead: in the notification, the window, the menu, and the logs."""

import sqlite3
import unicodedata
from contextlib import closing

from tests.support.journeys.agent_desk import until
from tests.support.journeys.notification_daemon import NotificationDaemon
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.softphone_desk import CALL, ImpatientDesk
from tests.support.journeys.windows_by_keyboard import DIAL, open_dial_window

DESK = ImpatientDesk
HOSTILE = {
    "markup": "<b>Bank</b> &lt;i&gt; <img src='file:///etc/passwd'> <a href='x'>y</a>",
    "direction": "Bank\u202e0910 555 120\u2066\u200f",
    "long": "Wyk" * 3_400,
    "control": "nul \x01 red \x1b[31m \x07 \u2028 next",
    "half": 'half \ud800 a character, "quotes" and \\',
}
LONGEST = 60 + len(", 021 555 0100")
"""Characters of a name that are shown, and the number behind it."""


def is_plain(text: str) -> bool:
    """Whether nothing in it could reorder, hide or break a line."""
    return not {unicodedata.category(one) for one in text} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_hostile_names_are_shown_plain_everywhere(
    desk: ImpatientDesk, reader: ScreenReader
) -> None:
    dunst = NotificationDaemon(desk)
    desk.choose_line()
    desk.start_registered()
    for place, (kind, name) in enumerate(HOSTILE.items()):
        caller = f"02155501{place:02}"
        desk.ring(caller, name)
        until(dunst.shown, "the notification")
        desk.settle()
        desk.picture(f"hostile-{kind}")
        desk.click_icon()
        reader.until_said(CALL, f"021 555 01{place:02}")
        x, _, width, _ = desk.place(desk.window(CALL))
        assert width <= 640
        assert x >= 0
        desk.give_up()
        desk.told(f"caller {caller} hangs up")
        until(lambda: not dunst.shown(), "the end of the notification")
        assert is_plain(reader.until_said(CALL, "You missed a call from").replace("\n", " "))
    open_dial_window(desk, reader)
    said = reader.until_said(DIAL, "021 555 0104, Missed")
    assert is_plain(said.replace("\n", " "))
    log = desk.log()
    assert "555" not in log
    assert "Bank" not in log
    assert "Wyk" not in log
    file = desk.private.root / "data/desktop-dialer/calls.sqlite3"
    with closing(sqlite3.connect(file)) as calls:
        rows = calls.execute("SELECT e164, display, message FROM calls").fetchall()
    assert len(rows) == len(HOSTILE)
    for e164, display, message in rows:
        assert e164.startswith("+2721555")
        assert is_plain(display + message)
        assert len(display) <= LONGEST
        assert len(message) <= 200
    dunst.close()
