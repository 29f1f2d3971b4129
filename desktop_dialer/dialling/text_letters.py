"""Vanity numbers: 0860 FLOWERS, on the letters of the keypad (ITU-T E.161)."""

import re

from .text_groups import Candidate, Form

_VANITY = re.compile(
    r"(?P<prefix>08(?<![0-9A-Za-z+]08)[0-9](?:[ -]?[0-9]){0,3})[ -]?"
    r"(?P<letters>[A-Z]{2,10}(?:[ -][A-Z0-9]{2,7}){0,3})(?![0-9A-Za-z])"
)
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_LABELS = frozenset({"FAX", "TEL", "CELL", "EMAIL", "EXT", "OR", "AND", "TO", "FOR", "IS", "OF"})


def letter_shapes(text: str) -> list[Candidate]:
    """The vanity numbers of a cleaned text. The exchange stops listening after ten digits."""
    return [found for match in _VANITY.finditer(text) if (found := _read(match))]


def _read(match: re.Match[str]) -> Candidate | None:
    prefix = re.sub("[ -]", "", match["prefix"])
    digits, end = prefix, match.end("prefix")
    for word in re.finditer("[A-Z0-9]+", match["letters"]):
        if len(digits) >= 10 or word.group() in _LABELS:
            break
        digits += word.group().translate(_KEYPAD)
        end = match.start("letters") + word.end()
    if len(digits) < 10:
        return None
    groups = (len(prefix), len(digits) - len(prefix))
    return Candidate(Form.LETTERS, match.start(), end, f"+27{digits[1:10]}", groups)
