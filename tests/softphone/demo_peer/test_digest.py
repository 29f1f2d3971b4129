"""The digest that the PBX asks for: the strongest supported one is used, in any order."""

from pathlib import Path

import pytest

from desktop_dialer.demo.softphone_peer import PeerPolicy
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.registration import Registered
from desktop_dialer.pbx.softphone.refusals import registration_refused
from tests.support.softphone.peer_scene import peer_scene

ANSWERED = [
    (("MD5",), "MD5"),
    (("MD5", "SHA-256"), "SHA-256"),
    (("SHA-256", "MD5"), "SHA-256"),
    (("SHA-256",), "SHA-256"),
    (("SHA-512-256",), "SHA-512-256"),
    (("AKAv1-MD5", "SHA-256", "NEW"), "SHA-256"),
]


@pytest.mark.parametrize(("offered", "chosen"), ANSWERED)
def test_the_strongest_known_digest_is_answered_for_every_request(
    tmp_path: Path, offered: tuple[str, ...], chosen: str
) -> None:
    with peer_scene(tmp_path, policy=PeerPolicy(algorithms=offered)) as scene:
        line = scene.line.registered()
        line.dial("0820001234")
        line.at(CallStage.TALKING)
        proofs = [one.header("Authorization") for one in scene.tap.sent("REGISTER")[1:]]
        proofs += [one.header("Proxy-Authorization") for one in scene.tap.sent("INVITE")[1:]]
        assert len(proofs) == 2
        assert all(f"algorithm={chosen}," in proof for proof in proofs)


def test_a_wrong_password_is_still_tried_once_with_sha_256(tmp_path: Path) -> None:
    policy = PeerPolicy(algorithms=("MD5", "SHA-256"))
    with peer_scene(tmp_path, password="not the one", policy=policy) as scene:
        line = scene.line
        line.until(lambda: line.phone.registration.state is Registered.REFUSED)
        assert line.registration_message == registration_refused(401).message
        assert scene.pbx.registration("204").refusals == 1
        assert len(scene.tap.sent("REGISTER")) == 2


def test_an_unsupported_digest_is_named_and_the_password_is_not_blamed(tmp_path: Path) -> None:
    with peer_scene(tmp_path, policy=PeerPolicy(algorithms=("AKAv1-MD5", "NEW"))) as scene:
        line = scene.line
        line.until(lambda: line.phone.registration.state is Registered.REFUSED)
        expected = registration_refused(401, asks="Digest AKAv1-MD5, Digest NEW")
        assert line.registration_message == expected.message
        assert line.phone.registration.advice == expected.advice
        assert len(scene.tap.sent("REGISTER")) == 1
