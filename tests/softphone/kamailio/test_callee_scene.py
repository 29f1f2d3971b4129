"""The callee on its own: called through the PBX by a desk phone, heard and recorded."""

from pathlib import Path

import pytest

from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import EXTENSIONS, KamailioPbx

DESK = ("205", EXTENSIONS["205"])
NUMBER = "0820001234"


@pytest.mark.parametrize("codec", ["opus/48000/2", "PCMU/8000/1"])
def test_both_hear_the_other_and_not_themselves(
    tmp_path: Path, kamailio_pbx: KamailioPbx, callee: BaresipCallee, codec: str
) -> None:
    with BaresipCallee(
        tmp_path / "desk", kamailio_pbx, extension=DESK, tone_hz=1000, codecs=(codec,)
    ) as desk:
        desk.call(NUMBER)
        callee.wait_for("CALL_RTPESTAB")
        desk.wait_for("CALL_RTPESTAB")
        level = callee.heard.wait_for_tone(1000)
        assert desk.heard.wait_for_tone(440) == pytest.approx(level, abs=3)
        assert callee.heard.level(440) < level - 40
        assert callee.heard.loudest_tone() == pytest.approx(1000, abs=2)
        assert callee.said.loudest_tone() == pytest.approx(440, abs=2)
        assert level == pytest.approx(desk.said.level(1000), abs=3)
        invite = kamailio_pbx.sip.requests("INVITE")[-1]
        assert invite.start_line.startswith(f"INVITE sip:{NUMBER}@")
        assert callee.codec == codec.partition("/")[0]
        callee.hang_up()
        desk.wait_for("CALL_CLOSED")


def test_keys_arrive_in_order(
    tmp_path: Path, kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    with BaresipCallee(tmp_path / "desk", kamailio_pbx, extension=DESK) as desk:
        desk.call(NUMBER)
        desk.wait_for("CALL_RTPESTAB")
        desk.press("15#")
        callee.wait_for_digits("15#")
        desk.hang_up()
        assert "reset by peer" in callee.wait_for("CALL_CLOSED")["param"]


def test_it_can_ring_first_and_be_answered_or_declined(
    tmp_path: Path, kamailio_pbx: KamailioPbx
) -> None:
    with (
        BaresipCallee(tmp_path / "slow", kamailio_pbx, answers=False) as callee,
        BaresipCallee(tmp_path / "desk", kamailio_pbx, extension=DESK) as desk,
    ):
        desk.call(NUMBER)
        callee.wait_for("CALL_INCOMING")
        desk.wait_for("CALL_RINGING")
        callee.hang_up()
        assert "486" in desk.wait_for("CALL_CLOSED")["param"]
        desk.call(NUMBER)
        callee.wait_for("CALL_INCOMING", count=2)
        callee.answer()
        desk.wait_for("CALL_ESTABLISHED")
        desk.heard.wait_for_tone(440)


def test_a_call_goes_on_while_the_pbx_restarts_and_can_be_ended_after(
    tmp_path: Path, kamailio_pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    with BaresipCallee(tmp_path / "desk", kamailio_pbx, extension=DESK, tone_hz=1000) as desk:
        desk.call(NUMBER)
        callee.wait_for("CALL_RTPESTAB")
        kamailio_pbx.restart()
        callee.heard.wait_for_more(0.6)
        callee.heard.wait_for_tone(1000)
        desk.hang_up()
        callee.wait_for("CALL_CLOSED")
