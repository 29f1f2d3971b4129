"""The agent's account in the keyring of the desktop, and nowhere else."""

from typing import TYPE_CHECKING

from ...model.errors import KeyringLocked, NoAccount, NoKeyring
from ...translation import tr
from .entry import SERVICE, USER_NAME, Account, AccountState, decode, encode
from .keyring_errors import Limits, failed, locked
from .system_keyring import PlainBackend, SystemKeyring, system_keyring

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["Account", "AccountState", "Credentials", "Limits"]


class Credentials:
    """Reads and writes the account. It holds no secret and no connection between calls.

    Nothing happens at construction, and every method may wait, for a program up to
    `limits.answer_s` a question, for a person up to `limits.prompt_s`: the app calls them off
    its own thread. Each call opens its own connection, so any thread may call.

    `backend`: None for the keyring of this system, else one of keyring's, as `MemoryKeyring`.
    """

    def __init__(
        self, backend: "KeyringBackend | None" = None, *, limits: Limits | None = None
    ) -> None:
        self._backend = backend
        self._limits = limits or Limits()

    @property
    def backend_name(self) -> str:
        """For people, as "Secret Service"; "" when there is none. Asks the bus on Linux."""
        try:
            return self._keyring().name
        except NoKeyring:
            return ""

    def state(self) -> AccountState:
        """What is known without a prompt. On Linux it needs D-Bus only and loads no keyring.

        Locked also when the collection is locked and entries cannot be read. Stored says that
        there is an entry, not that it can be read: `load` may find it damaged.
        """
        try:
            return self._keyring().state()
        except KeyringLocked:
            return AccountState.LOCKED
        except NoKeyring:
            return AccountState.NO_KEYRING

    def load(self, *, unlock: bool) -> Account:
        """The account. With `unlock` a person may be asked; without, there is no prompt.

        Raises NoAccount (also for a damaged entry), KeyringLocked, NoKeyring.
        """
        keyring = self._keyring()
        state = keyring.state()
        if state is AccountState.LOCKED and not unlock:
            raise locked()
        entry = None
        if state is not AccountState.NONE:
            with keyring.errors():
                entry = keyring.backend(unlock=unlock).get_password(SERVICE, USER_NAME)
        if entry is None:
            raise NoAccount(
                tr("No extension is stored yet."),
                tr("Enter it in the settings window, or with: desktop-dialer account set"),
            )
        return decode(entry)

    def store(self, account: Account, *, unlock: bool = True) -> None:
        """Keep `account` in place of what was there, damaged or not.

        Raises AccountRefused, KeyringLocked, NoKeyring; then what was there is still there.
        """
        entry = encode(account)
        keyring = self._keyring()
        with keyring.errors():
            keyring.backend(unlock=unlock).set_password(SERVICE, USER_NAME, entry)

    def forget(self) -> bool:
        """Delete the account; False when nothing was stored. A person may be asked to unlock.

        Raises KeyringLocked, NoKeyring; then the account is still there.
        """
        from keyring.errors import PasswordDeleteError

        keyring = self._keyring()
        if keyring.state() is AccountState.NONE:
            return False
        try:
            with keyring.errors():
                keyring.backend(unlock=True).delete_password(SERVICE, USER_NAME)
        except PasswordDeleteError as error:
            if keyring.state() is AccountState.NONE:
                return False
            raise failed(error) from error
        return True

    def _keyring(self) -> SystemKeyring:
        if self._backend is not None:
            return PlainBackend(self._backend.name, self._backend)
        return system_keyring(self._limits)
