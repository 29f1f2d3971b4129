"""The first-run window against the rules of the PBX: own numbers, ports, versions."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_dialer.settings.schema import Settings
from desktop_dialer.settings.values import CallerId
from desktop_dialer.ui.settings.first_run_draft import EXTENSION
from desktop_dialer.ui.widgets.marks import Mark
from tests.support.ui.looking import press, write
from tests.support.ui.setting_up import FILLED, Setup


def test_what_is_typed_in_groups_is_shown_as_it_is_sent(qtbot: QtBot) -> None:
    setup = Setup(qtbot, FILLED)
    setup.fields.extension.setFocus()
    setup.fields.extension.selectAll()
    write("+27 (0)82 555 0101")
    press(Qt.Key.Key_Tab)
    assert setup.fields.extension.text() == "27825550101"
    press(Qt.Key.Key_Return)
    assert setup.saves[0].extension == "27825550101"


def test_a_number_as_extension_is_refused_where_calls_are_made_in_the_program(
    qtbot: QtBot,
) -> None:
    setup = Setup(qtbot, FILLED, settings=Settings(call_line="webrtc"))
    setup.fields.extension.setText("082 555 0101")
    setup.window.save_button.click()
    assert setup.saves == []
    assert "0825550101 is a phone number. The softphone" in setup.note(EXTENSION)
    setup.fields.extension.setText("204")
    setup.window.save_button.click()
    assert setup.saves[0].extension == "204"


def test_the_port_by_version_is_told_beside_the_field_and_changes_nothing(qtbot: QtBot) -> None:
    setup = Setup(qtbot)
    fields = setup.fields
    assert setup.note("pbx.port") == "Servers before version 3.3 usually listen on port 80."
    assert fields.port.accessibleDescription() == setup.note("pbx.port")
    fields.version.setFocus()
    for typed, words in {
        "3.3": "",
        "4.0": "From version 4.0 the port is in the configuration that your site was given.",
        "four": "",
        "2.9": "Servers before version 3.3 usually listen on port 80.",
    }.items():
        fields.version.selectAll()
        write(typed)
        assert setup.note("pbx.port") == words
        assert setup.mark("pbx.port") in (Mark.INFO, Mark.NONE)
        assert fields.port.text() == "8300"
    fields.port.setFocus()
    fields.port.selectAll()
    write("80")
    assert setup.note("pbx.port") == ""
    fields.port.selectAll()
    write("0")
    press(Qt.Key.Key_Tab)
    assert setup.mark("pbx.port") is Mark.NO


@pytest.mark.parametrize(
    ("settings", "key", "words"),
    [
        (Settings(), "call.outbound_id", "tvc_sales needs version 4.0 of the PBX"),
        (Settings(call_caller_ids=(CallerId("Winter", "tvc_x"),)), "pbx.version", "“Winter” is a"),
        (Settings(call_line="webrtc"), "pbx.version", "The softphone (WebRTC) needs"),
    ],
)
def test_a_version_that_does_not_go_with_another_setting(
    qtbot: QtBot, settings: Settings, key: str, words: str
) -> None:
    outbound_id = "tvc_sales" if key == "call.outbound_id" else ""
    draft = FILLED.with_values({"pbx.version": "4.0", "call.outbound_id": outbound_id})
    setup = Setup(qtbot, draft, settings=replace(settings, pbx_version="4.0"))
    setup.fields.version.setFocus()
    setup.fields.version.selectAll()
    write("2.9")
    press(Qt.Key.Key_Tab)
    assert setup.mark(key) is Mark.NO
    assert words in setup.note(key)
    assert "2.9" in setup.note(key)
    setup.window.test_button.click()
    assert len(setup.tests) == 1  # the way to the PBX can be tried all the same
    setup.window.save_button.click()
    assert setup.saves == []
    setup.fields.version.setFocus()
    setup.fields.version.selectAll()
    write("4.1")
    press(Qt.Key.Key_Tab)
    assert setup.mark(key) is not Mark.NO
    setup.window.save_button.click()
    assert setup.saves[0].version == "4.1"
