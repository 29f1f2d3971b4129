"""Calls through a real PBX that ring and are not answered, and a PBX of version 4."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.pbx.softphone.call_end import outcome_of
from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import EXTENSIONS, KamailioPbx
from tests.support.softphone.real_line import RealLine

NUMBER = "0820001234"


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KamailioPbx]:
    """It lets a phone ring for 4 s, and has the header names of version 4."""
    folder = tmp_path_factory.mktemp("kamailio")
    with KamailioPbx(folder, EXTENSIONS, rings_s=4, header_prefix="X-Teleforge") as pbx:
        yield pbx


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory, pbx: KamailioPbx) -> Iterator[RealLine]:
    line = RealLine(tmp_path_factory.mktemp("phone"), pbx)
    line.version = (4, 0)
    with line:
        yield line


@pytest.fixture
def ringing(tmp_path: Path, pbx: KamailioPbx, line: RealLine) -> Iterator[BaresipCallee]:
    """Whoever was called: it rings there."""
    with BaresipCallee(tmp_path / "callee", pbx, answers=False) as callee:
        line.registered().dial(NUMBER, outbound_id="0111234567", reference="dd-4712")
        assert line.at(CallStage.RINGING).status is Status.ACCEPTED
        callee.wait_for("CALL_INCOMING")
        yield callee


def test_a_callee_who_declines_is_told_and_so_is_the_log(
    line: RealLine, ringing: BaresipCallee
) -> None:
    ringing.hang_up()
    ended = line.at(CallStage.ENDED)
    assert (
        ended.words
        == "082 0001234 is busy or declined the call (486). The phone has stopped ringing."
    )
    assert ended.advice == "Call again later."
    assert outcome_of(ended).status is Status.UNANSWERED


def test_a_callee_who_does_not_answer_is_told(line: RealLine, ringing: BaresipCallee) -> None:
    ended = line.at(CallStage.ENDED)
    assert ended.words == "082 0001234 did not answer (408). The phone has stopped ringing."
    assert ended.advice == "Call again later."
    ringing.wait_for("CALL_CLOSED")


def test_who_hangs_up_while_it_rings_ends_the_ringing(
    line: RealLine, pbx: KamailioPbx, ringing: BaresipCallee
) -> None:
    line.hang_up()
    assert line.call.words.startswith("You hung up before 082 0001234 answered.")
    ringing.wait_for("CALL_CLOSED")
    pbx.sip.wait_for_answer(487, "INVITE")


def test_version_4_is_spoken_to_in_its_own_header_names(line: RealLine, pbx: KamailioPbx) -> None:
    line.registered().dial("0860000403", outbound_id="0111234567", reference="dd-4711")
    assert line.at(CallStage.ENDED).words.startswith(
        "The PBX says: No credit left; Outbound ID not allowed. No phone is ringing"
    )
    invite = pbx.sip.requests("INVITE")[-1]
    assert invite.header("X-Teleforge-Outbound-ID") == "0111234567"
    assert invite.header("X-Teleforge-Contact-Ref") == "dd-4711"
    assert "X-Platforma" not in invite.text
