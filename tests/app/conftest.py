"""What the tests of the app's parts share."""

from tests.support.desktop.x_display import display

__all__ = ["display"]
