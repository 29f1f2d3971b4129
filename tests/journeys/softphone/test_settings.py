"""Settings that are saved in a call."""

import pytest

from tests.support.journeys.agent_desk import until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.softphone_desk import CALL, HANG_UP_KEY, TalkingDesk
from tests.support.journeys.windows_by_keyboard import press

DESK = TalkingDesk


@pytest.mark.parametrize("key", ["call.line", "pbx.version"])
def test_a_line_that_is_not_wanted_any_more_is_left_after_the_call_of_now(
    desk: TalkingDesk, reader: ScreenReader, key: str
) -> None:
    desk.choose_line()
    desk.start_registered()
    phone = desk.phone()
    desk.dialer("dial", "0820001234")
    desk.told("agent 204 is heard")
    if key == "call.line":
        desk.configure(**{"call.line": "desk_phone"})
    else:
        desk.write_version("2.5")
    desk.settle()
    assert desk.calls()[-1]["state"] == "talking"
    assert desk.phone() == phone
    press(desk, HANG_UP_KEY)
    desk.told("agent 204 hangs up")
    desk.told("agent 204 is no longer registered")
    reader.until_said(CALL, "You hung up after 0:")
    until(lambda: not desk.family(phone), "the end of the phone process", seconds=5)
