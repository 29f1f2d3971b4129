"""A keyring that forgets everything when the program ends, for the demo and for tests."""

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Entries in a dictionary, by service and user name. Each object has its own.

    Never chosen automatically: it has to be given to `Credentials`. The priority only keeps
    keyring's own search from recommending it.
    """

    priority = 0
    name = "memory"

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], str] = {}
        super().__init__()  # type: ignore[no-untyped-call]  # keyring leaves it without hints

    def get_password(self, service: str, username: str) -> str | None:
        """The password, or None."""
        return self._entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it, over what was there."""
        self._entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Drop it. Raises PasswordDeleteError when there is none."""
        if self._entries.pop((service, username), None) is None:
            raise PasswordDeleteError("No such password.")
