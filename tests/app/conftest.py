"""What the tests of the app's parts share."""

from tests.desktop.conftest import display

__all__ = ["display"]
