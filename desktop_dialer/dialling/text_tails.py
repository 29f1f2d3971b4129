"""Numbers of which only the end is written: 011 283 0540/1/2, 012 342 3370 or 342 9315.

The beginning is that of the number in front. What follows a number and is no tail: a time, a
date, an amount, "24 hours".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .text_shapes import candidates_at, next_shape
from .text_words import Word, part_of

_SLASH = re.compile(r"[ ]?[/\\][ ]?(?P<tail>[0-9]{3}[ -]?[0-9]{4}|[0-9]{1,4})(?![0-9])")
_WORD = re.compile(
    r"\s?(?:[,;&]|,?\s?(?:or|and|of|en|&)\b)\s?(?:or |and |of |en )?"
    r"(?P<tail>[2-9][0-9]{2}[ -]?[0-9]{4}|[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"[ ,;|)-]{1,4}(?P<words>[A-Za-z][A-Za-z .&]{0,24}?)[.:]{0,2}[ ]"
    r"(?P<tail>[2-9][0-9]{2}[ -][0-9]{4})(?![0-9])"
)
_UNIT = re.compile(
    r"\s?(?:h(?:ours?|rs?|r)?|uur|ure|days?|dae|dag|min\w*|pm|am|%|km|kg|per|x|people|units?)\b|"
    r"[:.,/-][0-9]|h[0-9]|/[0-9]|\s?[A-Za-z]+\s(?:road|street|ave|st|rd|straat|weg)\b",
    re.IGNORECASE,
)
_LIMIT = 12


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a number at text[start:end]; `dial` is the whole number."""

    start: int
    end: int
    dial: str


def tails_after(text: str, end: int, dial: str) -> Iterator[Tail]:
    """The tails behind the South African number `dial` that ends at `end`."""
    for _ in range(_LIMIT):
        match = _SLASH.match(text, end) or _WORD.match(text, end) or _LABELLED.match(text, end)
        if match is None or not _is_tail(match, dial) or _whole_number(match):
            return
        digits = re.sub("[^0-9]", "", match["tail"])
        whole = dial[: -len(digits)] + digits
        start, end = match.span("tail")
        if whole != dial:
            yield Tail(start, end, whole)


def _whole_number(match: re.Match[str]) -> bool:
    """Whether a complete number begins where the tail would: 083 282 5904/072 381 3504."""
    following = next_shape(match.string, match.start("tail"))
    if following is None or following.start() > match.start("tail"):
        return False
    return bool(candidates_at(following)) and following.lastgroup != "nine"


def _is_tail(match: re.Match[str], dial: str) -> bool:
    behind = match.string[match.end() : match.end() + 24]
    slashed = match.re is _SLASH
    chained = slashed and re.match(r"/[0-9]{1,4}(?![0-9/])", behind)
    if _UNIT.match(behind) and not chained:
        return False
    tail = match["tail"]
    if match.re is _LABELLED:
        words = match["words"].lower().split()
        parts = {part_of(word.strip(".")) for word in words}
        money = {"r", "zar"} & set(words)
        return (
            len(words) <= 3
            and not money
            and not parts & {Word.OTHER, Word.OTHER_IF_NUMBER, Word.NUMBER}
        )
    if len(tail) == 4 and not slashed:
        return tail[:2] == dial[-4:-2]
    return True
