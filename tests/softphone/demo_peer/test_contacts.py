"""Others on the same extension, and what an earlier connection of our own left at the PBX."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_dialer.demo.softphone_peer import PeerPolicy
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.registration import Registered
from tests.support.sip.sip_agent import SipAgent
from tests.support.softphone.peer_scene import PeerScene, peer_scene, soon

REFRESHED_S = 10
"""The shortest registration that the library takes: it is refreshed 5 s before its end."""
SHARED = "This extension is also used elsewhere."
ONE = PeerPolicy(contacts=1)
ONE_AND_NO_MORE = PeerPolicy(contacts=1, newest_wins=False, by_address=True)


@contextmanager
def another_program(scene: PeerScene) -> Iterator[SipAgent]:
    with SipAgent(scene.pbx.url) as agent:
        assert agent.register(600).code == 200
        yield agent


@pytest.mark.parametrize("policy", [ONE, PeerPolicy()], ids=["one contact", "several contacts"])
def test_another_program_on_the_extension_is_told_while_it_is_there(
    tmp_path: Path, policy: PeerPolicy
) -> None:
    with peer_scene(tmp_path, expires_s=REFRESHED_S, policy=policy) as scene:
        line = scene.line.registered()
        assert SHARED not in line.words
        with another_program(scene) as agent:
            line.until(lambda: SHARED in line.words)
            assert line.phone.registration.state is Registered.YES
            assert "close the other program" in line.phone.registration.advice
            assert agent.register(600).code == 200  # each takes the contact from the other
        line.until(lambda: SHARED not in line.words, 25)
        told = [SHARED in one.message for one in line.hook("registration")]
        assert told[-3:] == [False, True, False]
        scene.pbx.call_agent("204")
        line.at(CallStage.INCOMING)


def test_our_own_contact_from_before_a_silent_loss_is_nobody_else(tmp_path: Path) -> None:
    policy = PeerPolicy(by_address=True)
    with peer_scene(tmp_path, expires_s=REFRESHED_S, policy=policy) as scene:
        line = scene.line.registered()
        scene.tap.strand()
        line.registered_again()
        assert len(scene.pbx.registration("204").contacts) == 2
        registers = scene.pbx.registration("204").registers
        assert soon(lambda: scene.pbx.registration("204").registers > registers + 1)
        assert not any(SHARED in one.message for one in line.hook("registration"))


def test_a_contact_of_before_that_is_still_counted_does_not_end_the_line(tmp_path: Path) -> None:
    with peer_scene(tmp_path, policy=ONE_AND_NO_MORE) as scene:
        line = scene.line.registered()
        line.talk()
        scene.tap.strand()
        line.until(lambda: "(403 Forbidden)" in line.words)
        assert line.phone.registration.state is Registered.RETRYING
        assert line.call.stage is CallStage.TALKING
        scene.tap.shut()  # now the PBX notices
        scene.tap.listen()
        line.registered_again()


def test_an_extension_that_another_program_holds_is_had_when_that_leaves(tmp_path: Path) -> None:
    with peer_scene(tmp_path, policy=ONE_AND_NO_MORE) as scene:
        line = scene.line.registered()
        line.do(lambda phone: phone.leave())
        assert scene.pbx.wait_for(lambda: not scene.pbx.registration("204").contacts)
        with another_program(scene):
            line.do(lambda phone: phone.use(line.configuration))
            line.until(lambda: "(403 Forbidden)" in line.words)
            assert "may be registered elsewhere, or the PBX does not allow it here" in line.words
            assert "password" not in line.phone.registration.advice
            registers = len(scene.tap.sent("REGISTER"))
        line.registered(35)  # the first wait is of 22 to 30 s
        assert len(scene.tap.sent("REGISTER")) == registers + 2
