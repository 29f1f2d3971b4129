"""Other people's text inside a message for a person."""

from .cleaning import clean

_LONGEST = 60
"""Characters."""


def quoted(text: str) -> str:
    """`text` in quotes, cleaned, on one line, at most 60 characters of it; always printable."""
    line = " ".join(clean(text[:1000]).text.split())
    return repr(line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…")
