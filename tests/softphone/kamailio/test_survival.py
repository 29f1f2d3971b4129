"""What goes wrong around a line at a real PBX: its processes, its password, its connection."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.errors import NeverReached
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.registration import Registered
from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import KamailioPbx
from tests.support.softphone.peer_scene import soon
from tests.support.softphone.real_line import RealLine
from tests.support.softphone.whole_line import FED_HZ
from tests.support.softphone.wire_tap import WireTap

assert sys.platform != "win32"  # no SIGKILL there

NUMBER = "0820001234"


@pytest.fixture
def line(tmp_path: Path, kamailio_pbx: KamailioPbx) -> Iterator[RealLine]:
    with RealLine(tmp_path / "phone", kamailio_pbx) as line:
        yield line


def talk(line: RealLine, callee: BaresipCallee) -> str:
    """A call whose voice is heard; its id."""
    call = line.registered().dial(NUMBER)
    callee.be_silent()
    callee.heard.wait_for_tone(FED_HZ)
    return call


def test_a_killed_phone_ends_its_call_and_comes_back(
    line: RealLine, kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    talk(line, callee)
    killed = line.pid
    os.kill(killed, signal.SIGKILL)
    ended = line.at(CallStage.ENDED)
    assert ended.words.startswith("The call was cut off after 0:")
    assert "stopped unexpectedly. The remote party may still be on the line" in ended.words
    assert line.phone.registration.state is Registered.RETRYING
    callee.heard.wait_for_standstill()
    line.registered()
    assert line.pid != killed
    callee.hang_up()
    line.talk(NUMBER)


def test_a_pbx_that_is_slow_to_start_is_registered_at_soon_after_it_is_ready(
    tmp_path: Path, kamailio_pbx: KamailioPbx
) -> None:
    kamailio_pbx.freeze()  # the kernel takes the connections, and nobody answers them
    with RealLine(tmp_path / "phone", kamailio_pbx) as line:
        line.until(lambda: "in 2 s" in line.registration_message)  # it has been tried twice in vain
        kamailio_pbx.thaw()
        line.registered(4)


def test_a_call_outlives_the_pbx(
    line: RealLine, kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    call = talk(line, callee)
    kamailio_pbx.restart()
    line.until(lambda: line.call.signalling_lost)
    line.unregistered()
    callee.heard.wait_for_more(0.6)
    callee.heard.wait_for_tone(FED_HZ)
    line.registered()
    line.until(lambda: not line.call.signalling_lost)
    callee.heard.wait_for_more(0.6)
    callee.heard.wait_for_tone(FED_HZ)
    assert line.call.id == call
    assert line.call.stage is CallStage.TALKING
    assert not line.call.audio_lost
    line.hang_up()
    assert "reset by peer" in callee.wait_for("CALL_CLOSED")["param"]
    assert len(kamailio_pbx.sip.requests("BYE")) == 1


def test_a_call_that_is_hung_up_while_the_pbx_is_away_ends_there_too(
    line: RealLine, kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    talk(line, callee)
    kamailio_pbx.stop()
    line.until(lambda: line.call.signalling_lost)
    line.hang_up()
    assert line.call.words.startswith("You hung up after 0:")
    callee.heard.wait_for_standstill()
    kamailio_pbx.start()
    callee.wait_for("CALL_CLOSED")


def test_a_connection_that_only_looks_open_is_noticed(
    line: RealLine, kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    talk(line, callee)
    kamailio_pbx.freeze()
    line.until(lambda: line.call.signalling_lost, 40)
    assert line.phone.registration.state is Registered.RETRYING
    callee.heard.wait_for_more(0.6)
    callee.heard.wait_for_tone(FED_HZ)
    kamailio_pbx.thaw()
    line.registered()
    line.hang_up()
    callee.wait_for("CALL_CLOSED")


def test_a_wrong_password_is_told_and_not_tried_again(
    tmp_path: Path, kamailio_pbx: KamailioPbx
) -> None:
    line = RealLine(tmp_path / "phone", kamailio_pbx)
    right, line.password = line.password, "wrong"
    with line:
        line.until(lambda: line.phone.registration.state is Registered.REFUSED)
        assert line.registration_message == (
            "The PBX did not accept your extension or its password (401). "
            "You cannot make or receive calls here."
        )
        with pytest.raises(NeverReached, match="did not accept your extension or its password"):
            line.dial(NUMBER)
        line.password = right
        line.use()
        line.registered()
        kamailio_pbx.sip.wait_for_answer(200, "REGISTER")
        assert len(kamailio_pbx.sip.answers(401, "REGISTER")) == 3
        assert len(kamailio_pbx.sip.requests("REGISTER")) == 4


@pytest.mark.parametrize("answered", [False, True])
def test_a_call_that_broke_off_while_a_phone_rang_is_taken_back(
    tmp_path: Path, kamailio_pbx: KamailioPbx, answered: bool
) -> None:
    line = RealLine(tmp_path / "phone", kamailio_pbx)
    with (
        WireTap(kamailio_pbx.url) as tap,
        BaresipCallee(tmp_path / "baresip", kamailio_pbx, answers=False) as callee,
    ):
        line.url = tap.url
        with line:
            line.registered().dial(NUMBER)
            line.at(CallStage.RINGING)
            tap.shut()
            line.at(CallStage.ENDED)
            if answered:
                callee.answer()
                assert soon(lambda: any("with 200" in one for one in callee.log))
            tap.listen()
            callee.wait_for("CALL_CLOSED")
