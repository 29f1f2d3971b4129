"""Fixtures of this folder."""

from tests.desktop.secret_service import private_desktop, private_keyring

__all__ = ["private_desktop", "private_keyring"]
