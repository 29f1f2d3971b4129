"""The first-run window: from nothing to a draft that can be saved."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_dialer.model.connection_report import ConnectionReport
from desktop_dialer.settings.schema import Settings
from desktop_dialer.settings.table import kind_of
from desktop_dialer.ui.settings.first_run_draft import EXTENSION, PASSWORD, FirstRunDraft
from desktop_dialer.ui.widgets.marks import Mark
from tests.support.ui.looking import press, write
from tests.support.ui.setting_up import FILLED, Setup

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_from_nothing_to_a_draft_by_keyboard_alone(qtbot: QtBot) -> None:
    setup = Setup(qtbot)
    write("pbx.example")
    press(Qt.Key.Key_E, ALT)
    write("204")
    press(Qt.Key.Key_Tab)
    write("s3cret")
    press(Qt.Key.Key_I, ALT)
    write("27 21 555 0000")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_K, CONTROL | ALT)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    [draft] = setup.saves
    assert draft == FirstRunDraft(
        server="pbx.example",
        port=8300,
        scheme="http",
        version="3.0",
        extension="204",
        password="s3cret",
        outbound_id="27215550000",
        hotkey="Ctrl+Alt+K",
        watch_clipboard=False,
    )
    assert "s3cret" not in repr(draft)
    for key, value in draft.settings().items():
        assert kind_of(key).check(value) == value
    assert set(draft.settings()) & {EXTENSION, PASSWORD} == set()
    press(Qt.Key.Key_Return)
    assert len(setup.saves) == 1


def test_what_is_set_already_is_shown(qtbot: QtBot) -> None:
    settings = Settings(pbx_server="pbx.example", pbx_scheme="https", hotkey_call="")
    setup = Setup(qtbot, FirstRunDraft.of(settings, "204"))
    assert setup.fields.scheme.currentData() == "https"
    press(Qt.Key.Key_Return)
    [draft] = setup.saves
    assert draft == FirstRunDraft.of(settings, "204")
    assert draft.hotkey == ""


@pytest.mark.parametrize(
    ("typed", "server", "port", "scheme"),
    [
        ("http://pbx.example:8300/", "pbx.example", "8300", "http"),
        ("https://pbx.example:8443/click2dial/calls?x=1", "pbx.example", "8443", "https"),
        ("https://me:word@pbx.example/", "pbx.example", "81", "https"),
        ("http://[2001:db8::1]:8300", "2001:db8::1", "8300", "http"),
        ("pbx.example:8300", "pbx.example", "8300", "http"),
        (" 10.0.0.5:80/", "10.0.0.5", "80", "http"),
        ("[::1]", "::1", "81", "http"),
        ("2001:db8::1", "2001:db8::1", "81", "http"),
        ("pbx.example", "pbx.example", "81", "http"),
    ],
)
def test_a_pasted_address_is_taken_apart(
    qtbot: QtBot, typed: str, server: str, port: str, scheme: str
) -> None:
    setup = Setup(qtbot, FirstRunDraft(port=81))
    setup.fields.server.setFocus()
    setup.fields.server.insert(typed)
    press(Qt.Key.Key_Tab)
    assert setup.fields.server.text() == server
    assert setup.fields.port.text() == port
    assert setup.fields.scheme.currentData() == scheme
    assert setup.mark("pbx.server") is not Mark.NO
    assert "word" not in setup.note("pbx.server")


@pytest.mark.parametrize(
    "typed", ["ftp://pbx.example", "http://", "http://pbx:99999/", "my pbx", "http://[::1"]
)
def test_what_is_no_server_stays_and_is_marked(qtbot: QtBot, typed: str) -> None:
    setup = Setup(qtbot)
    setup.fields.server.insert(typed)
    press(Qt.Key.Key_Tab)
    assert setup.fields.server.text() == typed
    assert setup.mark("pbx.server") is Mark.NO
    setup.fields.server.setFocus()
    write("x")
    assert setup.mark("pbx.server") is Mark.NONE


def test_every_fault_is_marked_and_the_first_has_the_focus(qtbot: QtBot) -> None:
    setup = Setup(qtbot)
    fields = setup.fields
    fields.port.setText("0")
    fields.version.setText("three")
    fields.extension.setText("12")
    fields.caller_id.setText("tvc_sales")
    setup.window.save_button.click()
    assert setup.saves == []
    faulty = [key for key, field in fields.by_key.items() if field.faulty]
    assert faulty == ["pbx.server", "pbx.port", "pbx.version", EXTENSION, "call.outbound_id"]
    assert fields.server.hasFocus()
    assert "missing" in setup.note("pbx.server")
    assert "1 to 65535" in setup.note("pbx.port")
    assert "3 or 4 digits" in setup.note(EXTENSION)
    assert fields.extension.accessibleDescription() == setup.note(EXTENSION)
    assert (fields.port.text(), fields.extension.text()) == ("0", "12")
    assert "marked" in setup.window.status.words
    fields.fill(FILLED)
    fields.version.setText("4.0")
    fields.caller_id.setText("tvc_sales")
    setup.window.save_button.click()
    assert setup.saves[0].outbound_id == "tvc_sales"
    assert not any(field.faulty for field in fields.by_key.values())


def test_warnings_about_the_caller_id_come_while_typing(qtbot: QtBot) -> None:
    setup = Setup(qtbot)
    assert "provider chooses" in setup.note("call.outbound_id")
    setup.fields.caller_id.setFocus()
    write("02155")
    assert setup.note("call.outbound_id") == ""
    write("50000")
    assert "27215550000 is recommended" in setup.note("call.outbound_id")
    setup.fields.caller_id.selectAll()
    write("+27 21 555 0000")
    assert setup.note("call.outbound_id") == ""
    press(Qt.Key.Key_Tab)
    assert setup.fields.caller_id.text() == "27215550000"
    setup.fields.caller_id.setFocus()
    write("9")
    press(Qt.Key.Key_Tab)
    assert setup.mark("call.outbound_id") is Mark.NO


def test_the_hotkey_is_pressed_not_written(qtbot: QtBot) -> None:
    setup = Setup(qtbot, FILLED)
    setup.fields.hotkey.setFocus()
    for key, modifiers, hotkey, mark in [
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "F9", Mark.NONE),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A", Mark.NO),
        (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, "", Mark.NONE),
        (Qt.Key.Key_Space, CONTROL, "Ctrl+Space", Mark.NO),
        (Qt.Key.Key_B, CONTROL | ALT, "Ctrl+Alt+B", Mark.NONE),
    ]:
        press(key, modifiers)
        assert setup.fields.hotkey.hotkey == hotkey
        assert setup.mark("hotkey.call") is mark
    setup.window.show_hotkey_problem("Ctrl+Alt+B is taken by another program.")
    assert setup.mark("hotkey.call") is Mark.WARNING
    setup.window.show_hotkey_problem("")
    assert setup.mark("hotkey.call") is Mark.NONE
    press(Qt.Key.Key_Return)
    assert setup.saves[0].hotkey == "Ctrl+Alt+B"


def test_escape_leaves_from_the_hotkey_too(qtbot: QtBot) -> None:
    setup = Setup(qtbot, FILLED)
    setup.fields.hotkey.setFocus()
    press(Qt.Key.Key_Escape)
    assert not setup.window.isVisible()
    assert setup.fields.hotkey.hotkey == "Ctrl+Alt+B"


def test_locked_settings_are_shown_and_kept(qtbot: QtBot) -> None:
    locked = frozenset({"pbx.port", "pbx.scheme", "hotkey.call", "policy.confirm_links"})
    setup = Setup(qtbot, FILLED, locked)
    assert not setup.fields.port.isEnabled()
    assert setup.fields.port.toolTip() == "Set by your administrator"
    setup.fields.server.setText("https://other.example:1234/")
    press(Qt.Key.Key_Return)
    [draft] = setup.saves
    assert (draft.server, draft.port, draft.scheme) == ("other.example", 8300, "http")
    setup.window.show_saved()
    assert not setup.fields.port.isEnabled()
    setup.window.show_hotkey_problem("Ctrl+Alt+B is taken.")
    assert setup.note("hotkey.call") == "Ctrl+Alt+B is taken."


def test_the_test_and_its_report(qtbot: QtBot) -> None:
    setup = Setup(qtbot)
    window = setup.window
    press(Qt.Key.Key_T, ALT)
    qtbot.waitUntil(lambda: setup.mark("pbx.server") is Mark.NO)
    assert setup.tests == []
    setup.fields.server.setText("http://pbx.example:81/")
    with qtbot.waitSignal(window.test_requested):
        press(Qt.Key.Key_T, ALT)
    assert setup.tests == [FirstRunDraft(server="pbx.example", port=81)]
    assert window.test_progress.isVisible()
    assert not window.test_button.isEnabled()
    window.show_test(ConnectionReport(False, "It was <i>not</i> reached.", "Check the network."))
    assert window.test_result.words == "It was <i>not</i> reached. Check the network."
    assert setup.signs()["test"] is Mark.NO
    assert not window.test_progress.isVisible()
    window.test_button.click()
    window.show_test(ConnectionReport(True, "It answers."))
    assert setup.signs()["test"] is Mark.GOOD
    setup.fields.server.setFocus()
    write("x")
    assert not window.test_result.isVisible()


def test_a_report_on_an_older_address_is_not_shown_as_its_own(qtbot: QtBot) -> None:
    setup = Setup(qtbot, FILLED)
    setup.window.test_button.click()
    setup.fields.port.setFocus()
    write("1")
    setup.window.show_test(ConnectionReport(True, "It answers."))
    assert "has changed" in setup.window.test_result.words
    assert setup.window.test_result.mark is Mark.INFO


def test_saving_failing_and_saved(qtbot: QtBot) -> None:
    setup = Setup(qtbot, FILLED)
    window, fields = setup.window, setup.fields
    fields.password.setText("s3cret")
    window.save_button.click()
    assert "Saving" in window.status.words
    assert not fields.extension.isEnabled()
    window.save_button.click()
    assert len(setup.saves) == 1
    window.show_fault(EXTENSION, "The PBX does not know 204.", "Check it.")
    assert setup.note(EXTENSION) == "The PBX does not know 204. Check it."
    assert fields.extension.hasFocus()
    assert (fields.extension.text(), fields.password.text()) == ("204", "s3cret")
    window.save_button.click()
    window.show_fault("", "The keyring stayed locked.", "Unlock it, then save again.")
    assert window.status.words == "The keyring stayed locked. Unlock it, then save again."
    assert window.save_button.hasFocus()
    window.save_button.click()
    assert len(setup.saves) == 3
    window.show_saved()
    assert fields.password.text() == ""
    assert window.status.mark is Mark.GOOD
    assert window.close_button.hasFocus()
    press(Qt.Key.Key_Return)
    assert not window.isVisible()


def test_an_unsaved_password_is_forgotten_with_the_window(qtbot: QtBot) -> None:
    setup = Setup(qtbot, FILLED)
    setup.fields.password.setText("s3cret")
    assert setup.fields.password.displayText() == "●" * 6
    setup.window.close()
    assert setup.fields.password.text() == ""


def test_the_keyring_in_words(qtbot: QtBot) -> None:
    setup = Setup(qtbot)
    assert not setup.window.keyring.isVisible()
    setup.window.show_keyring("The keyring with your extension and password is locked.", False)
    assert setup.signs()["keyring"] is Mark.WARNING
    assert setup.window.keyring.isVisible()
    setup.window.show_keyring("The keyring is ready.", True)
    assert setup.signs()["keyring"] is Mark.GOOD


def test_scrolling_changes_no_choice(qtbot: QtBot) -> None:
    setup = Setup(qtbot, FILLED)
    scheme = setup.fields.scheme
    centre = QPointF(scheme.rect().center())
    wheel = QWheelEvent(
        centre,
        scheme.mapToGlobal(centre),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(scheme, wheel)
    assert scheme.currentData() == "http"
    scheme.setFocus()
    QTest.keyClick(scheme, Qt.Key.Key_Down)
    assert scheme.currentData() == "https"
