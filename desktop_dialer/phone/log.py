"""The log of the phone process, on standard error; the app copies it to its own log."""

import json
import re
import sys

PREFIX = "phone: "
"""Starts every line; the engine's own lines do not have it."""

_LONGEST = 400
_NUMBER = re.compile(r"\+?\d(?:[ ()/-]{0,2}\d){4,}")

_secrets: set[str] = set()


def hide(secret: str) -> None:
    """Never log this text, neither as it is nor as JSON writes it."""
    if secret:
        _secrets.update((secret, json.dumps(secret)[1:-1]))


def note(text: str) -> None:
    """Log one line, without phone numbers and without the hidden texts."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, "•••")
    line = " ".join(_NUMBER.sub("•••", text).split())[:_LONGEST]
    if sys.stderr is not None:  # as in a program without a console
        print(PREFIX + line, file=sys.stderr, flush=True)
