"""Started where nothing can be shown: words, and no crash."""

import re

import pytest

from .agent_desk import AgentDesk
from .screen_reader import ScreenReader

WAYS = [(), ("show",), ("tel:0820001234",)]


@pytest.mark.parametrize("words", WAYS)
@pytest.mark.parametrize("display", [None, ":987", "nowhere.invalid:0", "rubbish"])
def test_it_says_that_there_is_no_screen(
    bare_desk: AgentDesk, display: str | None, words: tuple[str, ...]
) -> None:
    del bare_desk.env["DISPLAY"]
    bare_desk.env.pop("QT_QPA_PLATFORM")
    if display:
        bare_desk.env["DISPLAY"] = display
    printed = bare_desk.dialer(*words, code=2)
    assert "desktop-dialer dial NUMBER" in printed
    assert re.search(r"no screen|cannot be reached", printed)
    assert "qt." not in printed
    assert "Traceback" not in printed


def test_the_smoke_test_says_it_too(bare_desk: AgentDesk) -> None:
    del bare_desk.env["DISPLAY"]
    bare_desk.env.pop("QT_QPA_PLATFORM")
    assert "no screen" in bare_desk.dialer("--smoke-test", code=2)


def test_dial_needs_no_screen(desk: AgentDesk, reader: ScreenReader) -> None:
    del desk.env["DISPLAY"]
    desk.dialer("dial", "0820001234", code=0)
    desk.call()
    assert desk.no_more_calls()
