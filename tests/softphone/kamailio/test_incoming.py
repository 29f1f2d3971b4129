"""Calls that come in through a real PBX: answered, declined, missed, busy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage, LiveCall
from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import EXTENSIONS, KamailioPbx
from tests.support.softphone.real_line import RealLine
from tests.support.softphone.whole_line import EXTENSION, FED_HZ

DESK = ("205", EXTENSIONS["205"])


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KamailioPbx]:
    with KamailioPbx(tmp_path_factory.mktemp("kamailio"), EXTENSIONS) as pbx:
        yield pbx


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory, pbx: KamailioPbx) -> Iterator[RealLine]:
    """One process for all tests here; none of them breaks it."""
    with RealLine(tmp_path_factory.mktemp("phone"), pbx) as line:
        yield line


@pytest.fixture
def caller(tmp_path: Path, pbx: KamailioPbx) -> Iterator[BaresipCallee]:
    """The desk phone 205."""
    with BaresipCallee(tmp_path / "caller", pbx, extension=DESK) as caller:
        yield caller


@pytest.fixture
def line(phone: RealLine, caller: BaresipCallee) -> Iterator[RealLine]:
    """Registered, with no call, and the caller is there."""
    yield phone.registered()
    phone.hang_up()


def rung(line: RealLine, caller: BaresipCallee) -> LiveCall:
    """The caller calls and hears that it rings."""
    caller.call(EXTENSION)
    call = line.at(CallStage.INCOMING)
    caller.wait_for("CALL_RINGING")
    return call


def test_who_calls_is_shown_and_can_be_answered(line: RealLine, caller: BaresipCallee) -> None:
    call = rung(line, caller)
    assert call.incoming
    assert call.party.replace(" ", "") == "205"
    line.do(lambda phone: phone.answer(call.id))
    line.at(CallStage.TALKING)
    line.wait_to_hear(call.id)
    caller.be_silent()
    caller.heard.wait_for_tone(FED_HZ)
    caller.hang_up()
    assert "hung up after 0:" in line.at(CallStage.ENDED).words


def test_declining_is_heard_at_once(
    line: RealLine, pbx: KamailioPbx, caller: BaresipCallee
) -> None:
    call = rung(line, caller)
    line.do(lambda phone: phone.decline(call.id))
    assert line.at(CallStage.ENDED).status is Status.DECLINED
    assert "486" in caller.wait_for("CALL_CLOSED")["param"]
    pbx.sip.wait_for_answer(486, "INVITE")


def test_a_caller_who_gives_up_is_told_as_missed(line: RealLine, caller: BaresipCallee) -> None:
    rung(line, caller)
    caller.hang_up()
    ended = line.at(CallStage.ENDED)
    assert ended.status is Status.UNANSWERED
    assert ended.words.startswith("You missed a call from 205")


def test_what_was_answered_can_be_hung_up(line: RealLine, caller: BaresipCallee) -> None:
    call = rung(line, caller)
    line.do(lambda phone: phone.answer(call.id))
    line.at(CallStage.TALKING)
    caller.wait_for("CALL_ESTABLISHED")
    line.hang_up()
    assert line.call.words.startswith("You hung up after 0:")
    assert "reset by peer" in caller.wait_for("CALL_CLOSED")["param"]


def test_a_second_caller_hears_busy(
    line: RealLine, pbx: KamailioPbx, caller: BaresipCallee, tmp_path: Path
) -> None:
    with BaresipCallee(tmp_path / "outside", pbx) as outside:
        line.talk("0820001234")
        caller.call(EXTENSION)
        assert "486" in caller.wait_for("CALL_CLOSED")["param"]
        line.until(lambda: line.hook("declined"))
        [declined] = line.hook("declined")
        assert declined.status is Status.DECLINED_IN_A_CALL
        assert line.call.stage is CallStage.TALKING
        line.hang_up()
        outside.wait_for("CALL_CLOSED")
