"""The account in a real GNOME Keyring on a real bus; our code runs in processes of its own."""

import json
import sys
from pathlib import Path

from tests.support.desktop.secret_service import PrivateDesktop

ATTRIBUTES = ("service", "desktop-dialer", "username", "account")
STORE = "credentials.store(Account('204', 'pä$$ \"word'))"


def _entry(desktop: PrivateDesktop) -> str:
    return desktop.run("secret-tool", "lookup", *ATTRIBUTES)


def test_empty_then_stored_then_forgotten(private_keyring: PrivateDesktop) -> None:
    ask = private_keyring.ask
    assert ask("credentials.state()").value == "none"
    assert ask("credentials.forget()").value is False
    nothing = ask("credentials.load(unlock=False)")
    assert nothing.error == "NoAccount"
    assert nothing.words == (
        "No extension is stored yet. Enter it in the settings window, or with: "
        "desktop-dialer account set"
    )

    assert ask(STORE).error is None
    assert ask("credentials.state()").value == "stored"
    assert ask("credentials.load(unlock=False)").value == ["204", 'pä$$ "word']
    assert json.loads(_entry(private_keyring)) == {"extension": "204", "password": 'pä$$ "word'}

    assert ask("credentials.forget()").value is True
    assert ask("credentials.state()").value == "none"
    assert ask("credentials.forget()").value is False


def test_storing_again_leaves_one_entry(private_keyring: PrivateDesktop) -> None:
    private_keyring.ask(STORE)
    private_keyring.ask("credentials.store(Account(' 2040 '))")
    assert private_keyring.ask("credentials.load(unlock=False)").value == ["2040", ""]
    found = private_keyring.run("secret-tool", "search", "--all", *ATTRIBUTES)
    assert found.count("secret = ") == 1


def test_the_tray_asks_for_the_state_without_loading_keyring(
    private_keyring: PrivateDesktop,
) -> None:
    private_keyring.ask(STORE)
    for state in ("stored", "locked"):
        answer = private_keyring.ask("credentials.state()")
        assert (answer.value, answer.loaded) == (state, [])
        private_keyring.lock()


def test_locked_keyring_is_told_and_not_unlocked(private_keyring: PrivateDesktop) -> None:
    private_keyring.ask(STORE)
    private_keyring.lock()
    for question in (
        "credentials.load(unlock=False)",
        "credentials.store(Account('300'), unlock=False)",
        # No prompter can be started here, which GNOME Keyring reports as a dismissed prompt.
        "credentials.load(unlock=True)",
        "credentials.store(Account('300'), unlock=True)",
        "credentials.forget()",
    ):
        answer = private_keyring.ask(question)
        assert answer.error == "KeyringLocked", question
        assert answer.words == (
            "The keyring with your extension and password is locked. "
            "Unlock the keyring (usually with your login password) and try again."
        )
        assert answer.seconds < 5
    private_keyring.stop_keyring()
    private_keyring.start_keyring()
    assert private_keyring.ask("credentials.load(unlock=False)").value == ["204", 'pä$$ "word']


def test_locked_keyring_without_an_entry_counts_as_locked(private_keyring: PrivateDesktop) -> None:
    private_keyring.lock()
    assert private_keyring.ask("credentials.state()").value == "locked"


def test_desktop_whose_keyring_was_never_set_up(private_desktop: PrivateDesktop) -> None:
    private_desktop.start_keyring(password=None)
    assert private_desktop.ask("credentials.state()").value == "none"
    assert private_desktop.ask("credentials.load(unlock=True)").error == "NoAccount"
    for unlock in (False, True):
        answer = private_desktop.ask(f"credentials.store(Account('204'), unlock={unlock})")
        assert answer.error == "KeyringLocked"
        assert "is not set up yet" in (answer.words or "")


def test_bus_without_a_keyring(private_desktop: PrivateDesktop) -> None:
    assert private_desktop.ask("credentials.state()").value == "no_keyring"
    assert private_desktop.ask("credentials.backend_name").value == ""
    for question in ("credentials.load(unlock=True)", STORE, "credentials.forget()"):
        answer = private_desktop.ask(question)
        assert answer.error == "NoKeyring"
        assert "This desktop has no keyring (Secret Service)" in (answer.words or "")


def test_no_bus(private_keyring: PrivateDesktop, tmp_path: Path) -> None:
    addresses = (f"unix:path={tmp_path}/nothing", "unix:abstract", "tcp:host=x", "", None)
    for address in addresses:
        private_keyring.env.pop("DBUS_SESSION_BUS_ADDRESS", None)
        if address is not None:
            private_keyring.env["DBUS_SESSION_BUS_ADDRESS"] = address
        assert private_keyring.ask("credentials.state()").value == "no_keyring"
        answer = private_keyring.ask("credentials.load(unlock=True)")
        assert answer.error == "NoKeyring"
        assert "this session has no D-Bus session bus" in (answer.words or "")


def test_damaged_entry_is_told_and_overwritten(private_keyring: PrivateDesktop) -> None:
    damaged = ("", "{", "[]", '"204"', '{"extension": "204"}', '{"extension": 204, "password": ""}')
    for entry in (*damaged, '{"extension": "2", "password": ""}', "[" * 5000):
        # Also an entry that another program wrote, with other attributes than keyring's.
        private_keyring.run("secret-tool", "store", "--label", "x", *ATTRIBUTES, stdin=entry)
        assert private_keyring.ask("credentials.state()").value == "stored"
        answer = private_keyring.ask("credentials.load(unlock=False)")
        assert answer.error == "NoAccount"
        assert "it is damaged" in (answer.words or "")
        private_keyring.ask(STORE)
        assert private_keyring.ask("credentials.load(unlock=False)").value[0] == "204"


def test_refused_accounts_leave_the_stored_one(private_keyring: PrivateDesktop) -> None:
    private_keyring.ask(STORE)
    for account in ("Account('20')", "Account('204', 'x' * 1300)", "Account('')"):
        assert private_keyring.ask(f"credentials.store({account})").error == "AccountRefused"
    assert private_keyring.ask("credentials.load(unlock=False)").value == ["204", 'pä$$ "word']
    assert private_keyring.ask("credentials.store(Account('204', 'x' * 1200))").error is None


def test_environment_cannot_choose_another_keyring(
    private_keyring: PrivateDesktop, tmp_path: Path
) -> None:
    (tmp_path / "plain.py").write_text(
        "from pathlib import Path\n"
        "from keyring.backend import KeyringBackend\n"
        "class Keyring(KeyringBackend):\n"
        "    priority = 99\n"
        "    def set_password(self, service, username, password):\n"
        f"        Path({str(tmp_path / 'plain.txt')!r}).write_text(password)\n"
        "    def get_password(self, service, username):\n"
        '        return \'{"extension": "999", "password": ""}\'\n'
    )
    rc = "[backend]\ndefault-keyring=plain.Keyring\n"
    for folder in ("config/python_keyring", "data/python_keyring"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "keyringrc.cfg").write_text(rc)
    private_keyring.env |= {
        "PYTHON_KEYRING_BACKEND": "plain.Keyring",
        "PYTHONPATH": str(tmp_path),
        "KEYRING_PROPERTY_SCHEME": "KeePassXC",
        "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/session",
    }
    choice = "import keyring; print(keyring.get_keyring())"
    chosen = private_keyring.run(sys.executable, "-c", choice)
    assert chosen.startswith("plain.Keyring")  # the trap works
    private_keyring.ask(STORE)
    assert private_keyring.ask("credentials.load(unlock=False)").value[0] == "204"
    assert json.loads(_entry(private_keyring))["extension"] == "204"
    assert not (tmp_path / "plain.txt").exists()
