"""Dial window and prompt while a call is talked or rings: no other can be made, and they say so."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_dialer.model.call import CallSource, Status
from desktop_dialer.model.live_call import CallStage, HeldBy, LiveCall
from desktop_dialer.ui.call.call_text import title_of
from desktop_dialer.ui.dial.call_status import CallStatus, Phase
from desktop_dialer.ui.prompt.prompt import CallPrompt
from desktop_dialer.ui.widgets.marks import Mark
from tests.support.ui import samples
from tests.support.ui.dial_window_scene import Desk, past
from tests.support.ui.looking import press, write
from tests.support.ui.softphone_windows import DIALLING, ENDED, INCOMING, TALKING, Line

ENTER = Qt.Key.Key_Return
IN_A_CALL = "You are in a call. Hang up first, then call again."


def test_nothing_is_called_from_the_dial_window_in_a_call(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.window.show_recent((past("a"),))
    entry, recent = desk.window.call_entry, desk.window.recent
    write("0820001234")
    desk.window.show_live(INCOMING)
    assert entry.verdict.words == "A call is ringing. Answer or decline it first."
    desk.window.show_live(TALKING)
    assert entry.verdict.words == entry.entry.accessibleDescription() == IN_A_CALL
    assert not entry.call_button.isEnabled()
    assert not recent.redial_button.isEnabled()
    press(ENTER)
    recent.list.setFocus()
    press(ENTER)
    assert (desk.calls, desk.redials) == ([], [])
    desk.window.show_live(ENDED)
    assert entry.verdict.words.startswith("Will call 082 000 1234 now")
    assert entry.call_button.isEnabled()
    assert recent.redial_button.isEnabled()


def test_the_outcome_of_a_call_lets_no_other_begin_beside_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    write("0820001234")
    press(ENTER)
    desk.window.show_live(DIALLING)
    desk.window.show_status(CallStatus(Phase.ACCEPTED, "082 000 1234 is ringing."))
    assert not desk.window.call_entry.call_button.isEnabled()
    assert desk.window.call_entry.verdict.words == IN_A_CALL


def test_a_call_that_rings_takes_a_question_back(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    write("+442079460000")
    press(ENTER)
    assert desk.window.call_entry.asking
    desk.window.show_live(INCOMING)
    assert not desk.window.call_entry.asking
    desk.window.show_live(None)
    qtbot.waitUntil(lambda: desk.window.guard_open)
    press(ENTER)
    assert desk.window.call_entry.asking
    assert desk.calls == []


def test_nothing_is_called_from_the_prompt_in_a_call(qtbot: QtBot) -> None:
    prompt = CallPrompt()
    qtbot.addWidget(prompt)
    prompt.show_live(replace(TALKING, muted=True))
    offer = samples.offer(samples.MOBILE, samples.PREMIUM, source=CallSource.LINK)
    prompt.show_offer(offer, QRect())
    assert prompt._contents
    call, never, ignore = prompt._contents.buttons
    labels = [label.text() for label in prompt.findChildren(QLabel) if label.isVisible()]
    assert IN_A_CALL in labels
    assert not call.isEnabled()
    assert ignore.isEnabled()
    prompt.show_live(None)
    assert call.isEnabled()
    assert not never.isEnabled()
    assert not prompt._guard.is_open


def test_the_list_says_how_far_the_call_is_that_lives(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.window.show_recent((past("2", status=Status.UNKNOWN), past("b")))

    def outcomes() -> list[str]:
        items = desk.window.recent.list
        return [item.text(2) for row in range(2) if (item := items.topLevelItem(row))]

    desk.window.show_live(INCOMING)
    assert outcomes() == ["Ringing …", "Accepted"]
    desk.window.show_live(replace(INCOMING, stage=CallStage.TALKING))
    assert outcomes() == ["Talking", "Accepted"]
    desk.window.show_live(replace(INCOMING, stage=CallStage.ENDED))
    assert outcomes() == ["Unknown", "Accepted"]


@pytest.mark.parametrize(
    ("call", "title"),
    [
        (DIALLING, "082 000 1234 – dialling"),
        (replace(DIALLING, stage=CallStage.RINGING), "082 000 1234 – ringing"),
        (replace(INCOMING, party="", number=""), "Number withheld – calls you"),
        (TALKING, "082 000 1234 – talking"),
        (replace(TALKING, held_by=HeldBy.OTHER), "082 000 1234 – on hold"),
        (ENDED, "082 000 1234 – ended"),
    ],
)
def test_a_title_begins_with_who_it_is(call: LiveCall, title: str) -> None:
    assert title_of(call) == title


def test_the_keys_of_any_program_are_told_beside_those_of_the_window(qtbot: QtBot) -> None:
    line = Line(qtbot)
    buttons = line.window.buttons
    assert buttons.mute.toolTip() == "Mute (Ctrl+M)"
    line.window.show_hotkeys("", "Ctrl+Alt+H", "Ctrl+Alt+M")
    assert buttons.mute.toolTip() == "Mute (Ctrl+M here, Ctrl+Alt+M in any program)"
    assert buttons.hang_up.toolTip() == "Hang up (Ctrl+H here, Ctrl+Alt+H in any program)"
    assert buttons.decline.toolTip() == "Decline (Ctrl+H here, Ctrl+Alt+H in any program)"
    assert buttons.answer.toolTip() == "Answer (Ctrl+A)"


def test_who_was_turned_away_is_told_quietly_in_the_call(qtbot: QtBot) -> None:
    line = Line(qtbot, replace(TALKING, muted=True, quality=None))
    line.window.show_turned_away(("021 555 0123", "", "021 555 0123"))
    muted, first, second = line.window.notes.shown
    assert muted[1].startswith("Muted")
    assert first == (Mark.INFO, "021 555 0123 called and heard busy.")
    assert second == (Mark.INFO, "A withheld number called and heard busy.")
    assert line.window.guard_open
    line.window.show_turned_away(())
    assert len(line.window.notes.shown) == 1
