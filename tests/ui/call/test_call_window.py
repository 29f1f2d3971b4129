"""The call window: it shows what the phone says, and one deliberate press is one request."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_dialer.model.audio_devices import AudioChoice, AudioDevices
from desktop_dialer.model.live_call import CallStage, HeldBy, LiveCall, Quality, clock_time
from desktop_dialer.ui.widgets.level_meter import percent_of
from desktop_dialer.ui.widgets.marks import Mark
from tests.support.ui.looking import name_of, press, repeat, repeat_unmarked, write
from tests.support.ui.softphone_windows import (
    DEVICES,
    DIALLING,
    ENDED,
    INCOMING,
    TALKING,
    Line,
    answered,
)

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key
REPEATED = ("KeyRelease", "KeyPress")


@pytest.mark.parametrize(
    ("call", "state", "buttons"),
    [
        (DIALLING, "Dialling …", ["(Mute)", "(Hold)", "(Keypad)", "Sound", "Hang up"]),
        (replace(DIALLING, stage=CallStage.RINGING), "Ringing …",
         ["(Mute)", "(Hold)", "(Keypad)", "Sound", "Hang up"]),
        (INCOMING, "Incoming call", ["Answer", "Decline"]),
        (TALKING, "Talking", ["Mute", "Hold", "Keypad", "Sound", "Hang up"]),
        (replace(TALKING, held_by=HeldBy.AGENT), "On hold",
         ["Mute", "Hold", "Keypad", "Sound", "Hang up"]),
        (replace(TALKING, held_by=HeldBy.OTHER), "Held by the remote party",
         ["Mute", "Hold", "Keypad", "Sound", "Hang up"]),
        (ENDED, "Call ended", ["Close"]),
    ],
)  # fmt: skip
def test_every_stage_has_its_words_and_buttons(
    qtbot: QtBot, call: LiveCall, state: str, buttons: list[str]
) -> None:
    line = Line(qtbot, call)
    head = line.window.head
    assert head.state.text() == state
    assert head.party.text() == call.party
    assert line.window.windowTitle().startswith(f"{call.party} – ")
    assert sorted(line.buttons()) == sorted([*buttons, "Copy"])


def test_a_withheld_number_cannot_be_copied(qtbot: QtBot) -> None:
    line = Line(qtbot, replace(INCOMING, party="", number=""))
    assert line.window.head.party.text() == "Number withheld"
    press(KEY.Key_C, CONTROL)
    assert line.buttons() == ["Answer", "Decline"]
    assert line.requests == []


def test_a_name_stands_above_its_number(qtbot: QtBot) -> None:
    line = Line(qtbot, replace(INCOMING, party="<b>Reception</b>"))
    head = line.window.head
    assert (head.party.text(), head.number.text()) == ("<b>Reception</b>", "+442079460018")
    assert head.party.textFormat() is Qt.TextFormat.PlainText
    line.show(INCOMING)
    assert not head.number.isVisible()  # the party is this number as people write it
    press(KEY.Key_C, CONTROL)
    assert line.requests == [("copy_requested", "+442079460018")]


def test_each_key_is_one_wish_and_the_tooltip_names_it(qtbot: QtBot) -> None:
    line = Line(qtbot, answered())
    for key, request in [
        (KEY.Key_M, ("mute_requested", "1", True)),
        (KEY.Key_O, ("hold_requested", "1", True)),
        (KEY.Key_C, ("copy_requested", "0820001234")),
        (KEY.Key_H, ("hang_up_requested", "1")),
    ]:
        press(key, CONTROL)
        assert line.requests == [request]
        line.requests.clear()
    assert line.window.buttons.mute.toolTip() == "Mute (Ctrl+M)"
    for key, request in [
        (KEY.Key_A, ("answer_requested", "2")),
        (KEY.Key_H, ("decline_requested", "2")),
    ]:
        line.show(DIALLING)
        line.show(INCOMING)
        line.requests.clear()
        press(key, CONTROL)
        assert line.requests == [request]


def test_letters_with_alt_work_too(qtbot: QtBot) -> None:
    line = Line(qtbot, INCOMING)
    press(KEY.Key_A, ALT)
    line.show(answered(replace(TALKING, id="2")))
    press(KEY.Key_M, ALT)
    press(KEY.Key_H, ALT)
    assert line.requests == [
        ("answer_requested", "2"),
        ("mute_requested", "2", True),
        ("hang_up_requested", "2"),
    ]


def test_mute_and_hold_show_the_call_not_the_click(qtbot: QtBot) -> None:
    line = Line(qtbot)
    buttons = line.window.buttons
    for button in (buttons.mute, buttons.hold):
        QTest.mouseClick(button, LEFT)
        assert not button.isChecked()
    line.window.show_call(replace(TALKING, muted=True, held_by=HeldBy.AGENT))
    assert buttons.mute.isChecked()
    assert buttons.hold.isChecked()
    words = [words for mark, words in line.window.notes.shown if mark is Mark.WARNING]
    assert words == ["Muted: the remote party does not hear you. Press Mute to unmute."]
    qtbot.waitUntil(lambda: buttons.mute._presses.open)
    line.requests.clear()
    QTest.mouseClick(buttons.mute, LEFT)
    QTest.mouseClick(buttons.hold, LEFT)
    assert line.requests == [("mute_requested", "1", False), ("hold_requested", "1", False)]
    assert buttons.mute.isChecked()
    line.window.show_call(replace(TALKING, held_by=HeldBy.OTHER))
    assert not buttons.mute.isChecked()
    assert not buttons.hold.isChecked()


def test_what_is_on_looks_on_not_only_by_its_shade(qtbot: QtBot) -> None:
    line = Line(qtbot)
    button = line.window.buttons.mute
    line.window.buttons.sound.setFocus()
    off = button.grab().toImage()
    line.window.show_call(replace(TALKING, muted=True))
    on = button.grab().toImage()
    points = [(x, y) for x in range(on.width()) for y in range(on.height())]
    orange = [1 for x, y in points if on.pixelColor(x, y).saturation() > 150]
    assert [1 for x, y in points if off.pixelColor(x, y).saturation() > 150] == []
    assert len(orange) > on.width()


def test_hanging_up_shows_at_once_and_is_one_wish(qtbot: QtBot) -> None:
    line = Line(qtbot, answered())
    for _ in range(3):
        QTest.mouseClick(line.window.buttons.hang_up, LEFT)
        press(KEY.Key_H, CONTROL)
    assert line.requests == [("hang_up_requested", "1")]
    assert line.window.head.state.text() == "Hanging up …"
    line.window.show_call(answered(replace(TALKING, quality=Quality(0, 1))))  # one more report
    assert line.window.head.state.text() == "Hanging up …"
    assert "(Hang up)" in line.buttons()
    line.show(ENDED)
    assert line.window.head.state.text() == "Call ended"
    assert line.window.notes.shown == [(Mark.INFO, "The remote party hung up.")]
    assert line.window.buttons.close_button.hasFocus()
    line.show(replace(TALKING, id="9"))
    assert "Hang up" in line.buttons()


def test_escape_and_enter_hang_nothing_up(qtbot: QtBot) -> None:
    line = Line(qtbot)
    assert line.window.buttons.mute.hasFocus()
    press(KEY.Key_Escape)
    line.window.buttons.keypad.setFocus()
    press(KEY.Key_Return)
    assert line.window.tones.isVisible()
    press(KEY.Key_Escape)
    assert not line.window.tones.isVisible()
    press(KEY.Key_Escape)
    assert line.window.isVisible()
    press(KEY.Key_F4, CONTROL)
    assert not line.window.isVisible()
    assert line.requests == []


def test_answering_is_told_and_may_still_be_declined(qtbot: QtBot) -> None:
    line = Line(qtbot, INCOMING)
    press(KEY.Key_Return)
    press(KEY.Key_Return)
    assert line.window.head.state.text() == "Answering …"
    assert line.window.buttons.answer.hasFocus()  # not Decline: Enter may come again
    QTest.mouseClick(line.window.buttons.decline, LEFT)
    assert line.requests == [("answer_requested", "2"), ("decline_requested", "2")]
    assert line.window.head.state.text() == "Declining …"


def test_a_window_that_appears_under_a_hand_takes_no_press(qtbot: QtBot) -> None:
    line = Line(qtbot, None)
    line.window.show_call(INCOMING)
    line.window.activateWindow()
    qtbot.waitUntil(line.window.isActiveWindow)
    for key, modifiers in [(KEY.Key_Return, Qt.KeyboardModifier.NoModifier), (KEY.Key_A, CONTROL)]:
        press(key, modifiers)
    QTest.mouseClick(line.window.buttons.answer, LEFT)
    QTest.mouseClick(line.window.buttons.decline, LEFT)
    assert line.requests == []
    line.wait()
    line.window.show_call(replace(INCOMING, stage=CallStage.TALKING))  # other buttons come up
    QTest.mouseClick(line.window.buttons.hang_up, LEFT)
    assert line.requests == []
    line.wait()
    QTest.mouseClick(line.window.buttons.hang_up, LEFT)
    assert line.requests == [("hang_up_requested", "2")]


def test_held_keys_are_one_wish(qtbot: QtBot) -> None:
    line = Line(qtbot)
    mute = line.window.buttons.mute
    mute.setFocus()
    QTest.keyPress(QApplication.focusWindow(), KEY.Key_M, CONTROL)
    qtbot.waitUntil(lambda: mute._presses.open)
    for _ in range(3):
        repeat_unmarked(KEY.Key_M, CONTROL)
    repeat(KEY.Key_Return)
    assert line.requests == [("mute_requested", "1", True)]


def test_digits_go_out_while_the_keypad_is_open(qtbot: QtBot) -> None:
    line = Line(qtbot)
    tones = line.window.tones
    write("5")
    press(KEY.Key_K, CONTROL)
    assert tones.isVisible()
    write("1*")
    repeat(KEY.Key_1)
    line.window.buttons.hold.setFocus()
    press(KEY.Key_NumberSign)
    tones.keypad.keys[0].setFocus()
    press(KEY.Key_0)
    write("+a")
    QTest.mouseClick(tones.keypad.keys[2], LEFT)
    sent = [request[2] for request in line.requests if request[0] == "keys_requested"]
    assert sent == ["1", "*", "#", "0", "3"]
    assert tones.sent.text() == "Nothing sent yet."
    line.window.show_call(replace(TALKING, tones="1*#03"))
    assert tones.sent.text() == "Sent: 1*#0 3"
    line.window.show_call(ENDED)
    assert not tones.isVisible()


def test_a_digit_held_down_is_one_tone(qtbot: QtBot) -> None:
    line = Line(qtbot)
    press(KEY.Key_K, CONTROL)
    for at, kind in [(1, "KeyPress"), *[(at, kind) for at in (600, 640) for kind in REPEATED]]:
        event = QKeyEvent(QEvent.Type[kind], KEY.Key_7, Qt.KeyboardModifier.NoModifier, "7")
        event.setTimestamp(at)  # X11 repeats a held key as release and press at one instant
        QApplication.sendEvent(line.window.buttons.keypad, event)
    assert [request[2] for request in line.requests] == ["7"]


def test_the_time_runs_only_while_somebody_looks(qtbot: QtBot) -> None:
    line = Line(qtbot, DIALLING)
    time = line.window.head.time
    assert (time.text(), time.running) == ("", False)
    line.show(answered(seconds=65.8))
    assert time.running
    qtbot.waitUntil(lambda: time.text() == "1:07", timeout=2000)
    assert time.running
    line.window.hide()
    assert not time.running
    line.window.show()
    assert time.running
    line.window.show_call(replace(ENDED, answered_at=10.0, ended_at=137.4))
    assert (time.text(), time.running) == ("2:07", False)
    assert name_of(time) == "2:07"  # for a screen reader, too
    assert [clock_time(seconds) for seconds in (0, 59.9, 600, 3661)] == [
        *("0:00", "0:59", "10:00", "1:01:01")
    ]


def test_troubles_of_a_call_are_told_together(qtbot: QtBot) -> None:
    line = Line(qtbot, replace(TALKING, signalling_lost=True))
    assert [mark for mark, _ in line.window.notes.shown] == [Mark.WARNING, Mark.GOOD]
    line.window.show_call(replace(TALKING, audio_lost=True, signalling_lost=True))
    told = line.window.notes.shown  # and not that what is not heard sounds good
    assert [mark for mark, _ in told] == [Mark.WARNING, Mark.WARNING]
    assert told[0][1].startswith("No sound arrives")
    assert "The call goes on" in told[1][1]
    line.window.show_call(replace(TALKING, words="Your headset is gone.", advice="Plug it in."))
    assert line.window.notes.shown[0] == (Mark.WARNING, "Your headset is gone. Plug it in.")
    line.window.show_call(replace(ENDED, words="082 000 1234 is busy.", advice="Call later."))
    assert line.window.notes.shown == [(Mark.NO, "082 000 1234 is busy. Call later.")]


@pytest.mark.parametrize(
    ("quality", "mark", "words"),
    [
        (Quality(0.002, 4.2, 38), Mark.GOOD,
         "Good: 0.2 % lost, jitter 4 ms, round trip 38 ms"),
        (Quality(0.02, 4), Mark.WARNING, "Fair: 2.0 % lost, jitter 4 ms"),
        (Quality(0, 31), Mark.WARNING, "Fair: 0.0 % lost, jitter 31 ms"),
        (Quality(0, 4, 801), Mark.NO, "Poor: 0.0 % lost, jitter 4 ms, round trip 801 ms"),
        (Quality(0.06, 0, 1), Mark.NO, "Poor: 6.0 % lost, jitter 0 ms, round trip 1 ms"),
    ],
)  # fmt: skip
def test_the_quality_in_words(qtbot: QtBot, quality: Quality, mark: Mark, words: str) -> None:
    line = Line(qtbot, replace(TALKING, quality=quality))
    assert line.window.notes.shown == [(mark, words)]


def test_devices_are_chosen_by_label(qtbot: QtBot) -> None:
    line = Line(qtbot)
    press(KEY.Key_S, CONTROL)
    assert line.requests == [("meter_requested", True)]
    sound = line.window.sound
    assert sound.choice == AudioChoice(microphone="Headset")
    sound.ring.setFocus()
    press(KEY.Key_Down)
    assert line.requests[1:] == [("sound_chosen", AudioChoice("Headset", "", "Built-in"))]
    line.window.show_devices(AudioDevices((), ("HDMI",), "No microphone."), sound.choice)
    assert sound.microphone.currentText() == "Not connected: Headset"
    assert sound.choice == AudioChoice("Headset", "", "Built-in")
    assert (sound.problem.words, sound.problem.mark) == ("No microphone.", Mark.NO)
    QTest.mouseClick(sound.test_ring, LEFT)
    press(KEY.Key_K, CONTROL)  # the keypad takes its place
    assert not sound.isVisible()
    assert line.requests[2:] == [("test_ring_requested",), ("meter_requested", False)]


def test_an_open_list_of_devices_is_left_alone(qtbot: QtBot) -> None:
    line = Line(qtbot)
    press(KEY.Key_S, CONTROL)
    box = line.window.sound.speaker
    box.showPopup()
    line.window.show_devices(DEVICES, line.window.sound.choice)
    assert box.view().isVisible()
    box.hidePopup()


def test_the_meter_goes_with_the_window(qtbot: QtBot) -> None:
    line = Line(qtbot)
    press(KEY.Key_S, CONTROL)
    line.window.show_level(0.1)
    assert line.window.sound.meter.value() == 67
    line.window.close()
    line.window.show()
    assert line.window.sound.meter.value() == 0
    line.window.show_call(None)
    assert line.requests == [("meter_requested", on) for on in (True, False, True, False)]
    assert [percent_of(level) for level in (0, 0.0001, 0.001, 0.03, 1, 2)] == [
        0,
        0,
        0,
        49,
        100,
        100,
    ]


def test_a_new_call_brings_the_window_up_and_none_takes_it(qtbot: QtBot) -> None:
    line = Line(qtbot, TALKING)
    line.window.close()
    line.window.show_call(replace(TALKING, muted=True))
    assert not line.window.isVisible()  # the person closed it; the tray brings it back
    line.window.activate()
    assert line.window.isVisible()
    line.window.show_call(None)
    assert not line.window.isVisible()
    line.window.activate()
    assert not line.window.isVisible()
    line.window.show_call(INCOMING)
    assert line.window.isVisible()
    assert line.window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_no_button_moves_while_a_call_goes_on(qtbot: QtBot) -> None:
    line = Line(qtbot, replace(DIALLING, stage=CallStage.RINGING))
    window = line.window

    def places() -> list[tuple[int, int, int]]:
        QApplication.processEvents()
        shown = (window.buttons.mute, window.buttons.hang_up)
        at = [(one, one.mapTo(window, one.rect().topLeft())) for one in shown]
        return [(point.x(), point.y(), one.width()) for one, point in at]

    before = places()
    for call in (
        TALKING,
        replace(TALKING, muted=True, audio_lost=True, signalling_lost=True),
        replace(TALKING, held_by=HeldBy.OTHER, quality=None),
    ):
        window.show_call(call)
        assert places() == before
    for part in (window.buttons.keypad, window.buttons.sound):
        part.requested.emit()
        assert places() == before
        assert window.screen().availableGeometry().contains(window.geometry())
