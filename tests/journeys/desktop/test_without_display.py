"""Started where nothing can be shown: words, and no crash."""

import os
import subprocess

import pytest

from tests.support.journeys.agent_desk import AgentDesk

WAYS = [(), ("show",), ("tel:0820001234",)]
NO_SCREEN = "There is no screen for the program (DISPLAY is not set)."


@pytest.mark.parametrize("display", ["", ":987", "nowhere.invalid:0", "rubbish"])
def test_it_says_that_there_is_no_screen(bare_desk: AgentDesk, display: str) -> None:
    del bare_desk.env["QT_QPA_PLATFORM"]
    bare_desk.env["DISPLAY"] = display
    for words in WAYS:
        printed = bare_desk.dialer(*words, code=2)
        why = f"The screen '{display}' (DISPLAY) cannot be reached." if display else NO_SCREEN
        assert printed == f"{why} Calls from a terminal: desktop-dialer dial NUMBER\n"


def test_a_screen_that_lets_nobody_in_is_told_too(bare_desk: AgentDesk) -> None:
    locked = bare_desk.private.root / "xauth"
    bare_desk.run("xauth", "-f", str(locked), "add", ":986", ".", "0" * 32)
    ours, theirs = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-auth", str(locked), "-nolisten", "tcp"],
        pass_fds=[theirs],
        stderr=subprocess.DEVNULL,
    )
    try:
        os.close(theirs)
        with os.fdopen(ours) as number:
            bare_desk.env["DISPLAY"] = f":{number.readline().strip()}"
        assert "cannot be reached" in bare_desk.dialer(code=2)
    finally:
        server.kill()
        server.wait()


def test_the_smoke_test_says_it_too(bare_desk: AgentDesk) -> None:
    del bare_desk.env["DISPLAY"]
    assert bare_desk.dialer("--smoke-test", code=2) == f"{NO_SCREEN}\n"


def test_dial_needs_no_screen(desk: AgentDesk) -> None:
    del desk.env["DISPLAY"]
    desk.dialer("dial", "0820001234", code=0)
    desk.call()
    assert desk.no_more_calls()
