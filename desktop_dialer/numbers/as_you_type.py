"""A number grouped while it is being typed, with the cursor kept beside its digit.

Only what a person types digit by digit is grouped: ASCII digits, plain spaces and a leading
plus. Brackets, dashes and words are somebody's own way of writing and stay as they are.
"""

import re

from phonenumbers import AsYouTypeFormatter

_GROUPABLE = re.compile(r" *\+?[0-9 ]*")
_SEPARATORS = re.compile(r"[^+0-9]+")
LONGEST = 17
"""Digits: 15 of E.164 behind 00. More than that are several numbers, not to be run together."""


def group_as_typed(text: str, cursor: int, region: str = "ZA") -> tuple[str, int]:
    """`text` in the groups of its numbering plan, and where `cursor` (characters) went.

    `region`: two letters (ISO 3166-1), where numbers without a country code belong. The digits
    never change, only the spaces between them.
    """
    kept = _SEPARATORS.sub("", text)
    if not _GROUPABLE.fullmatch(text) or len(kept) > LONGEST:
        return text, cursor
    formatter = AsYouTypeFormatter(region)
    grouped = ""
    for character in kept:
        grouped = formatter.input_digit(character)
    grouped = _SEPARATORS.sub(" ", grouped).strip()
    if grouped.replace(" ", "") != kept:
        return text, cursor
    before = len(_SEPARATORS.sub("", text[:cursor]))
    return grouped, _behind(grouped, before)


def _behind(grouped: str, count: int) -> int:
    """The position behind the `count`-th character that is not a space."""
    for position, character in enumerate(grouped):
        if count == 0:
            return position
        count -= character != " "
    return len(grouped)
