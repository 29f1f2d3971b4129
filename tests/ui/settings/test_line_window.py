"""The line window: which line calls, how it is reached, what is heard."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_dialer.model.audio_devices import AudioChoice, AudioDevices
from desktop_dialer.model.registration import Registered, Registration
from desktop_dialer.settings.schema import Settings
from desktop_dialer.settings.table import help_of, kind_of, value_of
from desktop_dialer.ui.dial.call_status import CallStatus, Phase
from desktop_dialer.ui.settings.first_run import FirstRunWindow
from desktop_dialer.ui.settings.line_window import LineWindow
from desktop_dialer.ui.widgets.foreign_text import plain_tooltip
from desktop_dialer.ui.widgets.marks import Mark
from tests.pictures.lines import CERTIFICATE, FINGERPRINT
from tests.support.ui.dial_window_scene import Desk
from tests.support.ui.looking import press, show, write

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
WEBRTC = Settings(pbx_server="pbx.example", call_line="webrtc", webrtc_microphone="Headset")
WISHES = (
    "save_requested",
    "forget_certificate_requested",
    "copy_requested",
    "meter_requested",
    "sound_chosen",
    "test_ring_requested",
)


class Choosing:
    """A line window with its requests: (name, *arguments)."""

    def __init__(self, qtbot: QtBot, settings: Settings = WEBRTC, **more: Any) -> None:
        self.window = LineWindow(settings, **more)
        self.fields = self.window.fields
        self.requests: list[tuple[Any, ...]] = []
        for name in WISHES:
            getattr(self.window, name).connect(self._keeper(name))
        show(qtbot, self.window)

    def note(self, key: str) -> tuple[Mark, str]:
        """The note below a field."""
        note = self.fields.by_key[key].note
        return note.mark, note.words

    def saved(self) -> dict[str, Any]:
        """The values of the one request to save."""
        [values] = [request[1] for request in self.requests if request[0] == "save_requested"]
        assert isinstance(values, dict)
        return values

    def _keeper(self, name: str) -> Any:
        return lambda *arguments: self.requests.append((name, *arguments))


def test_what_is_set_is_shown_and_saved_as_it_was(qtbot: QtBot) -> None:
    settings = Settings(
        call_line="webrtc",
        webrtc_url="wss://pbx.example:8089/ws",
        webrtc_header_prefix="X-Own",
        webrtc_ice_servers=("stun:one.example", "turns:two.example:5349?transport=tcp"),
        webrtc_microphone="Headset",
        webrtc_speaker="HDMI",
        webrtc_ring_device="Built-in",
        webrtc_do_not_disturb=True,
        hotkey_answer="",
        hotkey_mute="F9",
    )
    choosing = Choosing(qtbot, settings)
    press(Qt.Key.Key_Return)
    values = choosing.saved()
    assert values == {key: value_of(settings, key) for key in values}
    for key, value in values.items():
        assert kind_of(key).check(value) == value
    assert set(values) == set(choosing.fields.by_key)
    press(Qt.Key.Key_Return)
    assert len([request for request in choosing.requests if request[0] == "save_requested"]) == 1


def test_from_the_desk_phone_to_a_line_by_keyboard_alone(qtbot: QtBot) -> None:
    choosing = Choosing(qtbot, Settings(pbx_server="pbx.example"))
    assert not choosing.window.meter.isVisible()
    assert not choosing.window.test_ring.isEnabled()
    press(Qt.Key.Key_Down)
    assert choosing.fields.line.line == "webrtc"
    assert choosing.requests == [("meter_requested", True)]
    press(Qt.Key.Key_C, ALT)
    write("wss://pbx.example:8089/ws")
    press(Qt.Key.Key_P, ALT)
    write("X-Teleforge")
    press(Qt.Key.Key_I, ALT)
    write("stun:stun.example")
    press(Qt.Key.Key_U, ALT)
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_Return)
    values = choosing.saved()
    assert values["call.line"] == "webrtc"
    assert values["webrtc.url"] == "wss://pbx.example:8089/ws"
    assert values["webrtc.header_prefix"] == "X-Teleforge"
    assert values["webrtc.ice_servers"] == ("stun:stun.example",)
    assert values["hotkey.mute"] == "F9"


def test_a_line_that_is_not_installed_says_what_adds_it(qtbot: QtBot) -> None:
    choosing = Choosing(qtbot, Settings(), unavailable="It is not installed.", command="pip it")
    line = choosing.fields.line
    assert not line.webrtc.isEnabled()
    assert line.webrtc.accessibleDescription() == "It is not installed."
    assert line.reason.words == "It is not installed. This command installs it:"
    [words] = [one for one in line.reason.findChildren(QLabel) if one.text()]
    assert words.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    QTest.mouseClick(line.webrtc, LEFT)
    assert line.line == "desk_phone"
    QTest.mouseClick(line.copy_button, LEFT)
    assert choosing.requests == [("copy_requested", "pip it")]
    assert line.command.isReadOnly()
    there = Choosing(qtbot)
    assert there.fields.line.webrtc.isEnabled()
    assert not there.fields.line.command.isVisible()


@pytest.mark.parametrize(
    ("url", "mark", "words"),
    [
        ("", Mark.WARNING, "Not encrypted"),
        ("ws://pbx.example:8088/ws", Mark.WARNING, "Not encrypted"),
        ("wss://pbx.example:8089/ws", Mark.INFO, "Encrypted (wss)"),
    ],
)
def test_encryption_is_told_in_words(qtbot: QtBot, url: str, mark: Mark, words: str) -> None:
    choosing = Choosing(qtbot)
    assert choosing.fields.url.placeholderText() == "ws://pbx.example:8088/ws"
    choosing.fields.url.setFocus()
    write(url)
    press(Qt.Key.Key_Tab)
    assert choosing.note("webrtc.url")[0] is mark
    assert choosing.note("webrtc.url")[1].startswith(words)
    assert choosing.fields.url.accessibleDescription() == choosing.note("webrtc.url")[1]


def test_a_line_that_the_version_has_not_is_refused_where_it_is_chosen(qtbot: QtBot) -> None:
    choosing = Choosing(qtbot, Settings(pbx_server="pbx.example", pbx_version="2.9"))
    choosing.fields.line.webrtc.click()
    mark, words = choosing.note("call.line")
    assert mark is Mark.NO
    assert words.startswith("The softphone (WebRTC) needs version 3.0 of the PBX")
    choosing.window.save_button.click()
    assert not [request for request in choosing.requests if request[0] == "save_requested"]
    choosing.fields.line.desk_phone.click()
    assert choosing.note("call.line") == (Mark.NONE, "")
    choosing.window.save_button.click()
    assert choosing.saved()["call.line"] == "desk_phone"


def test_what_the_other_line_cannot_do_is_told_where_it_is_chosen(qtbot: QtBot) -> None:
    settings = Settings(pbx_server="pbx.example", call_line="webrtc", call_internal_digits="3")
    choosing = Choosing(qtbot, settings)
    choosing.fields.line.desk_phone.click()
    mark, words = choosing.note("call.line")
    assert mark is Mark.WARNING
    assert words.startswith("Calls to extensions need version 4.0 of the PBX with the desk phone")
    choosing.fields.line.webrtc.click()
    assert choosing.note("call.line") == (Mark.NONE, "")
    choosing.fields.line.desk_phone.click()
    choosing.window.save_button.click()
    assert choosing.saved()["call.line"] == "desk_phone"


def test_faults_are_marked_and_nothing_is_lost(qtbot: QtBot) -> None:
    choosing = Choosing(qtbot)
    fields = choosing.fields
    typed = "stun:stun.example\n\nturn:me:s3cret@turn.example"
    fields.url.setText("pbx.example:8089")
    fields.prefix.setEditText("X Own")
    fields.ice.setPlainText(typed)
    fields.hotkeys["hotkey.answer"].show_hotkey("Ctrl+Alt+B")  # it calls already
    fields.hotkeys["hotkey.mute"].show_hotkey("Ctrl+Alt+H")
    press(Qt.Key.Key_A, ALT)
    qtbot.waitUntil(lambda: fields.by_key["webrtc.url"].faulty)  # a mnemonic presses later
    assert choosing.requests[1:] == []
    assert [key for key, field in fields.by_key.items() if field.faulty] == [
        *("webrtc.url", "webrtc.header_prefix", "webrtc.ice_servers"),
        *("hotkey.answer", "hotkey.hang_up", "hotkey.mute"),
    ]
    assert fields.url.hasFocus()
    assert choosing.note("webrtc.url")[1].endswith("; empty for the usual one.")
    assert "marked fields" in choosing.window.status.words
    assert fields.ice.toPlainText() == typed
    assert "s3cret" not in choosing.note("webrtc.ice_servers")[1]
    fields.hotkeys["hotkey.mute"].setFocus()
    press(Qt.Key.Key_F9)
    assert not fields.by_key["hotkey.hang_up"].faulty
    assert fields.by_key["webrtc.url"].faulty  # another field's words stay
    fields.url.setText("ws://pbx.example/ws")
    fields.prefix.setEditText("")
    fields.ice.setPlainText("")
    fields.hotkeys["hotkey.answer"].show_hotkey("")
    choosing.window.save_button.click()
    assert choosing.saved()["webrtc.ice_servers"] == ()
    assert not any(field.faulty for field in fields.by_key.values())


def test_saving_failing_and_saved(qtbot: QtBot) -> None:
    choosing = Choosing(qtbot)
    window = choosing.window
    window.save_button.click()
    assert window.status.mark is Mark.BUSY
    assert not choosing.fields.url.isEnabled()
    window.show_fault("webrtc.url", "Nobody answers.", "Check it.")
    assert choosing.note("webrtc.url") == (Mark.NO, "Nobody answers. Check it.")
    assert choosing.fields.url.hasFocus()
    window.save_button.click()
    window.show_fault("", "The file cannot be written.", "Ask your administrator.")
    assert window.status.words == "The file cannot be written. Ask your administrator."
    assert window.save_button.hasFocus()  # Enter tries again, and closes nothing
    window.show_saved()
    assert (window.status.mark, window.status.words) == (Mark.GOOD, "Saved.")
    press(Qt.Key.Key_Return)
    assert not window.isVisible()
    window.show()
    assert window.status.words == ""


def test_locked_settings_are_shown_and_not_saved(qtbot: QtBot) -> None:
    locked = frozenset({"call.line", "webrtc.url", "hotkey.mute", "webrtc.microphone", "pbx.port"})
    choosing = Choosing(qtbot, locked=locked)
    for key in locked & choosing.fields.by_key.keys():
        editor = choosing.fields.by_key[key].editor
        assert (editor.isEnabled(), editor.toolTip()) == (False, "Set by your administrator")
    assert choosing.fields.line.webrtc.isChecked()
    choosing.window.save_button.click()
    assert not locked & choosing.saved().keys()
    choosing.window.show_saved()
    assert not choosing.fields.url.isEnabled()


def test_the_meter_is_there_only_for_a_line_that_listens(qtbot: QtBot) -> None:
    choosing = Choosing(qtbot)
    choosing.window.show_level(0.1)
    assert choosing.window.meter.value() == 67
    choosing.fields.line.show_line("desk_phone")
    choosing.fields.line.show_line("webrtc")
    choosing.window.close()
    assert choosing.requests == [("meter_requested", on) for on in (True, False, True, False)]


def test_devices_are_heard_at_once_and_kept_with_save(qtbot: QtBot) -> None:
    choosing = Choosing(qtbot)
    fields = choosing.fields
    assert fields.microphone.currentText() == "Not connected: Headset"
    choosing.window.show_devices(
        AudioDevices(("Headset",), ("Headset", "HDMI")), AudioChoice("Headset")
    )
    assert fields.microphone.currentText() == "Headset"
    fields.ring.setFocus()
    press(Qt.Key.Key_End)
    choice = AudioChoice("Headset", "", "HDMI")
    assert choosing.requests[1:] == [("sound_chosen", choice)]
    choosing.window.show_devices(AudioDevices((), (), "No microphone was found."), choice)
    assert fields.problem.words == "No microphone was found."
    QTest.mouseClick(choosing.window.test_ring, LEFT)
    assert choosing.requests[-1] == ("test_ring_requested",)
    choosing.window.save_button.click()
    assert choosing.saved()["webrtc.ring_device"] == "HDMI"


def test_a_trusted_certificate_can_be_forgotten(qtbot: QtBot) -> None:
    settings = Settings(call_line="webrtc", webrtc_certificate=FINGERPRINT)
    choosing = Choosing(qtbot, settings)
    shown = choosing.window.certificate
    assert shown.fingerprint.text().startswith("9F:86:D0:81")
    assert shown.fingerprint.text().replace(":", "").replace("\n", "").lower() == FINGERPRINT
    choosing.window.show_certificate(CERTIFICATE)
    assert "pbx.example" in shown.about.text()
    assert "12 March 2034" in shown.about.text()
    QTest.mouseClick(shown.forget_button, LEFT)
    assert choosing.requests[-1] == ("forget_certificate_requested",)
    choosing.window.show_certificate(None)
    assert not shown.isVisible()
    assert not Choosing(qtbot).window.certificate.isVisible()


@pytest.mark.parametrize(
    ("state", "mark", "words"),
    [
        (Registered.OFF, Mark.NONE, "Softphone: not in use"),
        (Registered.STARTING, Mark.BUSY, "Softphone: registering …"),
        (Registered.YES, Mark.GOOD, "Softphone: registered"),
        (Registered.RETRYING, Mark.WARNING, "Softphone: not registered, trying again"),
        (Registered.REFUSED, Mark.NO, "Softphone: registration refused"),
    ],
)
def test_the_registration_is_told_here_and_in_the_dial_window(
    qtbot: QtBot, state: Registered, mark: Mark, words: str
) -> None:
    window, dial = Choosing(qtbot).window, Desk(qtbot).window
    for one in (window, dial):
        one.show_registration(Registration(state))
        assert (one.registration.mark, one.registration.words) == (mark, words)
    assert dial.registration.isVisible() is (state is not Registered.OFF)
    for one in (window, dial):
        one.show_registration(Registration(state, "<b>as</b> 204.", "Wait."))
        assert one.registration.words == "<b>as</b> 204. Wait."
        assert one.registration.mark is (Mark.NO if state is Registered.OFF else mark)
        assert one.registration.isVisible()


def test_the_dial_window_knows_whose_phone_rings(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.window.show_registration(Registration(Registered.YES))
    assert "talk in this program" in desk.window.status.words
    desk.window.show_status(CallStatus(Phase.REFUSED, "Busy."))
    desk.window.show_registration(Registration())
    assert desk.window.status.words == "Busy."  # what was told stays
    desk.window.show_status(CallStatus())
    assert "Your own phone rings first" in desk.window.status.words


def test_the_first_run_window_leads_here(qtbot: QtBot) -> None:
    window = FirstRunWindow()
    show(qtbot, window)
    with qtbot.waitSignal(window.line_settings_requested):
        press(Qt.Key.Key_O, ALT)


def test_fields_explain_their_settings(qtbot: QtBot) -> None:
    fields = Choosing(qtbot).window.fields.by_key
    devices = {"webrtc.microphone", "webrtc.speaker", "webrtc.ring_device"}  # they show the device
    for key in fields.keys() - devices:
        assert fields[key].editor.toolTip() == plain_tooltip(help_of(key))
