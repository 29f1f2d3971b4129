"""Other phones on the same extension, and contacts of our own earlier connections."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_dialer.demo.softphone_peer import PeerPolicy
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.registration import Registered
from desktop_dialer.pbx.softphone.events import RegistrationChanged
from desktop_dialer.pbx.softphone.registration_text import OFF, registration_after
from tests.support.sip.sip_agent import SipAgent
from tests.support.softphone.peer_scene import PeerScene, peer_scene, soon

REFRESHED_S = 10
"""The shortest registration that the library accepts: it is refreshed 5 s before its end."""
REGISTERED = RegistrationChanged(state="registered")
ALONE = registration_after(REGISTERED, OFF).message
SHARED = registration_after(replace(REGISTERED, elsewhere=True), OFF).message
ONE = PeerPolicy(contacts=1)
ONE_AND_NO_MORE = PeerPolicy(contacts=1, newest_wins=False, by_address=True)


@contextmanager
def another_program(scene: PeerScene) -> Iterator[SipAgent]:
    with SipAgent(scene.pbx.url) as agent:
        assert agent.register(600).code == 200
        yield agent


@pytest.mark.parametrize("policy", [ONE, PeerPolicy()], ids=["one contact", "several contacts"])
def test_another_phone_on_the_extension_is_reported_while_it_is_there(
    tmp_path: Path, policy: PeerPolicy
) -> None:
    with peer_scene(tmp_path, expires_s=REFRESHED_S, policy=policy) as scene:
        line = scene.line.registered()
        assert line.registration_message == ALONE
        with another_program(scene) as agent:
            line.until(lambda: line.registration_message == SHARED)
            assert line.phone.registration.state is Registered.YES
            assert line.phone.registration.advice
            assert agent.register(600).code == 200  # each replaces the contact of the other
        line.until(lambda: line.registration_message == ALONE, 25)
        shown = [one.message for one in line.hook("registration")]
        assert shown[-3:] == [ALONE, SHARED, ALONE]
        scene.pbx.call_agent("204")
        line.at(CallStage.INCOMING)


def test_our_own_contact_from_before_a_silent_loss_is_not_another_phone(tmp_path: Path) -> None:
    policy = PeerPolicy(by_address=True)
    with peer_scene(tmp_path, expires_s=REFRESHED_S, policy=policy) as scene:
        line = scene.line.registered()
        scene.tap.strand()
        line.registered_again()
        assert len(scene.pbx.registration("204").contacts) == 2
        registers = scene.pbx.registration("204").registers
        assert soon(lambda: scene.pbx.registration("204").registers > registers + 1)
        assert not any(one.message == SHARED for one in line.hook("registration"))


def test_an_old_contact_that_still_counts_does_not_end_the_registration(tmp_path: Path) -> None:
    with peer_scene(tmp_path, policy=ONE_AND_NO_MORE) as scene:
        line = scene.line.registered()
        line.talk()
        scene.tap.strand()
        line.until(lambda: "(403 Forbidden)" in line.registration_message)
        assert line.phone.registration.state is Registered.RETRYING
        assert line.call.stage is CallStage.TALKING
        scene.tap.shut()  # now the PBX detects the loss
        scene.tap.listen()
        line.registered_again()


def test_an_extension_becomes_available_when_another_phone_leaves(tmp_path: Path) -> None:
    with peer_scene(tmp_path, policy=ONE_AND_NO_MORE) as scene:
        line = scene.line.registered()
        line.do(lambda phone: phone.leave())
        assert scene.pbx.wait_for(lambda: not scene.pbx.registration("204").contacts)
        with another_program(scene):
            line.do(lambda phone: phone.use(line.configuration))
            line.until(lambda: "(403 Forbidden)" in line.registration_message)
            assert line.phone.registration.state is Registered.RETRYING
            assert "password" not in line.phone.registration.advice
            registers = len(scene.tap.sent("REGISTER"))
        line.registered(35)  # the first delay is 22 to 30 s
        assert len(scene.tap.sent("REGISTER")) == registers + 2
