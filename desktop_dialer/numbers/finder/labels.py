"""The words beside a number, English and Afrikaans, and whether they call it a phone.

The nearest word decides. A word for something else counts only where nothing but "number",
"no", "is" and the like stands between it and the digits: "Account no 0112345678" is an
account, "Account enquiries 011 234 5678" is a phone.
"""

import re
from enum import Enum

from .nouns import names_desk, names_person, names_thing
from .places import TWO_WORDS, places
from .vocabulary import PREFIX, Word, part_of, word_set


class Label(Enum):
    """What the words beside a number call it."""

    NONE = 0
    PHONE = 1
    OTHER = 2
    OTHER_IN_PASSING = 3
    """Something else, without "number" or a colon: "lost card 0800 …"."""
    THING = 4
    """A thing that has numbers of its own: "locker 0115550101". Speaks against bare digits."""
    NOUN = 5
    """A word that says nothing of phones: "Sipho 0825550101". Leaves a doubt at bare digits."""

    @property
    def other(self) -> bool:
        """Whether the words name something other than a phone."""
        return self in (Label.OTHER, Label.OTHER_IN_PASSING)


_NOT_OTHER = frozenset({("to", "order"), ("caller", "id")})
_CURT = frozenset({"id", "ref", "acc", "acct", "po", "reg", "inv"})
_SINGLE = frozenset("tcmfwhpdo")
_SPLIT = re.compile(r"[A-Z]+(?![a-zà-ÿ])|[A-Z]?[a-zà-ÿ]+|[#:=]|[0-9]+|[^\W\d_]+")
# The word before these does not name the digits after them: "reach Mary on …".
_BRIDGES = word_set(
    """at on by of for to from under between than about per with via using use op van vir na met
    onder oor aan in"""
)
_PAUSE = re.compile(r"[|;,\t\n!?>})\]]| -+ ?(?! )|[\w.+-]*@[\w.-]*")
_INLINE_TAGS = re.compile(r"</?(?:b|i|u|em|strong|span|font|label|td|th|dt|dd)\s?>", re.IGNORECASE)
_GLUED_PREFIX = re.compile(rf"(?<![^\W_]){PREFIX}-$")
_MIXED = re.compile(r"(?P<letters>[^\W\d_]+)[0-9]+[ :#=]*$")
_CODE_NAME = re.compile(
    r"(?:\b[A-Z]/N|id=[\"']?|\b(?i:sold|ship|bill)[ -]to)[ :#]*$"
)  # S/N, msgid=
_FULL_NAME = re.compile(
    r"(?<![^\W_])(?P<first>[A-Z][a-zà-ÿ'’-]+|[A-Z]\.?|[A-Z][a-z]{1,4}\.)[ -]{1,2}"
    r"(?:[Vv]an [Dd]e[rn]? |(?:[Vv][ao]n|[Dd]e[rn]?|[Dd]u|[Ll][ea]) )?"
    r"[A-Z][\w'’-]*[a-zà-ÿ][ :(.-]*$"
)
_TITLES = word_set(
    """mr mrs ms miss dr prof adv rev hon cllr clr mnr mev me ds past pastor sir madam sis bra bro
    mme ntate rre mma oom tannie ouma oupa uncle aunt aunty auntie sister brother inspector capt
    const sgt nurse"""
)
_SENTENCE_END = re.compile(r"([^\W\d_]*)\)?([.!?])\s")
_IN_BRACKETS = re.compile(r"\s?[(\[]([A-Za-z]{2,12})[^()\[\]0-9]{0,20}[)\]]")
_CALLED = re.compile(
    r" (?:as|is|was|are) (?:(?:your|my|our|his|her|their|the|a|an) )?"
    r"(?P<words>[A-Za-z]{2,14}(?: [A-Za-z]{2,14}){0,2})"
)
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
    words = _INLINE_TAGS.sub(" ", clause) if "<" in clause else clause
    tokens = _SPLIT.findall(words if words.endswith(")") else _ASIDE.sub(" ", words))
    if _single_letter(words):
        return Label.PHONE
    label = _nearest([token.lower() for token in tokens], bare)
    label = _apposed(clause, bare) if label is Label.NONE else label
    if label is Label.NONE and words != clause and _apposed(words, bare) is Label.THING:
        return Label.THING  # <td>Locker</td><td>0825550101</td>; a mere name there is no doubt
    return label


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


def _apposed(clause: str, bare: bool) -> Label:
    """What the noun directly in front of the digits says, where it is not a word for a phone."""
    piece = _PAUSE.split(clause[-60:])[-1]
    if _GLUED_PREFIX.search(piece):
        return Label.NONE  # "shayela ku-012 …": to 012 …
    if bare and _CODE_NAME.search(piece):
        return Label.THING
    words = [token.lower() for token in _SPLIT.findall(piece)]
    numbered = False
    for place, word in zip(range(len(words), 0, -1), reversed(words), strict=True):
        part = part_of(word)
        if part is Word.NUMBER:
            numbered = True
        elif numbered and word == ":":
            return Label.NONE  # "Pieter: new number 082 …"
        elif word in _BRIDGES or names_desk(word) or _is_place(words[:place]):
            return Label.NONE
        elif part is not Word.LINKING:
            return _named_by(word, numbered, bare, piece)
    return Label.NONE


def _is_place(words: list[str]) -> bool:
    return words[-1] in places() or " ".join(words[-2:]) in TWO_WORDS


def _named_by(word: str, numbered: bool, bare: bool, piece: str) -> Label:
    mixed = _MIXED.search(piece)  # WPA2 0825550101
    if word.isdigit() and not mixed:
        return Label.NONE
    if names_person(word):
        return Label.NOUN if bare or numbered else Label.NONE
    coded = mixed is not None and len(mixed["letters"]) > 1
    if numbered or (bare and (coded or names_thing(word))):
        return Label.THING
    if _is_full_name(piece):
        return Label.NONE
    return Label.NOUN if bare and (len(word) > 1 or mixed) else Label.NONE


def _is_full_name(piece: str) -> bool:
    """Whether `piece` ends with somebody's name and surname, as lists of people have them."""
    match = _FULL_NAME.search(piece)
    if match is None:
        return False
    first = match["first"].lower().rstrip(".")
    return first in _TITLES or (part_of(first) is Word.NEUTRAL and not names_thing(first))


def label_after(text: str, end: int) -> Label:
    """What the words behind the number call it: "082 … (cell)", "011 … as your reference"."""
    behind = text[end : end + 60]
    if match := _IN_BRACKETS.match(behind):
        part = part_of(match[1].lower())
        return {Word.PHONE: Label.PHONE, Word.OTHER: Label.OTHER}.get(part, Label.NONE)
    match = _CALLED.match(behind)
    words = match["words"].lower().split() if match else []
    if any(part_of(word) is Word.PHONE for word in words):
        return Label.PHONE
    named = any(part_of(word) is Word.OTHER or names_thing(word) for word in words)
    return Label.THING if named else Label.NONE
