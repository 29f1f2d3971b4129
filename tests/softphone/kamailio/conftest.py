"""Real SIP neighbours: a kamailio as PBX, a baresip as callee."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import EXTENSIONS, KamailioPbx
from tests.support.sip.namespace import TwoHosts


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


@pytest.fixture
def two_hosts() -> Iterator[TwoHosts]:
    """A wire with a PBX's end and an agent's end; an error that says why where that cannot be."""
    with TwoHosts() as hosts:
        yield hosts


@pytest.fixture
def far_pbx(tmp_path: Path, two_hosts: TwoHosts) -> Iterator[KamailioPbx]:
    """The PBX at 10.99.0.1, reached from `two_hosts.agent`."""
    with KamailioPbx(tmp_path / "far-kamailio", EXTENSIONS, host=two_hosts.pbx) as pbx:
        yield pbx


@pytest.fixture
def far_callee(tmp_path: Path, far_pbx: KamailioPbx) -> Iterator[BaresipCallee]:
    """The callee beside the PBX at 10.99.0.1."""
    with BaresipCallee(tmp_path / "far-baresip", far_pbx) as baresip:
        yield baresip
