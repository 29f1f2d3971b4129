"""Candidates: digits in groups that have the shape of a phone number."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Form(StrEnum):
    """The ways to write a number that the shapes distinguish."""

    INTERNATIONAL = "international"
    CODE = "27"
    NATIONAL = "national"
    NINE = "nine digits"
    TWINS = "two numbers in one run of digits"
    BROKEN = "broken over two lines"
    LETTERS = "letters"
    LOOK_ALIKE = "letters that look like digits"
    SPREADSHEET = "27 in a spreadsheet"
    SPREADSHEET_NINE = "nine digits in a spreadsheet"


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
        """Whether the digits are written in groups."""
        return len(self.groups) > 1

    @property
    def bare(self) -> bool:
        """Nothing but digits, as an account or a serial number is written too."""
        return not self.grouped and self.form in (Form.NATIONAL, Form.CODE)


GAP = r"[ .()\[\]\t-]{0,3}"
"""What may stand between two digits of a number, as a regular expression."""

GAP_WITHIN = re.compile(r"[ ]{1,3}| ?- ?|\.| ?-?[(\[] ?| ?[)\]] ?[-.]? ?| ?/ ?|\t|[)\]] ?[(\[]")
"""The gaps that people write, of those that GAP allows."""

_GROUP = re.compile("[0-9]+")


class Groups:
    """The groups of digits of text[start:end], and the text between them."""

    def __init__(self, text: str, start: int, end: int) -> None:
        found = list(_GROUP.finditer(text, start, end))
        self.digits = [group.group() for group in found]
        self.lengths = tuple(len(digits) for digits in self.digits)
        self.ends = [group.end() for group in found]
        self.gaps = [text[before.end() : after.start()] for before, after in pairwise(found)]
        self._text, self.start, self.end = text, start, end
        inside = text[start:end]
        closes = inside.count(")") + inside.count("]") > inside.count("(") + inside.count("[")
        self.opened = closes and start > 0 and text[start - 1] in "(["
        self.opening = start - 1 if self.opened else start
        balanced = not closes or self.opened
        self.sensible = balanced and all(map(GAP_WITHIN.fullmatch, self.gaps))
        if self.sensible and "." in self.gaps:
            self.sensible = self._dotted()

    def candidate(self, form: Form, dial: str, loose: bool = False) -> Candidate:
        """All the groups as one candidate."""
        return Candidate(form, self.opening, self.end, dial, self.lengths, loose)

    @property
    def apart(self) -> bool:
        """There is no other digit one character before or after."""
        around = (
            self._text[max(0, self.start - 2) : self.start] + self._text[self.end : self.end + 2]
        )
        return not re.search("[0-9]", around)

    def _dotted(self) -> bool:
        """Dots stand between all groups (082.555.1234, 011.5551234) or between none."""
        if len(self.lengths) == 2:
            return self.lengths[0] in (3, 4) and self.lengths[1] in (6, 7)
        return self.lengths[0] > 1 and set(self.gaps[1:]) == {"."}
