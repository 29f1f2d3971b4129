"""Whose page is this: hints that a number written nationally belongs to another country.

Hints are a country's name or a well-known city as an address has them, a domain, a dialling
code or a word for "telephone" in another language. The nearest decide: those on the number's
own line, else in its paragraph, else anywhere in the text. A hint counts only where the number
really is one in that country, and on a page that names South Africa only on its own line, so
that "London" on a page from Durban makes nothing foreign.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import phonenumbers

from ...model.countries import is_country
from .places import HOME, TWO_WORDS, places
from .vocabulary import Word, foreign_regions, part_of

REACH = 2000
"""Characters to either side of a number in which its line and paragraph are looked for."""
_BESIDE = 5
_DOMAIN_REGIONS = {"uk": "GB"}
_DOMAIN = re.compile(
    r"(?:www\.|@|://)[\w.-]{1,80}\.([a-z]{2})(?![\w-]|\.\w)|[\w-]\.(?:com?|org|net|gov|ac)\.([a-z]{2})(?!\w)",
    re.IGNORECASE,
)
_ADDRESS_WORD = re.compile(
    r"\s*(?:[,;:.)(|/<\n-]|[0-9+]|\Z|(?:office|branch|kantoor|tel|phone)\b)", re.IGNORECASE
)
_HOME_IN_SHORT = frozenset({"SA", "RSA", "ZA"})
_HEADS = re.compile(
    r"(?:[ ][a-z-]+){0,2}[ ]?[:)/|]|[ ](?:[Oo]ffice|[Ll]ine|[Tt]el|[Pp]hone|[Kk]antoor|[(+0-9])"
)
_COMPANY = re.compile(r"([A-Z]\w*)[ ]$")
_CODE = re.compile(r"(?<![\w+])\+([1-9][0-9]{0,2})")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NEXT_SENTENCE = re.compile(r"\s+[A-Z][\w']*(?: [a-z][\w']*)+[^.!?\n]{0,200}[.!?]")
_MARK = re.compile("[0-9@|:]")
_LOWER_WORD = re.compile(r"\b[a-z]+\b")
_STOPS = re.compile(r"[.!?\n]")
_SENTENCE = 300
"""Characters to either side in which the ends of a sentence are looked for."""


class _Scope(IntEnum):
    """How near a hint stands."""

    LINE = 0
    PARAGRAPH = 1
    TEXT = 2


@dataclass(frozen=True, slots=True)
class _Hint:
    position: int
    regions: tuple[str, ...]
    firm: bool
    """A domain, dialling code or language, not a mere name."""


class Countries:
    """The hints of one cleaned text, found when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._hints: list[_Hint] | None = None
        self._positions: list[int] = []
        self._at_home = False

    def foreign(self, start: int, end: int, national: str) -> tuple[str, bool]:
        """The country to which a number written nationally seems to belong, "" for home.

        Second: whether that is certain enough to leave it alone. `national`: its ten digits.
        """
        if self._hints is None:
            self._hints = sorted(self._search(), key=lambda hint: hint.position)
            self._positions = [hint.position for hint in self._hints]
            self._at_home = any(HOME in hint.regions for hint in self._hints)
        for scope in _Scope if self._hints else ():
            if scope is not _Scope.LINE and self._at_home:
                return "", False
            near = self._near(scope, start, end)
            region, firm = _decide(near, start, national)
            if region or any(HOME in hint.regions for hint in near):
                return region, firm or scope is not _Scope.TEXT
        return "", False

    def _near(self, scope: "_Scope", start: int, end: int) -> list["_Hint"]:
        """The hints of the scope next to the number, a few on each side."""
        low, high = 0, len(self._text)
        breaks = {_Scope.LINE: "\n", _Scope.PARAGRAPH: "\n\n"}.get(scope)
        if breaks:
            low = self._text.rfind(breaks, max(0, start - REACH), start) + 1
            low = low or max(0, start - REACH)
            found = self._text.find(breaks, end, end + REACH)
            high = end + REACH if found < 0 else found
        place = bisect_left(self._positions, start)
        beside = (self._hints or [])[max(0, place - _BESIDE) : place + _BESIDE]
        return [hint for hint in beside if low <= hint.position < high]

    def _search(self) -> list[_Hint]:
        text, names = self._text, places()
        hints = []
        before = ""
        for match in _WORD.finditer(text):
            word = match.group().lower()
            region = TWO_WORDS.get(f"{before} {word}") or (
                names.get(word) if match.group()[0].isupper() else None
            )
            region = region or _named_in_short(match)
            before = word
            if region and (region == HOME or _in_address(match)):
                hints.append(_Hint(match.start(), (region,), False))
            elif regions := foreign_regions(word):
                hints.append(_Hint(match.start(), regions, True))
        hints += [_Hint(m.start(), r, True) for m in _DOMAIN.finditer(text) if (r := _of_domain(m))]
        hints += [_Hint(m.start(), r, True) for m in _CODE.finditer(text) if (r := _of_code(m))]
        return hints


def _in_address(match: re.Match[str]) -> bool:
    """Not a surname, not in passing.

    Punctuation, a digit, the line's end or the next sentence follows, and it is in no
    sentence without digits, which is prose.
    """
    text, start, end = match.string, match.start(), match.end()
    next_sentence = _NEXT_SENTENCE.match(text, end)
    if not next_sentence and _ADDRESS_WORD.match(text, end) is None:
        return False
    behind = [""] if next_sentence else _STOPS.split(text[end : end + _SENTENCE], maxsplit=1)
    stopped = len(behind) > 1 and text[end + len(behind[0])] != "\n"
    if not (stopped or next_sentence) or _MARK.search(behind[0]):
        return True
    before = _STOPS.split(text[max(0, start - _SENTENCE) : start])[-1]
    *numbers, words = _MARK.split(before)
    lower = len(_LOWER_WORD.findall(words + behind[0]))
    return lower == 0 or (bool(numbers) and lower < 2)  # "Maputo, Moçambique." is no prose


def _named_in_short(match: re.Match[str]) -> str:
    """South Africa where "SA: 0800 …" stands; behind a company's name SA is a legal form."""
    if match.group() not in _HOME_IN_SHORT or not _HEADS.match(match.string, match.end()):
        return ""
    company = _COMPANY.search(match.string[max(0, match.start() - 30) : match.start()])
    if company and match.string[match.end() : match.end() + 1] != ":":
        return "" if part_of(company[1].lower()) is not Word.PHONE else HOME
    return HOME


def _of_domain(match: re.Match[str]) -> tuple[str, ...]:
    domain = (match[1] or match[2]).lower()
    region = _DOMAIN_REGIONS.get(domain, domain.upper())
    everywhere = region in ("ME", "IO", "TV", "CO", "AI")
    return (region,) if is_country(region) and not everywhere else ()


def _of_code(match: re.Match[str]) -> tuple[str, ...]:
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    for length in (1, 2, 3):
        code = int(match[1][:length])
        if code in regions and len(match[1]) >= length:
            return tuple(regions[code])
    return ()


def _decide(near: list[_Hint], start: int, national: str) -> tuple[str, bool]:
    """The nearest hint that the number agrees with: (region, firm), ("", False) for home."""
    for hint in sorted(near, key=lambda hint: abs(hint.position - start)):
        if HOME in hint.regions:
            return "", False
        for region in hint.regions:
            if _valid_in(national, region):
                return region, hint.firm
    return "", False


@lru_cache(maxsize=1024)
def _valid_in(national: str, region: str) -> bool:
    try:
        parsed = phonenumbers.parse(national, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number_for_region(parsed, region)
