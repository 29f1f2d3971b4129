"""Desktop Dialer: call a number you see, through the PBX, with one click."""

__version__ = "0.1.0"
