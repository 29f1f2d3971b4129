"""What has the shape of a phone number: digits in groups, before anyone asks what they mean.

South African numbers have nine digits behind 0, 27, +27 or 0027, and a group of digits ends
where the number ends. Numbers of other countries need their + or 00.
"""

import re

from .groups import GAP, Candidate, Form, Groups
from .international import international

_SHAPE = re.compile(
    rf"""
    [+0-8](?<![0-9][0-9])(?:
      (?<=\+) (?P<plus> [ ]?[(\[]?[0-9](?:{GAP}[0-9]){{6,17}}
        | [ ]?[(\[]?[0-9](?:{GAP}[0-9]){{2,5}}[)]?[ ]?/[ ]?[0-9](?:{GAP}[0-9]){{4,9}} )
    | (?<=0) (?:
        (?P<america> 11[ -]27{GAP}[0-9](?:{GAP}[0-9]){{8}}(?![0-9]) )
      | (?P<zeros> [ ]?0{GAP}[1-9](?:{GAP}[0-9]){{7,17}} )
      | (?P<twins> [1-9][0-9]{{8}}0[1-9][0-9]{{8}}(?![0-9]) )
      | (?P<national> {GAP}[1-9](?:{GAP}[0-9]){{8}}(?![0-9])
        | [1-9][0-9]{{1,2}}\)?[ ]?/[ ]?[0-9](?:[ -]{{0,3}}[0-9]){{5,6}}(?![0-9]) )
      )
    | (?<=2) (?P<code> 7{GAP}(?:0{GAP})?[1-9](?:{GAP}[0-9]){{8}}(?![0-9]) )
    | (?<=[1-8]) (?P<nine> [0-9]\)?[ -]?[0-9]{{3}}[ -]?[0-9]{{4}}(?![0-9])
      | [0-9]{{2}}[ ][0-9]{{3}}[ ][0-9]{{3}}(?![0-9]) )
    )""",
    re.VERBOSE,
)
_AFTER_TWO = frozenset({(2, 8), (2, 1, 7), (2, 1, 3, 4)})
_AFTER_ZERO = frozenset({(1, 9), (1, 2, 7), (1, 2, 3, 4), (1, 3, 3, 3), (1, 2, 4, 3)})


def next_shape(text: str, position: int) -> re.Match[str] | None:
    """The first run of digits from `position` on that may be a number."""
    return _SHAPE.search(text, position)


def candidates_at(match: re.Match[str]) -> list[Candidate]:
    """What a match of `next_shape` may be; empty where the grouping makes no number."""
    form = match.lastgroup or ""
    if form in ("plus", "zeros"):
        return international(match, 2 if form == "zeros" else 0)
    groups = Groups(match.string, match.start(), match.end())
    return _READERS[form](groups, "".join(groups.digits)) if groups.sensible else []


def _twins(groups: Groups, digits: str) -> list[Candidate]:
    middle = groups.start + 10
    return [
        Candidate(Form.TWINS, groups.start, middle, f"+27{digits[1:10]}", (10,)),
        Candidate(Form.TWINS, middle, groups.end, f"+27{digits[11:]}", (10,)),
    ]


def _national(groups: Groups, digits: str) -> list[Candidate]:
    lengths = groups.lengths
    if len(lengths) == 10:
        # Spelled digit by digit; "0 1 2 3 …" and "0 1 1 0 …" are other things.
        alike = len(set(groups.gaps)) == 1 and groups.gaps[0] in (" ", "-") and groups.apart
        spelled = alike and digits != "0123456789" and len(set(digits)) > 3
        return [groups.candidate(Form.NATIONAL, f"+27{digits[1:]}", True)] if spelled else []
    if len(lengths) > 6:
        return []
    # 01 42 68 53 00 is French, (02) 9374 4000 Australian; ours is "08 25816642".
    if lengths[0] == 2 and (lengths not in _AFTER_TWO or digits[1] not in "678" or groups.opened):
        return []
    if lengths[0] == 1 and (lengths not in _AFTER_ZERO or groups.gaps[0] in ("-", ".")):
        return []
    loose = lengths[0] == 2 or (1 in lengths[1:] and not digits.startswith("08"))
    loose = loose or (lengths[-1] == 1 and len(lengths) > 1)
    return [groups.candidate(Form.NATIONAL, f"+27{digits[1:]}", loose)]


def _code(groups: Groups, digits: str) -> list[Candidate]:
    national = digits[2:].removeprefix("0")
    if len(national) != 9:
        return []
    lengths = groups.lengths
    # 27 825 551 234 is how people write an amount, 27 11 2023 a day.
    amount = len(lengths) == 4 and lengths == (2, 3, 3, 3)
    day = lengths[:3] == (2, 2, 4) and 1 <= int(groups.digits[1]) <= 12
    tight = lengths[0] not in (1, 2, 4, 5, 11, 12)
    loose = amount or day or tight or len(lengths) > 6
    return [groups.candidate(Form.CODE, f"+27{national}", loose)]


_READERS = {
    "twins": _twins,
    "america": lambda groups, digits: [groups.candidate(Form.INTERNATIONAL, f"+{digits[3:]}")],
    "code": _code,
    "nine": lambda groups, digits: [groups.candidate(Form.NINE, f"+27{digits}")],
    "national": _national,
}
