"""keyring's own contract tests, for the keyring in memory and for ours on a real bus."""

import re
import sys

import pytest
from keyring.testing.backend import BackendBasicTests

from desktop_dialer.desktop.accounts.credentials import Account, AccountState, Credentials
from desktop_dialer.desktop.accounts.memory_keyring import MemoryKeyring
from desktop_dialer.model.errors import NoAccount
from tests.support.desktop.secret_service import PrivateDesktop


class TestMemoryKeyring(BackendBasicTests):
    """The contract, on a dictionary."""

    def init_keyring(self) -> MemoryKeyring:
        return MemoryKeyring()


def test_secret_service_backend_keeps_the_contract(private_keyring: PrivateDesktop) -> None:
    contract = private_keyring.root / "test_contract.py"
    contract.write_text(
        "from keyring.testing.backend import BackendBasicTests\n"
        "from desktop_dialer.desktop.accounts.secret_service_backend import SecretServiceBackend\n"
        "class TestOurs(BackendBasicTests):\n"
        "    def init_keyring(self):\n"
        "        return SecretServiceBackend()\n"
    )
    # That the environment sets properties is the one thing ours does not do, on purpose.
    command = ("-m", "pytest", "-p", "no:cacheprovider", "-k", "not test_set_properties")
    output = private_keyring.run(sys.executable, *command, str(contract))
    assert re.search(r"\b1[0-9] passed, 1 deselected", output), output


def test_account_in_memory() -> None:
    credentials = Credentials(MemoryKeyring())
    assert credentials.state() is AccountState.NONE
    assert credentials.forget() is False
    with pytest.raises(NoAccount):
        credentials.load(unlock=False)
    credentials.store(Account("204", "secret"))
    assert credentials.state() is AccountState.STORED
    assert credentials.load(unlock=False) == Account("204", "secret")
    assert credentials.backend_name == "memory"
    assert credentials.forget() is True
    assert credentials.state() is AccountState.NONE
