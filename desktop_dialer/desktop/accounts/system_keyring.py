"""The keyring of this system: which one there is, and nothing but those that keep secrets.

keyring's own search is passed over. It costs 110 to 190 ms, and PYTHON_KEYRING_BACKEND or
keyringrc.cfg can make it choose a backend that keeps passwords in plain text.
"""

import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from ...model.errors import NoKeyring
from ...translation import tr
from .entry import SERVICE, USER_NAME, AccountState
from .keyring_errors import ErrorTypes, Limits, keyring_errors_as_ours

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


class SystemKeyring(Protocol):
    """What Credentials needs of a keyring."""

    @property
    def name(self) -> str:
        """For people."""

    def state(self) -> AccountState:
        """Stored, none or locked, without a prompt. Raises KeyringLocked, NoKeyring."""

    def backend(self, *, unlock: bool) -> "KeyringBackend":
        """To read and write with. With `unlock` it may ask the person and wait for minutes."""

    def errors(self) -> AbstractContextManager[None]:
        """The border for everything the backend raises."""


class PlainBackend:
    """A backend that has to be read to know what it holds: Windows, macOS, one given to us.

    A macOS keychain that is locked may ask the person even so.
    """

    def __init__(self, name: str, backend: "KeyringBackend", failed: ErrorTypes = ()) -> None:
        self.name = name
        self._backend = backend
        self._failed = failed

    def state(self) -> AccountState:
        """Stored or none. Raises KeyringLocked and NoKeyring."""
        with self.errors():
            entry = self._backend.get_password(SERVICE, USER_NAME)
        return AccountState.NONE if entry is None else AccountState.STORED

    def backend(self, *, unlock: bool) -> "KeyringBackend":  # noqa: ARG002 - as the protocol has it
        """The backend; these ask the person, or do not, by their system's own rules."""
        return self._backend

    def errors(self) -> AbstractContextManager[None]:
        """The border for everything the backend raises."""
        return keyring_errors_as_ours(means_failed=self._failed)


def system_keyring(limits: Limits) -> SystemKeyring:
    """The keyring of this system, looked for each time: it may start late. Raises NoKeyring.

    On Linux the Secret Service comes before KWallet, whatever keyring's priorities say: newer
    KWallets offer it too, and it can be asked for the state without a prompt.
    """
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    from .keyring_bus import reachable_names
    from .kwallet import BUS_NAME as KWALLET
    from .kwallet import KWallet
    from .secret_service import BUS_NAME as SECRET_SERVICE
    from .secret_service import SecretService

    names = reachable_names(limits)
    if SECRET_SERVICE in names:
        return SecretService(limits)
    if KWALLET in names and KWallet.usable():
        return KWallet(limits)
    raise NoKeyring(
        tr("This desktop has no keyring (Secret Service)."),
        tr(
            "Install and start gnome-keyring or KeePassXC (with its Secret Service "
            "integration), then log in again."
        ),
    )


def _windows() -> SystemKeyring:
    from keyring.backends import Windows

    if not Windows.WinVaultKeyring.viable:
        raise NoKeyring(
            tr("The Credential Manager cannot be reached."), tr("Reinstall Desktop Dialer.")
        )
    failed = vars(Windows)["pywintypes"].error
    return PlainBackend(tr("Windows Credential Manager"), Windows.WinVaultKeyring(), (failed,))


def _macos() -> SystemKeyring:
    from keyring.backends import macOS

    if not macOS.Keyring.viable:
        raise NoKeyring(tr("The keychain cannot be reached."), tr("Reinstall Desktop Dialer."))
    return PlainBackend(tr("macOS Keychain"), macOS.Keyring())
