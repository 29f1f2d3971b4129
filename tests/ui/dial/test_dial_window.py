"""The dial window: from typed digits to exactly one request to call."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_dialer.numbers.as_you_type import group_as_typed
from desktop_dialer.ui.dial.call_status import CallStatus, Phase
from desktop_dialer.ui.dial.dial_window import DialWindow
from desktop_dialer.ui.widgets.marks import Mark
from tests.support.ui.dial_window_scene import Desk, reading_of
from tests.support.ui.looking import press, show, write

LEFT = Qt.MouseButton.LeftButton
ENTER = Qt.Key.Key_Return
AT_ONCE = CallStatus(Phase.ACCEPTED, "Your phone 204 will ring.")


def test_digits_typed_are_grouped_judged_and_called(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    write("0820001234")
    entry = desk.window.call_entry
    assert entry.entry.text() == "082 000 1234"
    assert entry.verdict.words == "Will call 082 000 1234 now, sent as 0820001234."
    assert entry.verdict.mark is Mark.GOOD
    assert entry.entry.accessibleDescription() == entry.verdict.words
    press(ENTER)
    assert desk.calls == [("082 000 1234", False)]
    assert not entry.call_button.isEnabled()


def test_what_cannot_be_called_says_why(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    entry = desk.window.call_entry
    for typed, words, mark in [
        ("", "Type or paste", Mark.NONE),
        ("0866001234", "blocked", Mark.NO),
        ("112", "emergency", Mark.INFO),
        ("*21*0820001234#", "feature code", Mark.INFO),
    ]:
        desk.window.fill(typed)
        assert words in entry.verdict.words
        assert entry.verdict.mark is mark
        assert not entry.call_button.isEnabled()
        qtbot.waitUntil(lambda: desk.window.guard_open)
        press(ENTER)
    assert desk.calls == []


def test_a_reading_of_an_older_text_is_dropped(qtbot: QtBot) -> None:
    desk = Desk(qtbot, reads=False)
    write("0820001234")
    desk.window.show_reading("082000123", reading_of("0820001233"))
    assert desk.window.call_entry.verdict.words == ""
    desk.window.show_reading("0820001234", reading_of("0820001234"))
    assert "0820001234" in desk.window.call_entry.verdict.words


def test_the_verdict_is_asked_for_anew_after_a_call(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    write("0820001234")
    press(ENTER)
    with qtbot.waitSignal(desk.window.text_changed) as asked:
        desk.answer()
    assert asked.args == ["082 000 1234"]


def test_the_grouping_is_asked_for_once_and_may_come_late(qtbot: QtBot) -> None:
    window = DialWindow()
    asked: list[bool] = []
    window.grouping_requested.connect(lambda: asked.append(True))
    show(qtbot, window)
    entry = window.call_entry.entry
    write("0820001234")
    assert entry.text() == "0820001234"
    window.hide()
    window.show()
    assert asked == [True]
    window.use_grouping(group_as_typed)
    assert entry.text() == "082 000 1234"


def test_digits_are_deleted_not_the_spaces_of_the_grouping(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    entry = desk.window.call_entry.entry
    write("0820001234")
    entry.setCursorPosition(4)  # 082 |000 1234
    press(Qt.Key.Key_Backspace)
    assert (entry.text(), entry.cursorPosition()) == ("080 001 234", 2)
    entry.setCursorPosition(3)  # 080| 001 234
    press(Qt.Key.Key_Delete)
    assert entry.text() == "080 012 34"
    entry.setCursorPosition(1)
    write("9")
    assert entry.text()[: entry.cursorPosition()] == "09"


def test_the_keypad_types_and_leaves_the_focus(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    for key in "0820001234":
        [button] = [one for one in desk.window.keypad.keys if one.text() == key]
        QTest.mouseClick(button, LEFT)
    assert desk.window.call_entry.entry.text() == "082 000 1234"
    assert desk.window.call_entry.entry.hasFocus()
    press(ENTER)
    assert desk.calls == [("082 000 1234", False)]


def test_the_keypad_by_keyboard(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    keys = desk.window.keypad.keys
    keys[0].setFocus()
    for key, focused in [
        (Qt.Key.Key_Left, "1"),
        (Qt.Key.Key_Up, "1"),
        (Qt.Key.Key_Right, "2"),
        (Qt.Key.Key_Right, "3"),
        (Qt.Key.Key_Right, "3"),
        (Qt.Key.Key_Down, "6"),
        (Qt.Key.Key_Down, "9"),
        (Qt.Key.Key_Down, "#"),
        (Qt.Key.Key_Down, "#"),
    ]:
        press(key)
        widget = QApplication.focusWidget()
        assert widget in keys
        assert keys[keys.index(widget)].text() == focused
    press(Qt.Key.Key_Space)
    write("5")
    assert desk.window.call_entry.entry.text() == "#5"


def test_every_phase_has_words_and_a_mark(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    marks = set()
    for phase in Phase:
        desk.window.show_status(CallStatus(phase, "<b>It said</b> so.", "Do this now."))
        assert desk.window.status.words == "<b>It said</b> so. Do this now."
        marks.add(desk.window.status.mark)
    assert len(marks) == 5
    desk.window.show_status(CallStatus(Phase.SENDING))
    assert "Asking the PBX" in desk.window.status.words
    desk.window.show_status(CallStatus())
    assert "rings first" in desk.window.status.words


def test_notices_come_and_go(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    narrow = desk.window.minimumSizeHint().width()
    long = "The hotkey Ctrl+Alt+B is taken by another program. " * 8
    desk.window.show_notices((long, "There is no tray here."))
    shown = [line.words for line in desk.window.notices]
    assert shown == [long, "There is no tray here."]
    assert desk.window.minimumSizeHint().width() == narrow
    desk.window.show_notices(())
    assert desk.window.notices == ()


def test_caller_ids(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    choice = desk.window.caller_id
    desk.window.show_caller_ids((), "")
    assert choice.isHidden()
    desk.window.show_caller_ids((("Sales", "27215550000"), ("Support", "random")), "")
    words = [choice.box.itemText(index) for index in range(choice.box.count())]
    assert words == ["None: the provider chooses", "Sales (27215550000)", "Support (random)"]
    choice.box.setFocus()
    with qtbot.waitSignal(desk.window.caller_id_chosen) as chosen:
        press(Qt.Key.Key_Down)
    assert chosen.args == ["27215550000"]
    desk.window.show_caller_ids((("Sales", "27215550000"), ("Support", "random")), "random")
    assert choice.box.currentText() == "Support (random)"
    assert choice.warning.isHidden()
    desk.window.show_caller_ids((("Sales", "0215550000"), ("Support", "random")), "0215550000")
    assert "27215550000 is recommended" in choice.warning.words
    assert choice.warning.isVisible()
