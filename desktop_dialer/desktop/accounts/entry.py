"""The agent's account, and the one line of JSON that a keyring keeps of it."""

import json
from dataclasses import dataclass, field
from enum import StrEnum

from ...model.call_fields import check_agent
from ...model.errors import AccountRefused, NoAccount
from ...translation import tr

SERVICE = "desktop-dialer"
USER_NAME = "account"
"""Fixed, because keyring's macOS backend cannot look an entry up without its user name."""

ENTRY_LIMIT = 2560
"""Bytes of UTF-16: CRED_MAX_CREDENTIAL_BLOB_SIZE of the Windows Credential Manager. It holds on
every system, so that an account can move between them."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who calls: `extension` in a form of `call_fields.check_agent`, `password` may be empty.

    The password never shows in `repr`, so it cannot slip into a log or a traceback.
    """

    extension: str
    password: str = field(default="", repr=False)


class AccountState(StrEnum):
    """What is known of the stored account without asking anybody."""

    STORED = "stored"
    NONE = "none"
    LOCKED = "locked"
    NO_KEYRING = "no_keyring"


def encode(account: Account) -> str:
    """The entry for `account`, ASCII only. Raises AccountRefused for what cannot be kept."""
    extension = check_agent(account.extension)
    entry = json.dumps({"extension": extension, "password": account.password})
    if len(entry.encode("utf-16-le")) > ENTRY_LIMIT:
        raise AccountRefused(
            tr(
                "The password is too long for a keyring entry (2,560 bytes, about 1,200 "
                "characters)."
            ),
            tr("Check that you entered only the password. Nothing was stored."),
        )
    return entry


def decode(entry: str) -> Account:
    """The account of an entry. Raises NoAccount when the entry is not ours."""
    try:
        fields = json.loads(entry)
        account = Account(fields["extension"], fields["password"])
        if not isinstance(account.password, str):
            raise TypeError("password")  # noqa: TRY301 - one place says that it is damaged
        check_agent(account.extension)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, AccountRefused):
        # Without its cause: the cause of a JSON error holds the entry, and with it the password.
        raise NoAccount(
            tr("The keyring has an entry for Desktop Dialer, but it is damaged."),
            tr("Enter your extension and password again: that replaces the entry."),
        ) from None
    return account
