"""What the engine costs those who do not use it, and what is told where it is not installed."""

import re
from pathlib import Path

from tests.support.journeys.agent_desk import Told, until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.softphone_desk import LINE, PASSWORD, TalkingDesk
from tests.support.journeys.windows_by_keyboard import DIAL, open_dial_window, press, until_tooltip
from tests.support.repository import ROOT
from tests.support.softphone.without_engine import qt_without_engine

DESK = TalkingDesk
SOFTPHONE_CHOICE = "I talk in this program (softphone)"
NOT_BUILT = "This installation was built without the softphone"
IMPOSSIBLE = "The softphone cannot be used here: The web engine"


def test_without_the_engine_everything_else_works(
    desk: TalkingDesk, reader: ScreenReader, tmp_path: Path
) -> None:
    desk.env["PYTHONPATH"] = str(qt_without_engine(tmp_path / "site"))
    desk.choose_line()
    desk.start_app()
    until_tooltip(desk, reader, IMPOSSIBLE)
    open_dial_window(desk, reader)
    reader.until_said(DIAL, IMPOSSIBLE)
    assert IMPOSSIBLE in desk.dialer("dial", "0820001234", code=6)
    desk.settle(3)  # a second process would have come after 1 s, a third after 2 more
    assert desk.log().count("the phone process cannot run") == 1
    assert not desk.phones()
    press(desk, "alt+F4")

    desk.open_line_window(reader)
    choice = reader.find(LINE, SOFTPHONE_CHOICE, enabled=False)
    assert choice.description.startswith("The softphone needs a component that is not installed.")
    reader.until_said(LINE, 'pip install "desktop-dialer[webrtc]"')
    desk.picture("talking-no-engine")
    press(desk, "alt+y")
    until(lambda: desk.clipboard() == 'pip install "desktop-dialer[webrtc]"', "the command")
    press(desk, "alt+d", "alt+a")
    reader.until_said(LINE, "Saved.")
    desk.copy_and_click("082 000 1234")
    desk.call()


def test_the_desk_phones_agents_load_nothing_of_it(desk: TalkingDesk, reader: ScreenReader) -> None:
    desk.env["PYTHONPROFILEIMPORTTIME"] = "1"  # as python -X importtime
    loaded = Told(desk.start_app())
    del desk.env["PYTHONPROFILEIMPORTTIME"]
    desk.copy_and_click("082 000 1234")
    desk.call()
    open_dial_window(desk, reader)
    desk.click_icon(button=3)
    press(desk, "Escape")
    assert desk.app
    maps = Path(f"/proc/{desk.app.pid}/maps").read_text()
    assert "QtWidgets" in maps
    assert "WebEngine" not in maps
    assert not desk.phones()
    assert desk.end_app() == 0
    loaded.nothing("nothing that is there, only what is")
    modules = {line.split("|")[-1].strip() for line in loaded.lines}
    assert "desktop_dialer.ui.dial.dial_window" in modules
    assert not [name for name in modules if "webrtc" in name or "WebEngine" in name]


def test_the_password_is_nowhere_to_be_read(desk: TalkingDesk) -> None:
    desk.choose_line()
    desk.start_registered()
    desk.dialer("dial", "0820001234")
    desk.told("agent 204 is heard")
    family = [str(desk.app.pid) if desk.app else "", *desk.family(desk.phone())]
    assert len(family) > 2, "the engine has processes of its own"
    for pid in family:
        for kind in ("cmdline", "environ"):
            assert PASSWORD.encode() not in Path(f"/proc/{pid}/{kind}").read_bytes(), (pid, kind)
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert re.search(r"Max core file size +0 +0 ", limits), pid
    assert desk.end_app() == 0
    files = [file for file in desk.private.root.rglob("*") if file.is_file()]
    assert len(files) > 5
    assert not [file for file in files if PASSWORD.encode() in file.read_bytes()]


def test_a_build_without_the_page_says_so_and_calls_by_desk_phone(
    desk: TalkingDesk, reader: ScreenReader, tmp_path: Path
) -> None:
    # The program at a place without a built page, as DESKTOP_DIALER_NO_WEBRTC leaves it.
    for part in ("desktop_dialer", "resources"):
        (tmp_path / part).symlink_to(ROOT / part)
    desk.env |= {"PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"}
    desk.choose_line()
    desk.start_app()
    until_tooltip(desk, reader, NOT_BUILT)
    desk.open_line_window(reader)
    choice = reader.find(LINE, SOFTPHONE_CHOICE, enabled=False)
    assert choice.description.startswith(NOT_BUILT)
    press(desk, "alt+d", "alt+a")
    reader.until_said(LINE, "Saved.")
    desk.copy_and_click("082 000 1234")
    desk.call()
    assert not desk.phones()
