"""Calls through a real PBX to a real callee: the callee's recording is the proof."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.call import Status
from desktop_dialer.model.live_call import CallStage, HeldBy
from desktop_dialer.pbx.softphone.events import DigitsSent
from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import EXTENSIONS, REFUSALS, KamailioPbx
from tests.support.softphone.real_line import FED_DB, RealLine
from tests.support.softphone.whole_line import EXTENSION, FED_HZ

NUMBER = "0820001234"
WORDS = {
    "0860000486": "The PBX says: The callee is busy. No phone is ringing (086 0000486, code 486).",
    "0860000404": "The PBX says: Unknown number. No phone is ringing (086 0000404, code 404).",
    "0860000403": "The PBX says: No credit left; Outbound ID not allowed. "
    "No phone is ringing (086 0000403, code 403).",
    "0860000480": "086 0000480 cannot be reached at the moment (480). No phone is ringing.",
}


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
def callee(tmp_path: Path, pbx: KamailioPbx) -> Iterator[BaresipCallee]:
    with BaresipCallee(tmp_path / "callee", pbx) as callee:
        yield callee


@pytest.fixture
def line(phone: RealLine, callee: BaresipCallee) -> Iterator[RealLine]:
    """Registered, with no call, and the callee is there."""
    yield phone.registered()
    phone.hang_up()


def test_registers_with_the_password_it_is_asked_for(phone: RealLine, pbx: KamailioPbx) -> None:
    phone.registered()
    pbx.sip.wait_for_answer(200, "REGISTER")
    first, second = pbx.sip.requests("REGISTER")[:2]
    assert not first.headers("Authorization")
    assert 'username="204"' in second.header("Authorization")
    assert second.start_line == f"REGISTER sip:{pbx.address} SIP/2.0"
    assert EXTENSIONS[EXTENSION] not in "".join(message.text for message in pbx.sip.messages)
    assert any("asked for by <desktop-dialer://app>" in logged for logged in pbx.log)


def test_both_hear_the_other_at_the_same_time(line: RealLine, callee: BaresipCallee) -> None:
    call = line.dial(NUMBER)
    assert line.at(CallStage.TALKING).status is Status.ACCEPTED
    line.wait_to_hear(call)
    # The engine takes what it plays for the cause of all it hears, for the first five seconds.
    callee.heard.wait_for_tone(FED_HZ)
    assert callee.heard.level(440) < FED_DB - 40
    assert callee.said.loudest_tone() == pytest.approx(440, abs=2)
    quality = line.call.quality
    assert quality is not None
    assert quality.loss < 0.05


def test_each_hears_the_other_and_nothing_else(line: RealLine, callee: BaresipCallee) -> None:
    call = line.dial(NUMBER)
    callee.be_silent()
    # Not as loud as it was fed: the engine takes a steady tone for noise and lowers it by up to
    # 19 dB, and its gain control lifts what is low.
    level = callee.heard.wait_for_tone(FED_HZ)
    assert level == pytest.approx(FED_DB, abs=25)
    assert callee.heard.loudest_tone() == pytest.approx(FED_HZ, abs=2)
    assert callee.heard.level(440) < FED_DB - 40
    line.wait_to_hear_nothing(call)
    callee.speak()
    line.wait_to_hear(call)


def test_muted_is_silence(line: RealLine, callee: BaresipCallee) -> None:
    call = line.dial(NUMBER)
    callee.be_silent()
    callee.heard.wait_for_tone(FED_HZ)
    line.do(lambda phone: phone.mute(call, True))
    callee.heard.wait_for_silence(-80)
    assert line.call.muted
    line.do(lambda phone: phone.mute(call, False))
    callee.heard.wait_for_tone(FED_HZ)
    assert not line.call.muted


def test_on_hold_neither_hears_the_other(
    line: RealLine, pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    call = line.dial(NUMBER)
    callee.be_silent()
    callee.heard.wait_for_tone(FED_HZ)
    line.do(lambda phone: phone.hold(call, True))
    line.until(lambda: line.call.held_by is HeldBy.AGENT)
    assert "a=sendonly" in pbx.sip.requests("INVITE")[-1].body
    assert "a=recvonly" in pbx.sip.answers(200, "INVITE")[-1].body
    line.wait_to_measure(call, lambda now: now.said == 0)
    heard = line.measured(call)[-1].packets_in
    line.wait_to_measure(call, lambda now: now.packets_in == heard)
    line.do(lambda phone: phone.hold(call, False))
    line.until(lambda: line.call.held_by is HeldBy.NOBODY)
    assert "a=sendrecv" in pbx.sip.requests("INVITE")[-1].body
    # baresip records nothing more after a second offer; it counts on.
    counted = callee.packets_heard
    line.wait_to_measure(call, lambda now: now.said > 0 and now.packets_in > heard + 20)
    callee.wait_for_packets(counted + 20)
    assert not line.call.audio_lost


def test_keys_arrive_in_order_and_in_the_audio(
    line: RealLine, pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    call = line.talk(NUMBER)
    line.do(lambda phone: phone.press_keys(call, "15#"))
    callee.wait_for_digits("15#")
    line.until(lambda: line.call.tones == "15#")
    assert line.of(DigitsSent)[-1].way == "rfc4733"
    assert not pbx.sip.requests("INFO")


def test_the_invite_says_caller_id_and_reference(
    line: RealLine, pbx: KamailioPbx, callee: BaresipCallee
) -> None:
    line.dial(NUMBER, outbound_id="0111234567", reference="dd-4711")
    line.at(CallStage.TALKING)
    invite = pbx.sip.requests("INVITE")[-1]
    assert invite.header("X-Platforma-Outbound-ID") == "0111234567"
    assert invite.header("X-Platforma-Contact-Ref") == "dd-4711"
    assert invite.start_line == f"INVITE sip:{NUMBER}@{pbx.address} SIP/2.0"
    assert ".local" not in invite.body


def test_the_agent_hangs_up(line: RealLine, callee: BaresipCallee) -> None:
    line.talk(NUMBER)
    line.hang_up()
    assert line.call.words.startswith("You hung up after 0:")
    assert "reset by peer" in callee.wait_for("CALL_CLOSED")["param"]


def test_the_callee_hangs_up(line: RealLine, callee: BaresipCallee) -> None:
    line.talk(NUMBER)
    callee.hang_up()
    assert line.at(CallStage.ENDED).words.startswith("082 0001234 hung up after 0:")


@pytest.mark.parametrize("number", sorted(REFUSALS))
def test_refusals_are_told_in_words(phone: RealLine, number: str) -> None:
    phone.registered().dial(number)
    ended = phone.at(CallStage.ENDED)
    assert ended.status is Status.REFUSED
    assert ended.words == WORDS[number]
    assert ended.advice
