"""Real SIP neighbours: a kamailio as PBX, a baresip as callee."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webrtc.baresip_callee import BaresipCallee
from tests.webrtc.kamailio_pbx import KamailioPbx

EXTENSIONS = {"204": "the agent's password", "205": "desk-phone-secret"}


@pytest.fixture
def kamailio_pbx(tmp_path: Path) -> Iterator[KamailioPbx]:
    """A PBX with the extensions 204 and 205; see KamailioPbx and REFUSALS."""
    with KamailioPbx(tmp_path / "kamailio", EXTENSIONS) as pbx:
        yield pbx


@pytest.fixture
def callee(tmp_path: Path, kamailio_pbx: KamailioPbx) -> Iterator[BaresipCallee]:
    """Whoever is called outside: answers at once, says 440 Hz, records."""
    with BaresipCallee(tmp_path / "baresip", kamailio_pbx) as baresip:
        yield baresip
