"""The ICE servers of the settings are asked, and what they say is in the offer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer.model.live_call import CallStage
from tests.support.sip.relay import REFLEXIVE, RELAYED, Relay
from tests.support.softphone.peer_scene import PeerScene, peer_scene
from tests.support.softphone.whole_line import EXTENSION, PASSWORD


@pytest.fixture
def relay() -> Iterator[Relay]:
    with Relay({EXTENSION: PASSWORD}) as relay:
        yield relay


def offered(scene: PeerScene, *ice_servers: str) -> str:
    """The candidates that the phone offers with these servers."""
    line = scene.line
    line.ice_servers = ice_servers
    line.do(lambda phone: phone.use(line.configuration))
    line.registered_again()
    line.talk()
    line.hang_up()
    assert line.call.stage is CallStage.ENDED
    body = scene.tap.sent("INVITE")[-1].body
    return "\n".join(row for row in body.splitlines() if row.startswith("a=candidate"))


def test_only_the_configured_servers_are_asked(tmp_path: Path, relay: Relay) -> None:
    with peer_scene(tmp_path) as scene:
        scene.line.registered()
        candidates = offered(scene, f"stun:{relay.address}")
        assert f" {REFLEXIVE[0]} {REFLEXIVE[1]} typ srflx" in candidates
        assert "relay" not in candidates
        assert not relay.allocated
        candidates = offered(scene, f"turn:{relay.address}?transport=udp")
        assert f" {RELAYED[0]} {RELAYED[1]} typ relay" in candidates
        assert set(relay.allocated) == {EXTENSION}
        assert not relay.refused
        assert "typ srflx" not in offered(scene)
