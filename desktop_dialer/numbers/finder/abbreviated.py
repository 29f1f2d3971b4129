"""Numbers of which only the end is written: 011 283 0540/1/2, 012 342 3370 or 342 9315.

Numbers of other countries have them too: +264 61 250 188 / 250 189. The beginning is that of the
number in front. What follows a number and is not a tail: a time, a date, an amount, "24 hours".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .groups import Candidate
from .shapes import candidates_at, next_shape
from .vocabulary import Word, part_of

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
# Elsewhere numbers have other lengths: a tail is written in the groups of the number in front.
_GROUPED = re.compile(
    r"\s?(?:[/\\,;&]|\b(?:or|and|of|en|e)\b)\s?(?P<tail>[0-9]{2,4}[ -][0-9]{3,4})(?![0-9])"
)
# 555 0180,81: counting on, which a decimal or the next column of a file hardly does.
_COMMA = re.compile(r",(?P<tail>[0-9]{1,2})(?![0-9]|[.:][0-9]|\s?%)")
_FURTHEST = 20
"""How far a tail behind a comma may count on."""
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


def tails_after(text: str, number: Candidate) -> Iterator[Tail]:
    """The tails behind `number`, which the numbering data knows."""
    end, dial = number.end, number.dial
    for _ in range(_LIMIT):
        match = _next(text, end, number, dial)
        if match is None or _whole_number(match):
            return
        digits = re.sub("[^0-9]", "", match["tail"])
        whole = number.dial[: -len(digits)] + digits
        start, end = match.span("tail")
        if whole != dial:
            yield Tail(start, end, whole)
            dial = whole if match.re is _COMMA else dial


def _next(text: str, end: int, number: Candidate, dial: str) -> re.Match[str] | None:
    if (match := _COMMA.match(text, end)) and _counts_on(match, number, dial):
        return match
    if number.dial.startswith("+27"):
        match = _SLASH.match(text, end) or _WORD.match(text, end) or _LABELLED.match(text, end)
    else:
        match = _grouped_alike(text, end, number) or _SLASH.match(text, end)
    return match if match and _is_tail(match, number.dial) else None


def _counts_on(match: re.Match[str], number: Candidate, dial: str) -> bool:
    text, tail = match.string, match["tail"]
    in_a_file = not number.grouped or text[number.start - 1 : number.start] == ","
    further = int(tail) - int(dial[-len(tail) :])
    last = _COMMA.match(text, match.end()) or not _UNIT.match(text, match.end())
    return not in_a_file and 0 < further <= _FURTHEST and bool(last)


def _grouped_alike(text: str, end: int, number: Candidate) -> re.Match[str] | None:
    match = _GROUPED.match(text, end)
    groups = tuple(len(group) for group in re.findall("[0-9]+", match["tail"])) if match else ()
    return match if groups and groups == number.groups[-2:] else None


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
