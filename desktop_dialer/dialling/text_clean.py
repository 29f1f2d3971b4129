"""Text as people paste it → text that reads like typed, with the way back to its positions.

What is cleaned and why:
- invisible marks (Unicode category Cf: direction marks, zero-width joiners, byte-order marks)
  are dropped: contact cards and chat programs paste them into numbers;
- every space becomes a plain one: tab, U+2009 and U+202F break the library's parser;
- every decimal digit becomes ASCII (full-width, Arabic-Indic …);
- dashes, the full-width plus, brackets, dot and slash become their ASCII twins.
Line breaks stay: they separate.
"""

import re
import unicodedata
from bisect import bisect_right
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
    "\u2022": " ",
}
_BY_CATEGORY = {"Cf": "", "Cc": " ", "Zs": " ", "Pd": "-"}
# Everything but printable ASCII and the plain line break is worth a look.
_UNUSUAL = re.compile(r"[^\x20-\x7e\n]")


@dataclass(frozen=True)
class CleanText:
    """`text` cleaned; `origin(i)` is the position in the original of its character i."""

    text: str
    _dropped: tuple[int, ...] = field(repr=False)
    """Positions in the cleaned text in front of which one character was dropped, ascending."""

    def origin(self, position: int) -> int:
        """The original position, in code points, of the cleaned character at `position`."""
        return position + bisect_right(self._dropped, position)


def clean(original: str) -> CleanText:
    """`original`, cleaned. Cleaning twice changes nothing more; lines stay lines."""
    dropped: list[int] = []
    removed = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal removed
        twin = _twin(match.group())
        if not twin:
            dropped.append(match.start() - removed)
            removed += 1
        return twin

    return CleanText(_UNUSUAL.sub(replace, original), tuple(dropped))


def _twin(character: str) -> str:
    if character in _LINE_BREAKS:
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return _TWINS.get(character) or _BY_CATEGORY.get(category, character)
