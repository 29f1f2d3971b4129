"""What has the shape of a phone number: digits in groups, before anyone asks what they mean.

South African numbers have nine digits behind 0, 27, +27 or 0027, and a group of digits ends
where the number ends. Numbers of other countries need their + or 00.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers


class Form(StrEnum):
    """The ways to write a number that the shapes tell apart."""

    INTERNATIONAL = "international"
    CODE = "27"
    NATIONAL = "national"
    NINE = "nine digits"
    TWINS = "two numbers in one run of digits"
    BROKEN = "broken over two lines"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Digits of a cleaned text that have the shape of a number.

    `dial`: what the numbering data is asked about ("+27821234567"). `groups`: the lengths of
    its groups of digits as written. `loose`: the grouping is rare, a label has to support it.
    """

    form: Form
    start: int
    end: int
    dial: str
    groups: tuple[int, ...]
    loose: bool = False

    @property
    def grouped(self) -> bool:
        """Whether somebody took the trouble to write the digits in groups."""
        return len(self.groups) > 1


_GAP = r"[ .()\[\]\t-]{0,3}"
_SHAPE = re.compile(
    rf"""
    [+0-8](?<![0-9][0-9])(?:
      (?<=\+) (?P<plus> [ ]?[(\[]?[0-9](?:{_GAP}[0-9]){{6,17}} )
    | (?<=0) (?:
        (?P<america> 11[ -]27{_GAP}[0-9](?:{_GAP}[0-9]){{8}}(?![0-9]) )
      | (?P<zeros> [ ]?0{_GAP}[1-9](?:{_GAP}[0-9]){{7,17}} )
      | (?P<twins> [1-9][0-9]{{8}}0[1-9][0-9]{{8}}(?![0-9]) )
      | (?P<national> {_GAP}[1-9](?:{_GAP}[0-9]){{8}}(?![0-9])
        | [1-9][0-9]{{1,2}}\)?[ ]?/[ ]?[0-9](?:[ -]?[0-9]){{5,6}}(?![0-9]) )
      )
    | (?<=2) (?P<code> 7{_GAP}(?:0{_GAP})?[1-9](?:{_GAP}[0-9]){{8}}(?![0-9]) )
    | (?<=[1-8]) (?P<nine> [0-9]\)?[ -]?[0-9]{{3}}[ -]?[0-9]{{4}}(?![0-9])
      | [0-9]{{2}}[ ][0-9]{{3}}[ ][0-9]{{3}}(?![0-9]) )
    )""",
    re.VERBOSE,
)
_BROKEN = re.compile(
    rf"""
    [+0](?<![0-9][0-9])(?:(?<=\+)[ ]?27{_GAP}0?)?[)]?
    (?:{_GAP}[0-9]){{0,8}} [ )-]{{0,2}}\n[> ]{{0,4}}
    [0-9](?:{_GAP}[0-9]){{1,8}}(?![0-9])""",
    re.VERBOSE,
)
_GAP_WITHIN = re.compile(r"[ ]{1,3}| ?- ?|\.| ?[(\[] ?| ?[)\]] ?[-.]? ?| ?/ ?|\t|[)\]] ?[(\[]")
_GROUP = re.compile("[0-9]+")
_AFTER_ZERO = frozenset({(1, 9), (1, 2, 7), (1, 2, 3, 4), (1, 3, 3, 3), (1, 2, 4, 3)})
_USUAL_JOINED = frozenset({(10,), (3, 3, 4), (3, 7), (4, 3, 3), (2, 2, 3, 4), (11,)})
_USUAL_ENDS = frozenset({(3, 4), (3, 7), (2, 7), (4, 3), (3, 3), (2, 9)})


def next_shape(text: str, position: int) -> re.Match[str] | None:
    """The first run of digits from `position` on that may be a number."""
    return _SHAPE.search(text, position)


def candidates_at(match: re.Match[str]) -> list[Candidate]:
    """What a match of `next_shape` may be; empty where the grouping makes no number."""
    text, form = match.string, match.lastgroup
    if form == "plus" or form == "zeros":
        return _international(match)
    groups = _Groups(text, match.start(), match.end())
    if not groups.sensible:
        return []
    digits = "".join(groups.digits)
    start = groups.opening
    if form == "twins":
        middle = match.start() + 10
        return [
            Candidate(Form.TWINS, match.start(), middle, f"+27{digits[1:10]}", (10,)),
            Candidate(Form.TWINS, middle, match.end(), f"+27{digits[11:]}", (10,)),
        ]
    if form == "america":
        return [_candidate(Form.INTERNATIONAL, groups, f"+{digits[3:]}")]
    if form == "code":
        return _code(groups, digits)
    if form == "nine":
        return [Candidate(Form.NINE, start, match.end(), f"+27{digits}", groups.lengths)]
    return _national(groups, digits)


class _Groups:
    """The groups of digits of text[start:end], and what stands between them."""

    def __init__(self, text: str, start: int, end: int) -> None:
        found = list(_GROUP.finditer(text, start, end))
        self.digits = [group.group() for group in found]
        self.lengths = tuple(len(digits) for digits in self.digits)
        self.ends = [group.end() for group in found]
        self.gaps = [
            text[before.end() : after.start()]
            for before, after in zip(found, found[1:], strict=False)
        ]
        self._text, self.start, self.end = text, start, end
        inside = text[start:end]
        closes = inside.count(")") + inside.count("]") > inside.count("(") + inside.count("[")
        opened = closes and start > 0 and text[start - 1] in "(["
        self.opening = start - 1 if opened else start
        balanced = not closes or opened
        self.sensible = balanced and all(map(_GAP_WITHIN.fullmatch, self.gaps))
        if self.sensible and "." in self.gaps:
            self.sensible = self._dotted()

    @property
    def apart(self) -> bool:
        """No further digit stands one character before or behind."""
        around = (
            self._text[max(0, self.start - 2) : self.start] + self._text[self.end : self.end + 2]
        )
        return not re.search("[0-9]", around)

    def _dotted(self) -> bool:
        """Dots stand between all groups (082.555.1234, 011.5551234) or between none."""
        if len(self.lengths) == 2:
            return self.lengths[0] in (3, 4) and self.lengths[1] in (6, 7)
        return self.lengths[0] > 1 and set(self.gaps[1:]) == {"."}


def _candidate(form: Form, groups: _Groups, dial: str, loose: bool = False) -> Candidate:
    return Candidate(form, groups.opening, groups.end, dial, groups.lengths, loose)


def _national(groups: _Groups, digits: str) -> list[Candidate]:
    lengths = groups.lengths
    if len(lengths) == 10:
        # Spelled digit by digit; "0 1 2 3 …" and "0 1 1 0 …" are other things.
        alike = len(set(groups.gaps)) == 1 and groups.gaps[0] in (" ", "-") and groups.apart
        spelled = alike and digits != "0123456789" and len(set(digits)) > 3
        return [_candidate(Form.NATIONAL, groups, f"+27{digits[1:]}", True)] if spelled else []
    if len(lengths) > 6 or lengths[:4] == (2, 2, 2, 2):
        return []
    if lengths[0] == 1 and (lengths not in _AFTER_ZERO or groups.gaps[0] in ("-", ".")):
        return []
    loose = lengths[0] == 2 or (1 in lengths[1:] and not digits.startswith("08"))
    loose = loose or (lengths[-1] == 1 and len(lengths) > 1)
    return [_candidate(Form.NATIONAL, groups, f"+27{digits[1:]}", loose)]


def _code(groups: _Groups, digits: str) -> list[Candidate]:
    national = digits[2:].removeprefix("0")
    if len(national) != 9:
        return []
    lengths = groups.lengths
    # 27 825 551 234 is how people write an amount, 27 11 2023 a day.
    amount = len(lengths) == 4 and lengths == (2, 3, 3, 3)
    day = lengths[:3] == (2, 2, 4) and 1 <= int(groups.digits[1]) <= 12
    tight = lengths[0] not in (1, 2, 4, 5, 11, 12)
    loose = amount or day or tight or len(lengths) > 6
    return [_candidate(Form.CODE, groups, f"+27{national}", loose)]


def _international(match: re.Match[str]) -> list[Candidate]:
    """The longest run of whole groups that the numbering data knows.

    Numbers of many countries have no fixed length, so that a time or a house number behind
    one can only be told by what is left when it goes.
    """
    text, start = match.string, match.start()
    groups = _Groups(text, start, match.end())
    sensible = [index for index, gap in enumerate(groups.gaps) if not _GAP_WITHIN.fullmatch(gap)]
    count = sensible[0] + 1 if sensible else len(groups.digits)
    whole = groups.ends[count - 1] >= len(text) or not text[groups.ends[count - 1]].isdigit()
    count -= 0 if whole else 1
    zeros = 0 if match["plus"] else 2
    if not 0 < count <= 8:
        return []
    for kept in range(count, max(count - 4, 0), -1):
        digits = "".join(groups.digits[:kept])[zeros:]
        dial = _dial(digits)
        if dial and _ends_alone(text, groups.ends[kept - 1]):
            opened = start > 0 and text[start - 1] in "(["
            end = groups.ends[kept - 1]
            closed = text.count(")", start, end) > text.count("(", start, end)
            return [
                Candidate(
                    Form.INTERNATIONAL,
                    start - 1 if opened and closed else start,
                    end,
                    dial,
                    groups.lengths[:kept],
                )
            ]
    return []


def _dial(digits: str) -> str:
    """ "+" and digits, without the trunk 0 that stands in brackets; "" if there is no such."""
    if digits.startswith("0"):
        typed_plus = re.fullmatch("0?0?27([1-9][0-9]{8})|0([1-9][0-9]{8})", digits)
        return f"+27{typed_plus[1] or typed_plus[2]}" if typed_plus else ""
    if digits.startswith("27"):
        national = digits[2:].removeprefix("0")
        return f"+27{national}" if len(national) == 9 else ""
    if not 7 <= len(digits) <= 16:
        return ""
    try:
        parsed = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _ends_alone(text: str, end: int) -> bool:
    """Not in the middle of a time (08:00, 8h30), a date or a decimal."""
    return re.match(r"[0-9]|[:h][0-9]|[.,/-][0-9]{2}(?![0-9])", text[end : end + 4]) is None


def broken_shapes(text: str) -> list[Candidate]:
    """Numbers that a line break cuts in two, in the groupings that people use."""
    return [found for match in _BROKEN.finditer(text) if (found := _broken(match))]


def _broken(match: re.Match[str]) -> Candidate | None:
    text = match.string
    groups = _Groups(text, match.start(), match.end())
    country = 2 if "+" in match.group() else 0
    line_break = text.index("\n", match.start())
    upper = sum(end <= line_break for end in groups.ends)
    digits = ""
    for count, (group, end) in enumerate(zip(groups.digits, groups.ends, strict=True), 1):
        digits += group
        national = digits[country:].removeprefix("0")
        if len(national) != 9 or count <= upper:
            continue
        lengths = groups.lengths[:count]
        middle = lengths[upper - 1] + lengths[upper]
        joined = (*lengths[: upper - 1], middle, *lengths[upper + 1 :])
        if lengths[-2:] in _USUAL_ENDS:
            return Candidate(Form.BROKEN, match.start(), end, f"+27{national}", lengths)
        if joined in _USUAL_JOINED:
            return Candidate(Form.BROKEN, match.start(), end, f"+27{national}", joined, True)
    return None
