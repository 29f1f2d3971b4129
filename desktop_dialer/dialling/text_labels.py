"""The words beside a number, English and Afrikaans, and whether they call it a phone.

The nearest word decides. A word for something else counts only where nothing but "number",
"no", "is" and the like stands between it and the digits: "Account no 0112345678" is an
account, "Account enquiries 011 234 5678" is a phone.
"""

import re
from enum import Enum

from .text_words import Word, part_of


class Label(Enum):
    """What the words beside a number call it."""

    NONE = 0
    PHONE = 1
    OTHER = 2
    OTHER_IN_PASSING = 3
    """Something else, without "number" or a colon: "lost card 0800 …"."""

    @property
    def other(self) -> bool:
        """Whether the words name something other than a phone."""
        return self in (Label.OTHER, Label.OTHER_IN_PASSING)


_NOT_OTHER = frozenset({("to", "order"), ("caller", "id")})
_CURT = frozenset({"id", "ref", "acc", "acct", "po", "reg", "inv"})
_SINGLE = frozenset("tcmfwhpdo")
_SPLIT = re.compile(r"[A-Z]+(?![a-zà-ÿ])|[A-Z]?[a-zà-ÿ]+|[#:=]|[0-9]+|[^\W\d_]+")
_SENTENCE_END = re.compile(r"([^\W\d_]*)\)?([.!?])\s")
_ASIDE = re.compile(r"\([^()0-9]*\)")
REACH = 100
"""Characters in front of a number in which its label is looked for."""


def label_before(text: str, floor: int, start: int, bare: bool = True) -> Label:
    """What the words in text[floor:start], on the number's line, call it.

    `bare`: False where the text is a heading, which has to say "number" to name something
    else: web pages put "My account" above a phone number.
    """
    clause = text[max(floor, start - REACH) : start]
    clause = clause[_sentence_start(clause) :]
    tokens = _SPLIT.findall(_ASIDE.sub(" ", clause))
    if clause.endswith(")"):
        tokens = _SPLIT.findall(clause)
    if _single_letter(clause):
        return Label.PHONE
    return _nearest([token.lower() for token in tokens], bare)


def _sentence_start(clause: str) -> int:
    """Where the last sentence begins; "Tel." and "J." end none."""
    start = 0
    for match in _SENTENCE_END.finditer(clause):
        word = match[1].lower()
        if match[2] != "." or (len(word) > 1 and part_of(word) is Word.NEUTRAL):
            start = match.end()
    return start


def _single_letter(clause: str) -> bool:
    """T: or (c) or m. directly in front of the number."""
    match = re.search(r"(?:^|[^A-Za-z0-9])([A-Za-z])(?:\)? ?[:.|]| ?\)) ?[(\[]?$", clause)
    return match is not None and match[1].lower() in _SINGLE


def _nearest(tokens: list[str], bare: bool) -> Label:
    numbered = not_adjacent = 0
    for place in range(len(tokens) - 1, -1, -1):
        word = tokens[place]
        part = part_of(word)
        if part is Word.PHONE:
            return Label.PHONE
        if (word.isdigit() and len(word) > 3) or not_adjacent > 2:
            return Label.NONE
        if part is Word.NUMBER:
            numbered += 1
        elif not not_adjacent and _names_other(tokens, place, part, bool(numbered), bare):
            plain = numbered or {":", "#", "="} & set(tokens[place:]) or word in _CURT
            return Label.OTHER if plain else Label.OTHER_IN_PASSING
        elif part is not Word.LINKING:
            not_adjacent += 1
    return Label.NONE


def _names_other(tokens: list[str], place: int, part: Word, numbered: bool, bare: bool) -> bool:
    if place and (tokens[place - 1], tokens[place]) in _NOT_OTHER:
        return False
    if part is Word.OTHER:
        says_number = tokens[place].endswith(("nommer", "number", "nr", "no"))
        return bare or numbered or says_number or ":" in tokens[place:]
    return part is Word.OTHER_IF_NUMBER and numbered


def label_after(text: str, end: int) -> Label:
    """What a word in brackets behind the number calls it: "082 … (cell)", "011 … (acc no)"."""
    match = re.match(r"\s?[(\[]([A-Za-z]{2,12})[^()\[\]0-9]{0,20}[)\]]", text[end : end + 40])
    if match is None:
        return Label.NONE
    part = part_of(match[1].lower())
    return {Word.PHONE: Label.PHONE, Word.OTHER: Label.OTHER}.get(part, Label.NONE)
