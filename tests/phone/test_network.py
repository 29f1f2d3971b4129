"""A PBX beyond loopback, where browsers have stricter rules and proxies apply."""

import os
import subprocess
import sys

import pytest

from tests.support.repository import ROOT

ADDRESS = "10.99.0.1"
AS_ROOT = ["--map-root-user"] if os.geteuid() else []
"""Root needs no user namespace, and in a chroot the kernel allows none."""
NAMESPACE = f"""
ip link set lo up
ip link add here type veth peer name there
ip address add {ADDRESS}/24 dev here
ip link set here up
ip link set there up
exec "$@"
"""


@pytest.mark.parametrize("proxy", ["", f"http://{ADDRESS}:9"])
def test_an_unencrypted_connection_opens_without_a_proxy_of_the_environment(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.setenv("all_proxy", proxy)
    program = [sys.executable, "-m", "tests.support.sip.beyond_loopback", ADDRESS]
    done = subprocess.run(
        ["unshare", *AS_ROOT, "--net", "sh", "-ec", NAMESPACE, "sh", *program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == "open desktop-dialer://app\n", done.stderr
