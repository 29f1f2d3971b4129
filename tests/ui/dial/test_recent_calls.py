"""The calls before: again, copied, forgotten."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_dialer.model.call import CallSource, PastCall, Status
from desktop_dialer.ui.dial.call_status import CallStatus, Phase
from tests.support.ui.dial_window_scene import Desk, past, reading_of
from tests.support.ui.looking import press, repeat

LEFT = Qt.MouseButton.LeftButton
CALLS = (past("a"), past("b", "021 555 1234", Status.REFUSED), past("c", "+44 20 7946 0000"))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.window.show_recent(CALLS)
    desk.window.recent.list.setFocus()
    return desk


def test_enter_calls_again_once(desk: Desk, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert desk.redials == ["b"]
    assert not desk.window.recent.redial_button.isEnabled()
    assert not desk.window.call_entry.call_button.isEnabled()
    assert desk.calls == []
    qtbot.waitUntil(lambda: desk.window.guard_open)
    press(Qt.Key.Key_Return)
    assert desk.redials == ["b"]


def test_double_clicks_and_held_keys_call_again_once(desk: Desk, qtbot: QtBot) -> None:
    desk.answers = CallStatus(Phase.ACCEPTED, "Your phone rings.")
    calls = desk.window.recent.list
    place = calls.visualRect(calls.model().index(2, 0)).center()
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(calls.viewport(), LEFT, none, place)
    assert desk.redials == []
    QTest.mouseDClick(calls.viewport(), LEFT, none, place)
    QTest.mouseDClick(calls.viewport(), LEFT, none, place)
    QTest.mouseClick(desk.window.recent.redial_button, LEFT)
    assert desk.redials == ["c"]
    qtbot.waitUntil(lambda: desk.window.guard_open)
    calls.setFocus()
    repeat(Qt.Key.Key_Return)
    assert desk.redials == ["c"]
    desk.window.recent.redial_button.setFocus()
    repeat(Qt.Key.Key_Return)
    assert desk.redials == ["c"]
    press(Qt.Key.Key_Return)
    assert desk.redials == ["c", "c"]


def test_a_redial_that_must_be_asked_about(desk: Desk, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Return)
    desk.window.ask("+442079460000", reading_of("+442079460000"))
    assert desk.window.call_entry.asking
    assert desk.window.recent.redial_button.isEnabled()
    qtbot.waitUntil(lambda: desk.window.guard_open)
    QTest.mouseClick(desk.window.call_entry.call_button, LEFT)
    assert desk.calls == [("+442079460000", True)]


def test_copying(desk: Desk, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(desk.window.copy_requested) as copied:
        press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied.args == ["021 555 1234"]
    with qtbot.waitSignal(desk.window.copy_requested) as copied:
        QTest.mouseClick(desk.window.recent.copy_button, LEFT)
    assert copied.args == ["021 555 1234"]
    assert desk.redials == []


@pytest.mark.parametrize("forget", [True, False])
def test_clearing_is_asked_about(desk: Desk, qtbot: QtBot, forget: bool) -> None:
    cleared: list[bool] = []
    desk.window.clear_log_requested.connect(lambda: cleared.append(True))
    QTest.mouseClick(desk.window.recent.clear_button, LEFT)
    question = QApplication.activeModalWidget()
    assert isinstance(question, QMessageBox)
    words = "&Delete all" if forget else "Cancel"
    [button] = [one for one in question.buttons() if one.text().strip("&") in (words, words[1:])]
    with qtbot.waitSignal(question.destroyed):
        QTest.mouseClick(button, LEFT)
    assert cleared == [True] * forget


def test_call_again_means_the_newest_call_once_the_list_is_left(desk: Desk) -> None:
    press(Qt.Key.Key_Down)
    desk.window.call_entry.entry.setFocus()
    shown = desk.window.recent.list
    older = tuple(past(f"{number}", f"02155500{number}0") for number in range(1, 4))
    desk.window.show_recent((past("new"), *older))
    assert shown.currentIndex().row() == 0
    third = shown.topLevelItem(2)
    assert third
    shown.setCurrentItem(third)
    desk.window.show_recent((past("new"), *older))  # the same calls: the choice stands
    assert shown.currentIndex().row() == 2


def test_words_for_every_outcome_and_the_place_is_kept(desk: Desk) -> None:
    of_the_pbx = (Status.ACCEPTED, Status.REFUSED, Status.UNREACHED, Status.UNKNOWN)
    outcomes = tuple(past(status, status=status) for status in of_the_pbx)
    desk.window.show_recent(outcomes)
    calls = desk.window.recent.list
    items = [calls.topLevelItem(index) for index in range(calls.topLevelItemCount())]
    words = [item.text(2) for item in items if item]
    assert len(set(words)) == 4
    assert all(word and "onnected" not in word for word in words)
    calls.setCurrentItem(items[2])  # type: ignore[arg-type]  # there are four
    desk.window.show_recent((past("new"), *outcomes))
    assert calls.currentIndex().row() == 3
    desk.window.show_recent(())
    assert not desk.window.recent.clear_button.isEnabled()
    assert not desk.window.recent.redial_button.isEnabled()


def test_each_outcome_has_words_of_its_own(desk: Desk) -> None:
    desk.window.show_recent(tuple(past(status, status=status) for status in Status))
    words = {text(desk, row, 2) for row in range(len(Status))}
    assert len(words) == len(Status)


def text(desk: Desk, row: int, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> str:
    calls = desk.window.recent.list.model()
    return str(calls.index(row, column).data(role))


def test_who_called_whom_is_said_to_eyes_and_ears(desk: Desk) -> None:
    talked = replace(incoming("in"), status=Status.ANSWERED, talked_s=133.9)
    missed = replace(incoming("missed"), status=Status.UNANSWERED)
    not_answered = past("out", status=Status.UNANSWERED)
    desk.window.show_recent((talked, missed, not_answered))
    assert [(text(desk, row, 1), text(desk, row, 2)) for row in range(3)] == [
        ("From 082 000 1234", "Answered 2:13"),
        ("From 082 000 1234", "Missed"),
        ("082 000 1234", "Not answered"),
    ]
    spoken = text(desk, 0, 0, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("From 082 000 1234, Answered 2:13, ")


def test_who_called_can_be_called_back_and_copied(desk: Desk, qtbot: QtBot) -> None:
    desk.window.show_recent((incoming("in"),))
    with qtbot.waitSignal(desk.window.copy_requested) as copied:
        press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied.args == ["082 000 1234"]
    press(Qt.Key.Key_Return)
    assert desk.redials == ["in"]


def test_a_withheld_number_can_be_neither(desk: Desk, qtbot: QtBot) -> None:
    desk.window.show_recent((replace(incoming("in"), e164="", display=""),))
    assert text(desk, 0, 1) == "From a withheld number"
    assert not desk.window.recent.redial_button.isEnabled()
    assert not desk.window.recent.copy_button.isEnabled()
    with qtbot.assertNotEmitted(desk.window.copy_requested):
        press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        press(Qt.Key.Key_Return)
    assert desk.redials == []


def incoming(call_id: str) -> PastCall:
    return replace(past(call_id), source=CallSource.INCOMING)
