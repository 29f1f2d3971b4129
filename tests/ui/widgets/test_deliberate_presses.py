"""One deliberate press is one call; doubtful numbers take two."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_dialer.ui.dial.call_status import CallStatus, Phase
from desktop_dialer.ui.dial.dial_window import DialWindow
from desktop_dialer.ui.widgets.marks import Mark
from tests.support.ui.dial_window_scene import Desk, past, reading_of
from tests.support.ui.looking import press, repeat, repeat_unmarked, show, write

LEFT = Qt.MouseButton.LeftButton
ENTER = Qt.Key.Key_Return
AT_ONCE = CallStatus(Phase.ACCEPTED, "Your phone 204 will ring.")


def test_nothing_is_called_while_a_call_is_being_sent(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    write("0820001234")
    press(ENTER)
    desk.window.show_status(CallStatus(Phase.SENDING))
    qtbot.waitUntil(lambda: desk.window.guard_open)
    press(ENTER)
    QTest.mouseClick(desk.window.call_entry.call_button, LEFT)
    write("1")
    press(Qt.Key.Key_Backspace)
    press(ENTER)
    assert len(desk.calls) == 1
    desk.answer()
    press(ENTER)  # hammering goes on
    assert len(desk.calls) == 1
    qtbot.waitUntil(lambda: desk.window.guard_open)
    press(ENTER)
    assert len(desk.calls) == 2


def test_a_double_click_is_one_call(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.answers = AT_ONCE
    write("0820001234")
    button = desk.window.call_entry.call_button
    for _ in range(3):
        QTest.mouseClick(button, LEFT)
    QTest.mouseDClick(button, LEFT)
    press(ENTER)
    assert len(desk.calls) == 1
    qtbot.waitUntil(lambda: desk.window.guard_open)
    QTest.mouseClick(button, LEFT)
    assert len(desk.calls) == 2


def test_enter_held_down_is_one_call(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.answers = AT_ONCE
    write("0820001234")
    desk.window.show_recent((past("a"),))
    window = desk.window
    for focused in (window.call_entry.entry, window.call_entry.call_button, window.keypad.keys[0]):
        before = len(desk.calls)
        focused.setFocus()
        press(ENTER)
        qtbot.waitUntil(lambda: desk.window.guard_open)
        focused.setFocus()
        repeat(ENTER)
        assert len(desk.calls) == before + 1


def test_a_held_key_that_qt_does_not_mark_as_repeated(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.answers = AT_ONCE
    write("0820001234")
    alt = Qt.KeyboardModifier.AltModifier
    for key, modifiers in [(ENTER, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_C, alt)]:
        before = len(desk.calls)
        QTest.keyPress(QApplication.focusWindow(), key, modifiers)
        assert len(desk.calls) == before + 1
        qtbot.waitUntil(lambda: desk.window.guard_open)
        for _ in range(3):
            repeat_unmarked(key, modifiers)
        assert len(desk.calls) == before + 1
        QTest.keyRelease(QApplication.focusWindow(), key, modifiers)
        qtbot.waitUntil(lambda: desk.window.guard_open)


def test_enter_right_after_a_digit_calls(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    write("082000123")
    press(Qt.Key.Key_4)
    press(ENTER)
    assert len(desk.calls) == 1


def test_a_doubtful_number_takes_two_deliberate_presses(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    write("+442079460000")
    entry = desk.window.call_entry
    assert "Will ask" in entry.verdict.words
    assert entry.cancel_button.isHidden()
    press(ENTER)
    assert entry.asking
    assert entry.verdict.mark is Mark.QUESTION
    assert "United Kingdom" in entry.verdict.words
    assert "00442079460000" in entry.verdict.words
    assert entry.call_button.text().replace("&", "") == "Call anyway"
    press(ENTER)
    assert desk.calls == []
    qtbot.waitUntil(lambda: desk.window.guard_open)
    press(ENTER)
    assert desk.calls == [("+44 20 7946 0000", True)]
    assert not entry.asking


def test_a_question_is_taken_back(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    entry = desk.window.call_entry

    def ask_again() -> None:
        qtbot.waitUntil(lambda: desk.window.guard_open)
        press(ENTER)
        assert entry.asking
        qtbot.waitUntil(lambda: desk.window.guard_open)

    write("+442079460000")
    ask_again()
    press(Qt.Key.Key_Escape)
    assert not entry.asking
    assert desk.window.isVisible()
    ask_again()
    write("1")
    assert not entry.asking
    press(Qt.Key.Key_Backspace)
    ask_again()
    QTest.mouseClick(entry.cancel_button, LEFT)
    assert not entry.asking
    ask_again()
    desk.window.hide()
    assert not entry.asking
    assert desk.calls == []


def test_enter_before_the_text_is_read_counts_for_this_text_only(qtbot: QtBot) -> None:
    desk = Desk(qtbot, reads=False)
    window = desk.window
    write("0820001234")
    press(ENTER)
    write("5")
    window.show_reading("08200012345", reading_of("0820001234"))
    assert desk.calls == []
    press(Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: window.guard_open)
    press(ENTER)
    assert desk.calls == []
    window.show_reading("0820001234", reading_of("0820001234"))
    assert desk.calls == [("0820001234", False)]


def test_enter_before_the_reading_is_forgotten_with_the_window(qtbot: QtBot) -> None:
    desk = Desk(qtbot, reads=False)
    write("0820001234")
    press(ENTER)
    desk.window.hide()
    desk.window.show_reading("0820001234", reading_of("0820001234"))
    assert desk.calls == []


def test_a_question_that_comes_late_has_to_be_read_first(qtbot: QtBot) -> None:
    desk = Desk(qtbot, reads=False)
    write("+442079460000")
    press(ENTER)
    qtbot.waitUntil(lambda: desk.window.guard_open)
    desk.window.show_reading("+442079460000", reading_of("+442079460000"))
    assert desk.window.call_entry.asking
    press(ENTER)
    assert desk.calls == []
    qtbot.waitUntil(lambda: desk.window.guard_open)
    press(ENTER)
    assert desk.calls == [("+442079460000", True)]


def test_enter_before_the_reading_gives_way_to_another_call(qtbot: QtBot) -> None:
    desk = Desk(qtbot, reads=False)
    write("0820001234")
    press(ENTER)
    desk.window.show_status(CallStatus(Phase.SENDING))
    desk.window.show_reading("0820001234", reading_of("0820001234"))
    assert desk.calls == []


def test_a_redial_may_have_to_be_asked_about(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.window.ask("0820001234", reading_of("0820001234"))
    assert desk.calls == []
    qtbot.waitUntil(lambda: desk.window.guard_open)
    desk.window.ask("+442079460000", reading_of("+442079460000"))
    assert desk.window.call_entry.asking
    press(ENTER)
    assert desk.calls == []
    qtbot.waitUntil(lambda: desk.window.guard_open)
    press(ENTER)
    assert desk.calls == [("+442079460000", True)]


def test_a_question_asked_before_the_window_is_shown_stays(qtbot: QtBot) -> None:
    window = DialWindow()
    window.ask("+442079460000", reading_of("+442079460000"))
    show(qtbot, window)
    assert window.call_entry.asking


def test_a_call_being_sent_is_not_disturbed_by_a_question(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.window.show_status(CallStatus(Phase.SENDING))
    desk.window.ask("+442079460000", reading_of("+442079460000"))
    assert not desk.window.call_entry.asking
    assert not desk.window.call_entry.call_button.isEnabled()
    desk.answer()
    assert desk.window.call_entry.call_button.isEnabled()
    assert not desk.window.call_entry.asking
