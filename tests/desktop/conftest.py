"""What the tests of the desktop share."""

from tests.support.desktop.secret_service import private_desktop, private_keyring
from tests.support.desktop.x_display import display

__all__ = ["display", "private_desktop", "private_keyring"]
