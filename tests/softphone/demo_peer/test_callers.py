"""Who calls: name and number together, and nothing in them that could mislead or break a window."""

import unicodedata

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_dialer.model.live_call import CallStage, LiveCall
from desktop_dialer.pbx.softphone.conversation import Conversation
from desktop_dialer.pbx.softphone.events import Incoming, Media
from desktop_dialer.pbx.softphone.incoming import incoming_call
from desktop_dialer.ui.call.call_window import CallWindow
from tests.support.ui.looking import show

NUMBER, WRITTEN = "0215550190", "021 555 0190"
HOSTILE = [
    "<b>Bank</b> & <img src='file:///etc/passwd'>",
    "Bank\u202e0910 555 120\u2066",
    "Bank\r\nX-Header: 1\nthree\nlines",
    "W" * 10_000,
    "half \ud800 a character",
    "nul \x00 and \x1b[31mred",
]


def call_from(name: str, number: str = NUMBER) -> LiveCall:
    return incoming_call(Incoming(call="1", number=number, name=name), lambda _: (WRITTEN, NUMBER))


@pytest.mark.parametrize(
    ("name", "number", "party"),
    [
        ("Queue Sales", NUMBER, f"Queue Sales, {WRITTEN}"),
        ("", NUMBER, WRITTEN),
        (NUMBER, NUMBER, WRITTEN),
        ("021 555-0190", NUMBER, WRITTEN),
        ("Reception", "", "Reception"),
        ("", "", ""),
    ],
)
def test_name_and_number_are_shown_once_each(name: str, number: str, party: str) -> None:
    call = call_from(name, number)
    assert call.party == party
    assert call.number == (NUMBER if number else "")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_one_short_plain_line(qtbot: QtBot, name: str) -> None:
    call = call_from(name)
    assert call.party.endswith(f", {WRITTEN}")
    assert len(call.party) <= 60 + len(f", {WRITTEN}")
    assert not {unicodedata.category(one) for one in call.party} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    window = CallWindow()
    window.show_call(call)
    show(qtbot, window)
    assert window.width() <= QGuiApplication.primaryScreen().availableGeometry().width()
    assert window.minimumSizeHint().width() <= 640


@pytest.mark.parametrize("path", [True, False])
def test_a_pbx_that_sends_nothing_is_no_firewall(path: bool) -> None:
    talking = LiveCall("1", WRITTEN, NUMBER, stage=CallStage.TALKING, answered_at=0.0)
    conversation = Conversation(talking, lambda: 10.0, lambda _: None)
    conversation.handle(Media(call="1", state="none", path=path))
    assert ("firewall" in conversation.call.words) == (not path)
    assert ("connection itself works" in conversation.call.words) == path
    assert conversation.call.audio_lost == (not path)
    conversation.hang_up()
    assert ("No sound arrived" in conversation.call.words) == (not path)


def test_what_is_restored_has_no_cause_that_nobody_knows() -> None:
    talking = LiveCall("1", WRITTEN, NUMBER, stage=CallStage.TALKING, answered_at=0.0)
    conversation = Conversation(talking, lambda: 10.0, lambda _: None)
    conversation.handle(Media(call="1", state="reconnecting"))
    assert conversation.call.words
    assert "network changed" not in conversation.call.words
