"""The wire on its own: a PBX not at loopback, a link that breaks, an address that changes."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT
from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import EXTENSIONS, KamailioPbx
from tests.support.sip.namespace import TwoHosts
from tests.support.sip.raw_phone import RawPhone

AGENT = ("204", EXTENSIONS["204"])
DESK = ("205", EXTENSIONS["205"])


def test_the_pbx_is_reached_over_the_wire_and_only_there(
    two_hosts: TwoHosts, far_pbx: KamailioPbx
) -> None:
    assert far_pbx.url.startswith("ws://10.99.0.1:")
    with two_hosts.agent.entered(), RawPhone(far_pbx.url, *AGENT) as phone:
        answer = phone.register()
        assert answer.code == 200
        assert "10.99.0.2" in answer.header("Contact")
        far_pbx.restart()
        assert "10.99.0.1" in two_hosts.pbx.run("ip", "-4", "address")
    with two_hosts.agent.entered(), RawPhone(far_pbx.url, *AGENT) as phone:
        assert phone.register().code == 200


def test_a_command_runs_on_a_host_whoever_starts_it(two_hosts: TwoHosts) -> None:
    command = two_hosts.agent.command("ip", "-4", "-brief", "address", "show", "dev", "wire")
    done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    assert "10.99.0.2/24" in done.stdout
    assert "default via 10.99.0.1" in two_hosts.agent.run("ip", "route")


def test_audio_crosses_the_wire_and_stops_and_returns_with_it(
    tmp_path: Path, two_hosts: TwoHosts, far_pbx: KamailioPbx, far_callee: BaresipCallee
) -> None:
    with BaresipCallee(
        tmp_path / "desk", far_pbx, extension=DESK, host=two_hosts.agent, tone_hz=1000
    ) as desk:
        desk.call("0820001234")
        far_callee.wait_for("CALL_RTPESTAB")
        far_callee.heard.wait_for_tone(1000)
        desk.heard.wait_for_tone(440)
        two_hosts.agent.lose_everything()
        far_callee.heard.wait_for_standstill()
        desk.heard.wait_for_more(0.5)  # the other direction is as it was
        two_hosts.agent.lose_nothing()
        far_callee.heard.wait_for_more(0.6)
        far_callee.heard.wait_for_tone(1000)
        desk.hang_up()
        far_callee.wait_for("CALL_CLOSED")


def test_a_changed_address_leaves_the_websocket_deaf(
    two_hosts: TwoHosts, far_pbx: KamailioPbx
) -> None:
    with two_hosts.agent.entered(), RawPhone(far_pbx.url, *AGENT) as phone:
        assert phone.register().code == 200
        two_hosts.agent.move_to("10.99.0.3")
        with pytest.raises(TimeoutError):
            phone.request("OPTIONS", "sip:pbx", within_s=0.5)
        with RawPhone(far_pbx.url, *AGENT) as moved:
            assert "10.99.0.3" in moved.register().header("Contact")


def test_an_unplugged_host_reaches_nobody_until_it_is_plugged_in(
    two_hosts: TwoHosts, far_pbx: KamailioPbx
) -> None:
    with two_hosts.agent.entered():
        two_hosts.agent.unplug()
        with pytest.raises(OSError, match="unreachable"), RawPhone(far_pbx.url, *AGENT):
            pass
        two_hosts.agent.plug_in_again()
        with RawPhone(far_pbx.url, *AGENT) as phone:
            assert phone.register().code == 200


def test_who_may_not_make_a_network_is_told_why() -> None:
    program = "import os, tests.support.sip.namespace as n\n{}\nn.TwoHosts()"
    for before, reason in (
        ("os.setuid(65534)", "these tests run as another user: run them as root"),
        ("", "We are root, but this machine or container does not let us"),
    ):
        no_rights = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if not before else []
        done = subprocess.run(
            [*no_rights, sys.executable, "-c", program.format(before)],
            capture_output=True,
            text=True,
            timeout=30,
            cwd=ROOT,
            check=False,
        )
        assert f"NoNamespaces: {'A network' if before else 'We are'}" in done.stderr
        assert reason in done.stderr
