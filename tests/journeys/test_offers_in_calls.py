"""Numbers that are copied while a call is talked: offered after it, and in nobody's way."""

from tests.support.journeys.softphone_desk import HANG_UP_KEY, TalkingDesk
from tests.support.journeys.windows_by_keyboard import press

DESK = TalkingDesk
PROMPT = "Call a number"


def test_a_copy_in_a_call_is_offered_when_it_has_ended(desk: TalkingDesk) -> None:
    desk.choose_line()
    desk.start_registered()
    desk.copy("Call 082 000 1234, please")
    desk.prompt()
    desk.settle()
    desk.click_icon()
    desk.told("agent 204 is heard")
    desk.window("– talking")
    desk.copy("or my cell 083 555 0148")
    desk.settle()
    assert desk.windows(PROMPT) == []
    press(desk, HANG_UP_KEY)
    desk.told("agent 204 hangs up")
    prompt = place(desk, PROMPT)
    assert not overlaps(prompt, place(desk, "– ended"))
    desk.settle()
    desk.click_icon()
    assert desk.invited() == "0835550148"


def place(desk: TalkingDesk, title: str) -> tuple[int, int, int, int]:
    """Where a window is, waited for: xwininfo's word, as xdotool counts a title bar twice."""
    told = desk.run("xwininfo", "-id", desk.window(title))
    names = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
    left, top, width, height = (int(told.split(f"{name}:")[1].split()[0]) for name in names)
    return left, top, width, height


def overlaps(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two windows share a place on the screen."""
    return all(
        one[axis] < other[axis] + other[axis + 2] and other[axis] < one[axis] + one[axis + 2]
        for axis in (0, 1)
    )
