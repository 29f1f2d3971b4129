"""Parts that die in a call: the phone process, the PBX, the app; and the line that is left."""

import os
import signal
import sqlite3
import sys
from pathlib import Path

from tests.support.journeys.agent_desk import PATIENCE_S, until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.softphone_desk import CALL, REGISTERED, TalkingDesk
from tests.support.journeys.windows_by_keyboard import DIAL, FIRST_RUN, open_dial_window

assert sys.platform != "win32"  # it has no such signals

DESK = TalkingDesk
PHONE_ENDED = "The softphone process stopped unexpectedly."


def talking(desk: TalkingDesk, number: str = "0820001234") -> None:
    """In a call that is heard at the PBX."""
    desk.dialer("dial", number)
    assert desk.invited() == number
    desk.told("agent 204 is heard")


def test_a_call_outlives_the_pbx_and_ends_in_words_with_the_phone_process(
    desk: TalkingDesk, reader: ScreenReader
) -> None:
    desk.choose_line()
    desk.start_registered()
    open_dial_window(desk, reader)
    phone = desk.phone()
    talking(desk)
    os.kill(phone, signal.SIGKILL)
    reader.until_said(CALL, "The call was cut off after 0:")
    reader.until_said(CALL, PHONE_ENDED)
    until(lambda: not desk.family(phone), "the end of the engine's own processes")
    desk.told("agent 204 is registered")
    reader.until_said(DIAL, REGISTERED)
    assert desk.phone() != phone

    phone = desk.phone()
    talking(desk, "0830005678")
    desk.stop_pbx()
    reader.until_said(CALL, "The call goes on while it is being restored.")
    desk.picture("talking-signalling-lost")
    desk.start_pbx(desk.pbx_port)
    desk.told("agent 204 is registered")
    # A PBX that was restarted has forgotten its calls, and says so when it is asked.
    reader.until_said(CALL, "The PBX no longer knows the call.")
    assert desk.phone() == phone
    talking(desk, "0840005678")
    assert desk.end_app() == 0
    desk.told("agent 204 hangs up")
    desk.told("agent 204 is no longer registered")
    until(lambda: not desk.family(phone), "the end of the phone process")
    assert outcomes(desk) == ["answered"] * 3


def outcomes(desk: TalkingDesk) -> list[str]:
    """What the log says became of each call."""
    file = Path(desk.env["XDG_DATA_HOME"]) / "desktop-dialer/calls.sqlite3"
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as log:
        return [status for (status,) in log.execute("SELECT status FROM calls ORDER BY at")]


def test_the_phone_process_goes_with_the_app_and_with_the_line(
    desk: TalkingDesk, reader: ScreenReader
) -> None:
    desk.choose_line()
    desk.start_registered()
    phone = desk.phone()
    talking(desk)
    assert desk.app
    desk.app.kill()
    desk.app.wait(PATIENCE_S)
    until(lambda: not desk.family(phone), "the end of the phone process", seconds=5)
    desk.told("agent 204 hangs up")

    desk.start_registered()
    refused = desk.dialer("config", "set", "pbx.version", "2.5", code=2)
    assert "needs version 3.0 of the PBX" in refused
    desk.write_version("2.5")
    desk.told("agent 204 is no longer registered")
    desk.dialer("show")
    reader.until_said(FIRST_RUN, "(WebRTC) needs version 3.0 of the PBX")
    assert "needs version 3.0" in desk.dialer("dial", "0840001234", code=2)
    desk.configure(**{"pbx.version": "3.0"})
    desk.told("agent 204 is registered")
    phone = desk.phone()
    desk.configure(**{"call.line": "desk_phone"})
    desk.told("agent 204 is no longer registered")
    until(lambda: not desk.family(phone), "the end of the phone process", seconds=5)
    desk.copy_and_click("083 000 5678")
    desk.call()
    assert desk.calls()[-1]["callee"] == "0830005678"
    assert "line" not in desk.calls()[-1]
    assert REGISTERED not in reader.words(DIAL)
