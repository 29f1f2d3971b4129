"""Calls to a real PBX that is not at loopback, over a wire that breaks and an address that changes.

A page may open any WebSocket to loopback, and a microphone that is granted too late leaves only
names under .local in the offer: only a second host shows that neither is in the way.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.live_call import CallStage, HeldBy
from desktop_dialer.model.registration import Registered
from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import EXTENSIONS, KamailioPbx
from tests.support.sip.namespace import TwoHosts
from tests.support.softphone.real_line import RealLine
from tests.support.softphone.whole_line import EXTENSION, FED_HZ

NUMBER = "0820001234"


@pytest.fixture
def line(tmp_path: Path, two_hosts: TwoHosts, far_pbx: KamailioPbx) -> Iterator[RealLine]:
    with RealLine(tmp_path / "phone", far_pbx, host=two_hosts.agent) as line:
        yield line


def talk(line: RealLine, callee: BaresipCallee) -> str:
    """A call whose voice is heard; its id."""
    call = line.registered().dial(NUMBER)
    callee.be_silent()
    callee.heard.wait_for_tone(FED_HZ)
    callee.speak()
    line.wait_to_hear(call)
    return call


def test_a_call_crosses_the_wire_and_both_hear_the_other(
    line: RealLine, far_pbx: KamailioPbx, far_callee: BaresipCallee
) -> None:
    assert line.url.startswith("ws://10.99.0.1:")
    talk(line, far_callee)
    offer = far_pbx.sip.requests("INVITE")[-1].body
    assert " udp " in offer
    assert " 10.99.0.2 " in offer
    assert ".local" not in offer
    line.hang_up()
    far_callee.wait_for("CALL_CLOSED")


def test_everything_in_a_call_crosses_the_wire(line: RealLine, far_callee: BaresipCallee) -> None:
    call = talk(line, far_callee)
    far_callee.be_silent()
    line.do(lambda phone: phone.mute(call, True))
    far_callee.heard.wait_for_silence(-80)
    line.do(lambda phone: phone.mute(call, False))
    far_callee.heard.wait_for_tone(FED_HZ)
    line.do(lambda phone: phone.press_keys(call, "204#"))
    far_callee.wait_for_digits("204#")
    line.do(lambda phone: phone.hold(call, True))
    line.until(lambda: line.call.held_by is HeldBy.AGENT)
    line.wait_to_measure(call, lambda now: now.said == 0)
    heard = line.measured(call)[-1].packets_in
    line.wait_to_measure(call, lambda now: now.packets_in == heard)
    line.do(lambda phone: phone.hold(call, False))
    line.until(lambda: line.call.held_by is HeldBy.NOBODY)
    line.wait_to_measure(call, lambda now: now.packets_in > heard + 20)
    far_callee.hang_up()
    assert line.at(CallStage.ENDED).words.startswith("082 0001234 hung up after 0:")


def test_a_refusal_and_calls_that_come_in_cross_the_wire(
    line: RealLine, tmp_path: Path, far_pbx: KamailioPbx
) -> None:
    line.registered().dial("0860000486")
    assert "The PBX says: The callee is busy." in line.at(CallStage.ENDED).words
    desk = ("205", EXTENSIONS["205"])
    with BaresipCallee(tmp_path / "caller", far_pbx, extension=desk) as caller:
        caller.call(EXTENSION)
        line.at(CallStage.INCOMING)
        line.do(lambda phone: phone.decline(line.call.id))
        assert "486" in caller.wait_for("CALL_CLOSED")["param"]
        caller.call(EXTENSION)
        call = line.at(CallStage.INCOMING)
        line.do(lambda phone: phone.answer(call.id))
        line.at(CallStage.TALKING)
        line.wait_to_hear(call.id)
        caller.be_silent()
        caller.heard.wait_for_tone(FED_HZ)
        line.hang_up()
        caller.wait_for("CALL_CLOSED", 2)


def test_a_wire_that_was_pulled_out_is_told_and_the_sound_returns_with_it(
    line: RealLine, two_hosts: TwoHosts, far_pbx: KamailioPbx, far_callee: BaresipCallee
) -> None:
    call = talk(line, far_callee)
    asked = len(far_pbx.sip.requests("INVITE"))
    two_hosts.agent.unplug()
    line.until(lambda: line.call.audio_lost)
    assert line.call.words.startswith("No more sound arrives from the remote party.")
    two_hosts.agent.plug_in_again()
    line.until(lambda: not line.call.audio_lost)
    line.wait_to_hear(call)
    # By then ICE, too, has noticed what is over. A way that works is left as it is.
    far_callee.heard.wait_for_more(3)
    far_callee.heard.wait_for_tone(FED_HZ)
    assert len(far_pbx.sip.requests("INVITE")) == asked
    assert line.call.words == ""
    line.hang_up()
    far_callee.wait_for("CALL_CLOSED")


def test_a_call_finds_its_way_after_the_address_changed(
    line: RealLine, two_hosts: TwoHosts, far_pbx: KamailioPbx, far_callee: BaresipCallee
) -> None:
    call = talk(line, far_callee)
    two_hosts.agent.move_to("10.99.0.3")
    # How much of it the agent notices depends on how soon the other way is found.
    line.until(lambda: any(each.signalling_lost for each in line.calls), 30)
    line.registered(30)
    line.until(lambda: " 10.99.0.3 " in far_pbx.sip.requests("INVITE")[-1].body, 30)
    counted = far_callee.packets_heard
    line.until(lambda: not line.call.audio_lost, 30)
    line.wait_to_hear(call)
    far_callee.wait_for_packets(counted + 20)
    assert not line.call.signalling_lost
    line.hang_up()
    far_callee.wait_for("CALL_CLOSED")


def test_a_line_that_was_unplugged_registers_again(
    line: RealLine, two_hosts: TwoHosts, far_pbx: KamailioPbx, far_callee: BaresipCallee
) -> None:
    line.registered()
    far_pbx.stop()
    line.unregistered()
    two_hosts.agent.unplug()
    far_pbx.start()
    tries = len(line.hook("registration"))
    line.until(lambda: len(line.hook("registration")) > tries)
    assert line.phone.registration.state is Registered.RETRYING
    line.until(
        lambda: "in 3 s" in line.registration_message or "in 4 s" in line.registration_message
    )  # the third wait
    two_hosts.agent.plug_in_again()
    line.registered(1.5)  # not at the end of the wait
    line.talk(NUMBER)
