"""All windows for everybody: by keyboard, by screen reader, in the dark, large and small."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible, QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_dialer.settings.schema import Settings
from desktop_dialer.ui.dial.dial_window import DialWindow
from desktop_dialer.ui.settings.certificate_question import CertificateQuestion
from desktop_dialer.ui.settings.first_run import FirstRunWindow
from desktop_dialer.ui.settings.line_window import LineWindow
from desktop_dialer.ui.widgets.marks import Mark, MarkSign, colour_of
from desktop_dialer.ui.widgets.theme import app_icon
from tests.pictures.lines import CERTIFICATE
from tests.pictures.windows import dark_palette
from tests.support.ui.dial_window_scene import Desk
from tests.support.ui.full_windows import (
    FULL,
    Build,
    full_dial_window,
    full_first_run,
)
from tests.support.ui.looking import (
    contrast,
    cut_off,
    doubled_mnemonics,
    name_of,
    show,
    tab_stops,
    unnamed,
)

WINDOWS = pytest.mark.parametrize("build", FULL)


@WINDOWS
def test_every_control_has_a_name_and_mnemonics_are_single(qtbot: QtBot, build: Build) -> None:
    window = build()
    show(qtbot, window)
    assert unnamed(window) == []
    assert doubled_mnemonics(window) == []


@WINDOWS
def test_long_words_wrap_and_nothing_is_cut_off(qtbot: QtBot, build: Build) -> None:
    window = build()
    show(qtbot, window)
    assert window.minimumSizeHint().width() <= 640
    if window.minimumSize() != window.maximumSize():  # the call window has its own size
        window.resize(window.sizeHint().expandedTo(QSize(0, 1500)))
        qtbot.waitUntil(lambda: window.height() >= 1500)
    assert cut_off(window) == []
    assert window.width() <= 760


def test_tab_goes_through_the_dial_window_in_reading_order(qtbot: QtBot) -> None:
    window = full_dial_window()
    show(qtbot, window)
    window.call_entry.entry.setFocus()
    assert tab_stops(window) == [
        *("Number", "Call anyway", "Cancel", "Caller ID", "1", "Recent calls"),
        *("Call again", "Copy the number", "Clear the list of calls…"),
    ]


def test_tab_goes_through_the_first_run_window_in_reading_order(qtbot: QtBot) -> None:
    window = full_first_run()
    show(qtbot, window)
    window.fields.server.setFocus()
    assert tab_stops(window) == [
        *("Server of the PBX", "Port", "Connection", "Version of the PBX"),
        *("Test the connection", "Extension", "Password of the extension", "Caller ID"),
        *("Hotkey", "Watch the clipboard for phone numbers", "Line and sound…", "Save", "Close"),
    ]


def test_a_screen_reader_reads_and_presses(qtbot: QtBot) -> None:
    QAccessible.setActive(True)  # what is announced has to be sayable, too
    desk = Desk(qtbot)
    desk.answer()
    keys = desk.window.keypad.keys
    assert [name_of(key) for key in keys[-3:]] == ["Star", "0", "Hash"]
    for key in keys:
        QAccessible.queryAccessibleInterface(key).actionInterface().doAction("Press")
    entry = desk.window.call_entry.entry
    qtbot.waitUntil(lambda: entry.text() == "123456789*0#")  # each press is shown for a moment
    desk.window.fill("+442079460000")
    call = QAccessible.queryAccessibleInterface(desk.window.call_entry.call_button)
    call.actionInterface().doAction("Press")
    qtbot.waitUntil(lambda: desk.window.call_entry.asking)
    assert call.text(QAccessible.Text.Name) == "Call anyway"
    window = FirstRunWindow()
    qtbot.addWidget(window)
    window.save_button.click()
    password = QAccessible.queryAccessibleInterface(window.fields.password)
    assert password.state().passwordEdit
    assert "keyring" in password.text(QAccessible.Text.Description)
    [line] = window.fields.hotkey.findChildren(QLineEdit)
    assert name_of(line) == "Hotkey"


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[QPalette]:
    before = QApplication.palette()
    QApplication.setPalette(dark_palette())
    yield dark_palette()
    QApplication.setPalette(before)


def seen(sign: MarkSign) -> set[str]:
    """The colours of a sign's picture."""
    picture = sign.grab().toImage()
    points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return {picture.pixelColor(x, y).name() for x, y in points}


def test_marks_stand_out_on_light_and_dark(qtbot: QtBot, dark: QPalette) -> None:
    light = QPalette(QColor("#efefef"))
    shapes = set()
    for mark in set(Mark) - {Mark.NONE}:
        for palette in (light, dark):
            assert contrast(colour_of(mark, palette), palette) >= 4.5
        sign = MarkSign()
        qtbot.addWidget(sign)
        sign.resize(32, 32)
        sign.show_mark(mark)
        shapes.add(bytes(sign.grab().toImage().constBits()))
        if mark in (Mark.GOOD, Mark.NO):
            assert colour_of(mark, dark).name() in seen(sign)
    assert len(shapes) == len(Mark) - 1


@pytest.mark.usefixtures("dark")
def test_faulty_fields_can_be_read_in_the_dark(qtbot: QtBot) -> None:
    window = full_first_run()
    show(qtbot, window)
    palette = window.fields.server.palette()
    ground = QPalette(palette.color(QPalette.ColorRole.Base))
    assert contrast(palette.color(QPalette.ColorRole.Text), ground) >= 7


def test_a_desktop_that_turns_dark_turns_the_hints_too(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    before = QApplication.palette()
    QApplication.setPalette(dark_palette())
    try:
        [hint] = [one for one in desk.window.status.findChildren(QLabel) if one.text()]
        role = QPalette.ColorRole.WindowText
        qtbot.waitUntil(lambda: hint.palette().color(role).lightness() > 180)
    finally:
        QApplication.setPalette(before)


_SCALED = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication(["desktop-dialer", "-platform", "offscreen", "-style", "fusion"])
from tests.support.ui.full_windows import FULL
from tests.support.ui.looking import cut_off
for build in FULL:
    window = build()
    window.show()
    app.processEvents()
    picture = window.grab()
    assert picture.devicePixelRatio() == 2.0, picture.devicePixelRatio()
    assert picture.width() == 2 * window.width()
print("sharp")
"""


def test_small_screens_are_large_enough(qtbot: QtBot) -> None:
    # 1366 × 768 at 200 %, less a panel.
    line = LineWindow(Settings(call_line="webrtc"))
    question = CertificateQuestion(CERTIFICATE, "pbx.example")
    for window in (DialWindow(), FirstRunWindow(), line, question):
        qtbot.addWidget(window)
        least = window.minimumSizeHint()
        assert least.width() <= 683
        assert least.height() <= 384 - 28


def test_at_200_percent(monkeypatch: pytest.MonkeyPatch) -> None:
    # Qt reads the scale once per process.
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    command = [sys.executable, "-c", _SCALED]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout) == (0, "sharp\n"), run.stderr


HEAVY = ("phonenumbers", "httpx", "keyring", "tomlkit", "truststore")


def test_windows_load_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "import desktop_dialer.ui.dial.dial_window, desktop_dialer.ui.settings.first_run\n"
        "import desktop_dialer.ui.call.call_window, desktop_dialer.ui.settings.line_window\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout == "[]\n"


@WINDOWS
def test_task_bars_show_whose_window_it_is(build: Build, qtbot: QtBot) -> None:
    window = build()
    qtbot.addWidget(window)
    assert window.windowTitle()
    assert window.windowIcon().cacheKey() == app_icon().cacheKey()
