"""`dial` with the stored extension: a real keyring with one, without one, locked, or none."""

from desktop_dialer.demo.pbx.server import DemoPbx
from tests.support.commands.program import Ended, run
from tests.support.desktop.secret_service import PrivateDesktop


def dial_on(desktop: PrivateDesktop, *arguments: str) -> Ended:
    bus = {"DBUS_SESSION_BUS_ADDRESS": desktop.env["DBUS_SESSION_BUS_ADDRESS"]}
    return run("dial", "--json", *arguments, "0820001234", environment=bus)


def assert_stopped(ended: Ended, status: str) -> None:
    assert (ended.code, ended.err) == (5, b"")
    assert ended.report["status"] == status
    assert (ended.report["e164"], ended.report["agent"]) == ("+27820001234", None)
    assert ended.report["message"]
    assert ended.report["advice"]


def test_the_stored_extension_rings(pbx: DemoPbx, private_keyring: PrivateDesktop) -> None:
    bus = {"DBUS_SESSION_BUS_ADDRESS": private_keyring.env["DBUS_SESSION_BUS_ADDRESS"]}
    assert_stopped(dial_on(private_keyring), "no_account")
    stored = run(
        "account", "set", "--extension", "7042", "--password-stdin", stdin=b"", environment=bus
    )
    assert stored.code == 0
    ended = dial_on(private_keyring)
    assert (ended.code, ended.report["agent"]) == (0, "7042")
    private_keyring.stop_keyring()
    assert dial_on(private_keyring, "--yes", "--extension", "204").code == 0
    assert [call.agent for call in pbx.calls] == ["7042", "204"]


def test_a_locked_keyring(pbx: DemoPbx, private_keyring: PrivateDesktop) -> None:
    private_keyring.lock()
    assert_stopped(dial_on(private_keyring), "keyring_locked")
    assert not pbx.calls


def test_no_keyring(pbx: DemoPbx, private_desktop: PrivateDesktop) -> None:
    assert_stopped(dial_on(private_desktop), "no_keyring")
    assert_stopped(run("dial", "--json", "0820001234"), "no_keyring")
    assert not pbx.calls
