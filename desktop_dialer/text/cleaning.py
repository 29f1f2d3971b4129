r"""Text as people paste it → text that reads like typed, with the way back to its positions.

What is cleaned and why:
- invisible marks (Unicode category Cf: direction marks, zero-width joiners, byte-order marks)
  are dropped: contact cards and chat programs paste them into numbers;
- every space becomes a plain one: U+2009 and U+202F break the library's parser;
- every decimal digit becomes ASCII (full-width, Arabic-Indic …);
- dashes, the full-width plus, brackets, dot and slash become their ASCII twins;
- what web pages write as %20, %2B or &nbsp;, and mails and vCards as =20 or =2B
  (`text_quoted_printable`), becomes the character that is meant;
- every line break becomes one \n. Line breaks and tabs stay: they separate.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_TWINS = {
    "\u2212": "-",
    "\uff0b": "+",
    "\ufe62": "+",
    "\uff08": "(",
    "\uff09": ")",
    "\uff0e": ".",
    "\uff0f": "/",
    "\u2044": "/",
    "\uff1a": ":",
    "\u00b7": ".",
    **dict.fromkeys("\u2215\u29f8", "/"),
    **dict.fromkeys("\u2795\u207a", "+"),
    # Characters that only look like dashes: bullets, letters and signs of other scripts.
    **dict.fromkeys(
        "\u2043\u02d7\u30fc\uff70\u2796\u207b\u208b\u2500\u2501\u2504\u2508\u254c\u2574\u23af\u00af",
        "-",
    ),
    "\u2022": " ",
    "\ufe0f": "",
}
# Me: the enclosing keycap of emoji digits, which a variation selector precedes.
_BY_CATEGORY = {"Cf": "", "Me": "", "Cc": " ", "Zs": " ", "Pd": "-"}
# Everything but printable ASCII and the plain line break is worth a look.
_UNUSUAL = re.compile(r"[^\x20-\x7e\n\t]+")
# The usual ones of category Cf, for the sake of speed; the table knows the rest.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe0f\ufeff]+")
# Spaces, plus, dashes and brackets as links and HTML write them. What they mean is itself part
# of no escape, so that cleaning twice changes nothing more.
_ESCAPE = re.compile(
    r"(?P<one>%(?:20|2[89bd])|%c2%a0|&(?:nbsp|ensp|emsp|thinsp|[nm]dash|plus|lpar|rpar|hyphen);"
    r"|&#(?:x(?:20|2[89bdf]|a0|201[0-5])|32|4[01357]|160|82(?:0[89]|1[0-3]));)(?P=one)*",
    re.IGNORECASE,
)
_MEANT = {
    **dict.fromkeys(("2b", "plus", "#x2b", "#43"), "+"),
    **dict.fromkeys(("2d", "ndash", "mdash", "hyphen", "#x2d", "#45"), "-"),
    **dict.fromkeys((f"#x201{digit}" for digit in range(6)), "-"),
    **dict.fromkeys((f"#{code}" for code in range(8208, 8214)), "-"),
    **dict.fromkeys(("28", "lpar", "#x28", "#40"), "("),
    **dict.fromkeys(("29", "rpar", "#x29", "#41"), ")"),
    **dict.fromkeys(("#x2f", "#47"), "/"),
}


@dataclass(frozen=True)
class CleanText:
    """`text` cleaned; `origin(i)` is the position in the original of its character i."""

    text: str
    _places: tuple[int, ...] = field(default=(), repr=False)
    """Positions in the cleaned text in front of which characters were dropped, ascending."""
    _dropped: tuple[int, ...] = field(default=(), repr=False)
    """For each of the places, how many were dropped there and before."""
    _before: "CleanText | None" = field(default=None, repr=False)
    """The step before this one, whose text this one's positions lead to."""

    def origin(self, position: int) -> int:
        """The original position, in code points, of the cleaned character at `position`."""
        place = bisect_right(self._places, position)
        earlier = position + (self._dropped[place - 1] if place else 0)
        return self._before.origin(earlier) if self._before else earlier

    def origin_end(self, original: str, position: int) -> int:
        """Where in `original`, the text before cleaning, the characters up to `position` end."""
        end = self.origin(position - 1) + 1
        escaped = original[end - 1] == "=" and self.text[position - 1] != "="
        return end + 2 if escaped else end


def clean(original: str) -> CleanText:
    """`original`, cleaned. Cleaning twice changes nothing more; lines stay lines."""
    plain = _UNUSUAL.search(original) is None
    typed = None if plain else _replaced(original, _UNUSUAL, _twins, None)
    text = typed.text if typed else original
    if "=2" in text or "=3" in text:
        from .quoted_printable import escapes_in, unescaped  # rare

        if (quoted := escapes_in(text)).search(text):
            typed = _replaced(text, quoted, unescaped, typed)
            text = typed.text
    if ("%" in text or "&" in text) and _ESCAPE.search(text):
        return _replaced(text, _ESCAPE, _meant, typed)
    return typed or CleanText(original)


def _replaced(
    original: str,
    pattern: re.Pattern[str],
    twins: Callable[[re.Match[str]], Iterable[tuple[int, str]]],
    before: CleanText | None,
) -> CleanText:
    """Every match replaced by its twins: pieces, each of some characters and what they become."""
    parts: list[str] = []
    places: list[int] = []
    dropped: list[int] = []
    length = lost = done = 0
    for match in pattern.finditer(original):
        parts.append(original[done : match.start()])
        length += match.start() - done
        for characters, kept in twins(match):
            parts.append(kept)
            length += len(kept)
            if characters > len(kept):
                lost += characters - len(kept)
                places.append(length)
                dropped.append(lost)
        done = match.end()
    parts.append(original[done:])
    return CleanText("".join(parts), tuple(places), tuple(dropped), before)


def _twins(match: re.Match[str]) -> Iterable[tuple[int, str]]:
    run = match.group()
    kept = "" if _INVISIBLE.fullmatch(run) else run.translate(_TABLE)
    if "\r" not in run and len(kept) in (0, len(run)):
        return [(len(run), kept)]
    last = match.string[match.end() : match.end() + 1]
    following = [*run[1:], last]
    return [
        (1, "" if pair == ("\r", "\n") else _TABLE[ord(pair[0])])
        for pair in zip(run, following, strict=True)
    ]


def _twin(character: str) -> str:
    if character in _LINE_BREAKS:
        return "\n"
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return _TWINS.get(character, _BY_CATEGORY.get(category, character))


class _Table(dict[int, str]):
    """`_twin` for str.translate, filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        self[code] = _twin(chr(code))
        return self[code]


_TABLE = _Table()


def _meant(match: re.Match[str]) -> Iterable[tuple[int, str]]:
    escape = match["one"]
    meant = _MEANT.get(escape.lower().strip("%&;"), " ")
    return [(len(escape), meant)] * (len(match.group()) // len(escape))
