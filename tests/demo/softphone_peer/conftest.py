"""A demo PBX for WebRTC and a phone registered at it."""

import time
from collections.abc import Callable, Iterator

import pytest

from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx
from tests.support.sip.sip_agent import SipAgent, Soon


@pytest.fixture
def lines() -> list[str]:
    """What the PBX said."""
    return []


@pytest.fixture
def pbx(lines: list[str]) -> Iterator[DemoWebRtcPbx]:
    with DemoWebRtcPbx(port=0, say=lines.append, pace=0.1) as pbx:
        yield pbx


@pytest.fixture
def agent(pbx: DemoWebRtcPbx) -> Iterator[SipAgent]:
    """Connected and registered as 204."""
    with SipAgent(pbx.url) as agent:
        assert agent.register().code == 200
        yield agent


@pytest.fixture
def soon() -> Soon:
    """Whether something measured comes true in time: sound has no event to wait for."""

    def until(condition: Callable[[], object], within_s: float = 8.0) -> bool:
        deadline = time.monotonic() + within_s
        while not condition():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    return until
