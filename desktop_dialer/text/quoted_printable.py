"""Quoted-printable (RFC 2045, section 6.7), in which old phones write vCards.

TEL:=2B27=2082… begins with +27 82. Decoded where the text names the encoding, else only what
cannot be anything else. An escape that a decoded character could complete stays, so that
decoding twice changes nothing more.
"""

import re
from collections.abc import Iterable

_ALL = re.compile(r"(?<!=)(?<!=[0-9A-Fa-f])(?:=(?:2[0-9A-Fa-f]|3[0-9]))+")
_NUMBER = re.compile(r"(?<!=)(?<!=[0-9A-Fa-f])=2[Bb][1-9](?:[0-9]|=2[089DEFdef])+")
_CHARACTER = re.compile("=[0-9A-Fa-f]{2}|.")
_NAMED = re.compile("quoted-printable", re.IGNORECASE)


def escapes_in(text: str) -> re.Pattern[str]:
    """What is escaped in `text`: runs of escapes, or numbers written with them."""
    return _ALL if _NAMED.search(text) else _NUMBER


def unescaped(match: re.Match[str]) -> Iterable[tuple[int, str]]:
    """The pieces of a match of `escapes_in`: how many characters, and what they mean."""
    return [
        (len(part), chr(int(part[1:], 16)) if len(part) == 3 else part)
        for part in _CHARACTER.findall(match.group())
    ]
