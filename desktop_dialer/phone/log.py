"""What the phone process notes, on standard error; the app keeps it in its log."""

import json
import re
import sys

PREFIX = "phone: "
"""Of every line; the engine's own lines have none."""

_LONGEST = 400
_NUMBER = re.compile(r"\+?\d(?:[ ()/-]{0,2}\d){4,}")

_secrets: set[str] = set()


def hide(secret: str) -> None:
    """Never let this text out, as it is or as JSON writes it."""
    if secret:
        _secrets.update((secret, json.dumps(secret)[1:-1]))


def note(text: str) -> None:
    """One line, with neither numbers nor hidden texts in it."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, "•••")
    line = " ".join(_NUMBER.sub("•••", text).split())[:_LONGEST]
    if sys.stderr is not None:  # a program without a console may have none
        print(PREFIX + line, file=sys.stderr, flush=True)
