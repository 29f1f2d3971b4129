"""`dial`, `show` and `quit`, with the app running and without it."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.support.journeys.agent_desk import PATIENCE_S, AgentDesk, until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import DIAL, PROMPT
from tests.support.pbx.faulty_pbx import FaultyPbx, answer, response

ONE_AND_THE_SAME = {"reference"}
"""Generated again for each call."""


def dialled(desk: AgentDesk, *words: str, code: int | None = 0) -> dict[str, Any]:
    """The object that `dial --json` prints."""
    report: dict[str, Any] = json.loads(desk.dialer("dial", "--json", *words, code=code))
    return report


def dialling(desk: AgentDesk, *words: str) -> "subprocess.Popen[str]":
    """`dial --json` that has not ended yet."""
    return desk.start(sys.executable, "-m", "desktop_dialer", "dial", "--json", *words)


def ended(program: "subprocess.Popen[str]") -> tuple[int, dict[str, Any]]:
    """Exit code and object of such a one."""
    output, _ = program.communicate(timeout=PATIENCE_S)
    return program.returncode, json.loads(output)


ORDERS = [
    (("082 000 1234",), 0),
    (("--ref", "r-1", "--caller-id", "27215550000", "tel:+27820001234", "--yes"), 0),
    (("--extension", "305", "082 000 1234"), 0),
    (("tel:+27820001234",), 4),
    (("+44 20 7946 0000",), 4),
    (("hello",), 3),
    (("112",), 3),
    (("",), 3),
    (("--ref", "not right!", "082 000 1234"), 2),
    (("--caller-id", "x y", "082 000 1234"), 2),
    (("--extension", "1", "082 000 1234"), 2),
]


def test_dial_says_the_same_with_and_without_the_app(desk: AgentDesk) -> None:
    desk.configure(**{"call.cool_down_s": "0"})
    alone = [dialled(desk, *words, code=code) for words, code in ORDERS]
    desk.start_app()
    for (words, code), one in zip(ORDERS, alone, strict=True):
        through_the_app = dialled(desk, *words, code=code)
        assert list(through_the_app) == list(one), words
        for key in one.keys() - ONE_AND_THE_SAME:
            assert through_the_app[key] == one[key], (words, key)
        assert bool(through_the_app["reference"]) == bool(one["reference"]), words
    accepted = [code for _, code in ORDERS].count(0)
    assert len(desk.calls()) == 2 * accepted


def test_dial_reads_other_programs_texts(desk: AgentDesk) -> None:
    desk.configure(**{"call.cool_down_s": "0", "clipboard.watch": "false"})
    desk.copy("Ring 082 000 1234 now")
    desk.copy("083 000 9999", "primary")
    places = ("--clipboard", "--selection")
    alone = [dialled(desk, place) for place in places]
    desk.start_app()
    through_the_app = [dialled(desk, place) for place in places]
    for one, other in zip(alone, through_the_app, strict=True):
        assert {**one, "reference": ""} == {**other, "reference": ""}
    assert [one["typed"] for one in alone] == ["082 000 1234", "083 000 9999"]
    assert [call["callee"] for call in desk.calls()] == ["0820001234", "0830009999"] * 2


def test_a_place_without_a_number_says_the_same(desk: AgentDesk) -> None:
    desk.copy("nothing to call here")
    alone = dialled(desk, "--clipboard", code=3), dialled(desk, "--selection", code=3)
    desk.start_app()
    assert alone == (dialled(desk, "--clipboard", code=3), dialled(desk, "--selection", code=3))
    assert desk.calls() == []


def test_the_apps_window_tells_what_dial_has_done(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.start_app()
    desk.dialer("show")
    dialled(desk, "082 000 1234")
    reader.until_said(DIAL, "Your phone 204 will ring.")
    reader.until_said(DIAL, "082 000 1234, Accepted")


def test_a_question_for_dial_is_not_asked_on_the_screen(
    desk: AgentDesk, reader: ScreenReader
) -> None:
    desk.start_app()
    desk.dialer("show")
    desk.window(DIAL)
    dialled(desk, "+442079460000", code=4)
    until(lambda: "Asking the PBX" not in reader.words(DIAL), "an idle line")
    assert not desk.windows(PROMPT)


def test_dial_waits_while_the_line_is_busy(desk: AgentDesk) -> None:
    with held_pbx(desk) as pbx:
        desk.start_app()
        first = dialling(desk, "082 000 1234")
        until(lambda: pbx.requests, "the first request")
        second = dialling(desk, "083 000 9999")
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(1)
        assert len(pbx.requests) == 1
        pbx.released.set()
        assert ended(first)[0] == 0
        assert ended(second)[0] == 0
        assert len(pbx.requests) == 2


def held_pbx(desk: AgentDesk) -> FaultyPbx:
    """A PBX that accepts, but only when the test lets it."""

    def behave(connection: Any) -> None:
        pbx.released.wait(30)
        answer(response("200 OK", b"{}"))(connection)

    pbx = FaultyPbx(behave)
    desk.configure(**{"pbx.port": str(pbx.port)})
    return pbx


def test_an_app_killed_while_dial_waits_leaves_it_unknown(desk: AgentDesk) -> None:
    with held_pbx(desk) as pbx:
        app = desk.start_app()
        waiting = dialling(desk, "082 000 1234")
        until(lambda: pbx.requests, "the request")
        app.kill()
        code, report = ended(waiting)
        assert (code, report["status"]) == (8, "unknown")
        assert "A phone may be ringing." in report["message"]
        assert len(pbx.requests) == 1


def test_quit_lets_a_call_that_is_being_sent_end(desk: AgentDesk) -> None:
    with held_pbx(desk) as pbx:
        app = desk.start_app()
        waiting = dialling(desk, "082 000 1234")
        until(lambda: pbx.requests, "the request")
        desk.dialer("quit")
        pbx.released.set()
        assert ended(waiting)[0] == 0
        assert app.wait(PATIENCE_S) == 0
        assert len(pbx.requests) == 1


def test_quit_without_the_app_is_no_fault(desk: AgentDesk) -> None:
    desk.dialer("quit", code=0)


def test_show_and_a_second_start_show_the_one_app(desk: AgentDesk) -> None:
    app = desk.start_app()
    desk.dialer("show", code=0)
    desk.window(DIAL)
    desk.dialer(code=0)
    assert len(desk.windows(DIAL)) == 1
    assert desk.log().count("ready;") == 1
    desk.dialer("quit", code=0)
    assert app.wait(PATIENCE_S) == 0


def test_show_starts_the_app_where_none_runs(desk: AgentDesk) -> None:
    desk.start_app("show")
    assert desk.icon()


def test_a_link_reaches_the_app_without_qt(desk: AgentDesk) -> None:
    desk.start_app()
    program = (sys.executable, "-X", "importtime", "-m", "desktop_dialer")
    loaded = desk.run(*program, "tel:0820001234", code=0)
    desk.prompt()
    assert "desktop_dialer" in loaded
    assert "PySide6" not in loaded
    assert "argparse" not in loaded
