"""KWallet before 5.97, which has no Secret Service, over D-Bus and keyring's own backend.

Source of names and meanings: org.kde.KWallet.xml of KDE Frameworks 5. keyring's backend needs
dbus-python, which is a distribution's package and none of ours.
"""

from contextlib import AbstractContextManager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from jeepney import DBusAddress, DBusErrorResponse, new_method_call

from .entry import SERVICE, USER_NAME, AccountState
from .keyring_bus import bus_errors_as_ours, open_session_bus
from .keyring_errors import keyring_errors_as_ours, locked

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from .keyring_errors import Limits

BUS_NAME = "org.kde.kwalletd5"
_WALLET = DBusAddress("/modules/kwalletd5", BUS_NAME, "org.kde.KWallet")


class KWallet:
    """The keyring of an older KDE desktop, as `system_keyring` offers it."""

    name = "KWallet"

    def __init__(self, limits: "Limits") -> None:
        self._limits = limits

    @staticmethod
    def usable() -> bool:
        """Whether what keyring needs for it is installed."""
        return find_spec("dbus") is not None

    def state(self) -> AccountState:
        """Stored, none or locked; a closed wallet stays closed. Raises NoKeyring.

        An open one is read, because its answers to `keyDoesNotExist` are those of the time when
        it was opened (measured, 5.103). KWallet may ask whether Desktop Dialer may do that.
        """
        missing, is_open = self._look()
        if not is_open:
            return AccountState.NONE if missing else AccountState.LOCKED
        with self.errors():
            entry = self.backend(unlock=True).get_password(SERVICE, USER_NAME)
        return AccountState.NONE if entry is None else AccountState.STORED

    def _look(self) -> tuple[bool, bool]:
        """Whether the entry is missing, and whether the wallet is open."""
        with bus_errors_as_ours(self.name, self._limits), open_session_bus(self._limits) as bus:
            (wallet,) = bus.ask(new_method_call(_WALLET, "networkWallet"))
            entry = (wallet, SERVICE, USER_NAME)
            (missing,) = bus.ask(new_method_call(_WALLET, "keyDoesNotExist", "sss", entry))
            (is_open,) = bus.ask(new_method_call(_WALLET, "isOpen", "s", (wallet,)))
        return bool(missing), bool(is_open)

    def backend(self, *, unlock: bool) -> "KeyringBackend":
        """The backend of keyring. Opening a wallet asks the person, so that needs `unlock`."""
        from keyring.backends.kwallet import DBusKeyring

        if not unlock and not self._look()[1]:
            raise locked()
        # The name that the wallet shows and remembers leave for; by default it is sys.argv[0].
        return DBusKeyring().with_properties(appid="Desktop Dialer")

    def errors(self) -> AbstractContextManager[None]:
        """The border for everything the backend raises."""
        from dbus import DBusException
        from keyring.errors import InitError, PasswordSetError

        # InitError: the wallet did not open, most often because nobody answered within the 25 s
        # that dbus-python waits. PasswordSetError: the person cancelled.
        return keyring_errors_as_ours(
            means_locked=(InitError, PasswordSetError),
            means_failed=(DBusException, DBusErrorResponse),
        )
