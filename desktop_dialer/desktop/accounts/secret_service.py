"""The Secret Service of the freedesktop.org desktops: GNOME Keyring, KeePassXC, KWallet ≥ 5.97.

What can be known without a prompt is asked over D-Bus: keyring and its cryptography cost 100 ms
and 20 MiB that a tray need not pay at start. Reading and writing the secret is keyring's work.
Source of names and meanings: "Secret Service API draft", freedesktop.org.
"""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from jeepney import DBusAddress, DBusErrorResponse, Properties, new_method_call

from .entry import SERVICE, USER_NAME, AccountState
from .keyring_bus import LimitedConnection, bus_errors_as_ours, open_session_bus
from .keyring_errors import keyring_errors_as_ours

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from .keyring_errors import Limits

BUS_NAME = "org.freedesktop.secrets"
_SERVICE = DBusAddress("/org/freedesktop/secrets", BUS_NAME, "org.freedesktop.Secret.Service")
_COLLECTION = "org.freedesktop.Secret.Collection"


class SecretService:
    """The keyring of this desktop, as `system_keyring` offers it."""

    name = "Secret Service"

    def __init__(self, limits: "Limits") -> None:
        self._limits = limits

    def state(self) -> AccountState:
        """Stored, none or locked; no prompt. Raises NoKeyring when the service fails."""
        limits = self._limits
        with bus_errors_as_ours(f"the {self.name}", limits), open_session_bus(limits) as bus:
            return _state(bus)

    def backend(self, *, unlock: bool) -> "KeyringBackend":
        """The backend of keyring; with `unlock` it may show a prompt and wait for the person."""
        from .secret_service_backend import SecretServiceBackend

        return SecretServiceBackend(self._limits, may_prompt=unlock)

    def errors(self) -> AbstractContextManager[None]:
        """The border for everything the backend raises."""
        from secretstorage import exceptions

        return keyring_errors_as_ours(
            means_locked=(exceptions.PromptDismissedException, exceptions.LockedException),
            means_failed=(exceptions.SecretStorageException, DBusErrorResponse),
        )


def _state(bus: LimitedConnection) -> AccountState:
    """Only the default collection counts, because keyring looks and stores only there."""
    (collection,) = bus.ask(new_method_call(_SERVICE, "ReadAlias", "s", ("default",)))
    if collection == "/":
        return AccountState.NONE
    wanted = {"service": SERVICE, "username": USER_NAME}
    found = bus.ask(new_method_call(_SERVICE, "SearchItems", "a{ss}", (wanted,)))
    unlocked, locked = ([i for i in items if i.startswith(f"{collection}/")] for items in found)
    if unlocked:
        return AccountState.STORED
    # A locked KeePassXC shows no entries at all: nothing found there proves nothing.
    if locked or _is_locked(bus, collection):
        return AccountState.LOCKED
    return AccountState.NONE


def _is_locked(bus: LimitedConnection, collection: str) -> bool:
    ((_signature, locked),) = bus.ask(
        Properties(DBusAddress(collection, BUS_NAME, _COLLECTION)).get("Locked")
    )
    return bool(locked)
