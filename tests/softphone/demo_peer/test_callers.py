"""The caller's name and number, without anything that could mislead or break a window."""

import unicodedata

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_dialer.model.live_call import CallStage, LiveCall
from desktop_dialer.pbx.softphone.conversation import Conversation
from desktop_dialer.pbx.softphone.events import Incoming, Media
from desktop_dialer.pbx.softphone.faults import AUDIO_RECONNECTING, NO_AUDIO, NO_AUDIO_SENT
from desktop_dialer.pbx.softphone.incoming import incoming_call
from desktop_dialer.ui.call.call_window import CallWindow
from tests.support.ui.looking import show

NUMBER, DISPLAY = "0215550190", "021 555 0190"
HOSTILE = [
    "<b>Bank</b> & <img src='file:///etc/passwd'>",
    "Bank\u202e0910 555 120\u2066",
    "Bank\r\nX-Header: 1\nthree\nlines",
    "W" * 10_000,
    "half \ud800 a character",
    "nul \x00 and \x1b[31mred",
]


def call_from(name: str, number: str = NUMBER) -> LiveCall:
    return incoming_call(Incoming(call="1", number=number, name=name), lambda _: (DISPLAY, NUMBER))


@pytest.mark.parametrize(
    ("name", "number", "party"),
    [
        ("Queue Sales", NUMBER, f"Queue Sales, {DISPLAY}"),
        ("", NUMBER, DISPLAY),
        (NUMBER, NUMBER, DISPLAY),
        ("021 555-0190", NUMBER, DISPLAY),
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
    assert call.party.endswith(f", {DISPLAY}")
    assert len(call.party) <= 60 + len(f", {DISPLAY}")
    assert not {unicodedata.category(one) for one in call.party} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    window = CallWindow()
    window.show_call(call)
    show(qtbot, window)
    assert window.width() <= QGuiApplication.primaryScreen().availableGeometry().width()
    assert window.minimumSizeHint().width() <= 640


@pytest.mark.parametrize("path", [True, False])
def test_a_pbx_that_sends_nothing_is_not_mistaken_for_a_firewall(path: bool) -> None:
    talking = LiveCall("1", DISPLAY, NUMBER, stage=CallStage.TALKING, answered_at=0.0)
    conversation = Conversation(talking, lambda: 10.0, lambda _: None)
    conversation.handle(Media(call="1", state="none", path=path))
    assert conversation.call.words == (NO_AUDIO_SENT if path else NO_AUDIO).message
    assert conversation.call.audio_lost == (not path)
    conversation.hang_up()
    assert bool(conversation.call.advice) == (not path)


def test_audio_that_is_being_restored_is_shown() -> None:
    talking = LiveCall("1", DISPLAY, NUMBER, stage=CallStage.TALKING, answered_at=0.0)
    conversation = Conversation(talking, lambda: 10.0, lambda _: None)
    conversation.handle(Media(call="1", state="reconnecting"))
    assert conversation.call.words == AUDIO_RECONNECTING.message
