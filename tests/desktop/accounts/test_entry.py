"""The entry's form, and that the password stays out of what gets printed."""

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.desktop.accounts.entry import ENTRY_LIMIT, Account, decode, encode
from desktop_dialer.model.errors import AccountRefused, NoAccount


@given(st.text(max_size=150))
def test_what_is_stored_is_read_back(password: str) -> None:
    account = Account("204", password)
    entry = encode(account)
    assert entry.isascii()
    assert decode(entry) == account


@given(st.text())
def test_no_other_error_than_ours_for_what_others_wrote(entry: str) -> None:
    with pytest.raises(NoAccount):
        decode(entry)


def test_repr_hides_the_password() -> None:
    assert repr(Account("204", "secret")) == "Account(extension='204')"


def test_damaged_entry_is_not_in_the_traceback() -> None:
    entry = '{"password": "s3cret'  # this line itself is never in the traceback
    with pytest.raises(NoAccount) as caught:
        decode(entry)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


def test_limit_of_the_windows_credential_manager() -> None:
    longest = (ENTRY_LIMIT // 2) - len(encode(Account("204", "")))
    assert len(encode(Account("204", "x" * longest)).encode("utf-16-le")) == ENTRY_LIMIT
    with pytest.raises(AccountRefused, match="too long"):
        encode(Account("204", "x" * (longest + 1)))


def test_extension_is_trimmed_and_checked() -> None:
    assert decode(encode(Account(" 204 "))).extension == "204"
    with pytest.raises(AccountRefused):
        encode(Account("12345"))
