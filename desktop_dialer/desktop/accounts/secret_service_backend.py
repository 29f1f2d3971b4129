"""keyring's Secret Service backend, held to our rules: time limits, and no prompt unasked.

Import it inside functions only: keyring, SecretStorage and cryptography come with it.
"""

from contextlib import closing

from jeepney.io.blocking import DBusConnection
from keyring.backends import SecretService
from keyring.errors import KeyringLocked, PasswordDeleteError
from secretstorage import (
    Collection,
    Item,
    ItemNotFoundException,
    PromptDismissedException,
    create_collection,
    get_collection_by_alias,
)

from .keyring_bus import open_session_bus
from .keyring_errors import Limits, not_set_up


class SecretServiceBackend(SecretService.Keyring):
    """As its parent, except where a docstring says otherwise."""

    def __init__(self, limits: Limits | None = None, *, may_prompt: bool = True) -> None:
        self._limits = limits or Limits()
        self._may_prompt = may_prompt
        super().__init__()  # type: ignore[no-untyped-call]  # keyring leaves it without hints

    def set_properties_from_env(self) -> None:
        """Nothing: KEYRING_PROPERTY_… could point it to another collection or scheme."""

    def get_preferred_collection(self) -> Collection:
        """The default collection, unlocked, on a connection that the caller closes.

        Without leave to prompt it raises KeyringLocked where its parent would ask the person to
        unlock the collection, or to create one.
        """
        bus = open_session_bus(self._limits)
        try:
            collection = self._default_collection(bus)
            if collection.is_locked():
                self.unlock(collection)
        except BaseException:
            bus.close()
            raise
        return collection

    def _default_collection(self, bus: DBusConnection) -> Collection:
        try:
            return get_collection_by_alias(bus, "default")
        except ItemNotFoundException as error:
            if not self._may_prompt:
                raise not_set_up() from error
        try:
            return create_collection(bus, "Default", "default")
        except PromptDismissedException as error:
            raise not_set_up() from error

    def unlock(self, item: Collection | Item) -> None:
        """Unlock a collection or an item, asking the person only if that was allowed."""
        if self._may_prompt:
            item.unlock()
        if item.is_locked():
            raise KeyringLocked("Still locked.")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store it over what is there, no matter who wrote that, so that one entry is left.

        The parent adds an attribute `application` to what it stores and replaces only entries
        that have it too: an entry without it would stay and might be found first.
        """
        collection = self.get_preferred_collection()
        with closing(collection.connection):
            items = self._items(collection, service, username)
            if not items:
                label = f"Password for '{username}' on '{service}'"
                attributes = self._query(service, username, application=self.appid)
                collection.create_item(label, attributes, password.encode(), replace=True)
                return
            items[0].set_secret(password.encode())
            for other in items[1:]:
                other.delete()

    def delete_password(self, service: str, username: str) -> None:
        """Delete every entry of that name, not only the first."""
        collection = self.get_preferred_collection()
        with closing(collection.connection):
            items = self._items(collection, service, username)
            if not items:
                raise PasswordDeleteError("No such password!")
            for item in items:
                item.delete()

    def _items(self, collection: Collection, service: str, username: str) -> list[Item]:
        """All entries of that name. KeePassXC locks single entries, hence the unlocking."""
        items = list(collection.search_items(self._query(service, username)))
        for item in items:
            if item.is_locked():
                self.unlock(item)
        return items
