"""What touches a number: letters, decimals, an address of the web, the rest of an identifier.

Every answer is the reason why the digits are no phone number, "" where nothing speaks against
them. Reasons that a phone label directly in front outweighs are `Edge.soft`.
"""

import re
from dataclasses import dataclass

from .text_labels import Word, part_of

_TOKEN_LEFT = re.compile(r"[^\s<>\"'|,;]*$")
_TOKEN_RIGHT = re.compile(r"[^\s<>\"'|,;]*")
_WEB = re.compile(r"://|^www\.|^[(\[]?[\w-]+(?:\.[\w-]+)+/|@", re.IGNORECASE)
_PATH = re.compile(r"[\\/][^\\/]*[A-Za-z][^\\/]*[\\/][^\\/]*$|^[.~]?[\\/][\w.-]*[A-Za-z][\w.-]*[\\/]")
_DIALS = re.compile(
    r"(?:tel|callto|sms|whatsapp):(?://)?\+?$|wa\.me/\+?$|(?:phone|tel|cell|mobile|msisdn|number)=\+?$",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_JOINERS = frozenset({"or", "and", "of", "en", "to", "for", "ext", "x", "uitbr", "fax", "nb"})
_CURRENCY = re.compile(r"(?:[$€£¥]|\b(?:R|ZAR|USD|EUR|GBP))[ ]?[0-9 ]{0,6}$")
_LONGER = re.compile(r"(?:[0-9]{3,} ){2}$|[0-9][-/.]$")
REACH = 200
"""Characters to either side that are looked at; an address of the web may be longer."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Why what touches the digits speaks against a phone number; "" = it does not."""

    reason: str = ""
    soft: bool = False


_CLEAR = Edge()
_IDENTIFIER = Edge("The digits are part of an identifier of letters and digits.")
_GLUED = Edge(_IDENTIFIER.reason, soft=True)
_ADDRESS = Edge("The digits are part of a web or e-mail address.")
_FILE = Edge("The digits are part of a file name or path.")
_LONGER_NUMBER = Edge("The digits are part of a longer number.")
_DECIMAL = Edge("The digits are part of a decimal number.")
_MONEY = Edge("The digits are an amount of money.")
_FEATURE = Edge("The digits are part of a feature code of the phone network.")
_REFERENCE = Edge("A number behind # is a reference.", soft=True)


def edge(text: str, start: int, end: int, after_number: bool) -> Edge:
    """What text[start:end] touches. `after_number`: it follows a phone number directly."""
    left = text[max(0, start - REACH) : start]
    right = text[end : end + REACH]
    if _DIALS.search(left):
        return _CLEAR
    for found in (_in_address(left, right), _before(left, right, after_number), _after(right)):
        if found.reason:
            return found
    return _CLEAR


def _in_address(left: str, right: str) -> Edge:
    match = _TOKEN_LEFT.search(left)
    token = match.group() if match else ""
    rest = _TOKEN_RIGHT.match(right)
    behind = rest.group() if rest else ""
    word = _LAST_WORD.search(token.rstrip(":.=+("))
    if word and part_of(word.group().lower()) is Word.PHONE and "://" not in token:
        return _CLEAR
    if _WEB.search(token):
        return _ADDRESS
    if behind.startswith("@"):
        return _ADDRESS
    if _PATH.search(token) or re.match(r"[-_\w.]*\.[a-z][a-z0-9]{1,3}(?![\w])", behind):
        return _FILE
    return _CLEAR


def _before(left: str, right: str, after_number: bool) -> Edge:
    if not left:
        return _CLEAR
    last = left[-1]
    if last.isalpha():
        return _word_before(left)
    if last in "_@~^":
        emphasis = last == "_" and right.startswith("_")
        return _CLEAR if emphasis else _IDENTIFIER
    if last == "*" and (right.startswith("#") or re.search(r"\*[0-9]+\*$", left)):
        return _FEATURE
    if last == "#":
        return _FEATURE if re.search(r"[*#][0-9]*#$", left) else _REFERENCE
    if _CURRENCY.search(left):
        return _MONEY
    if _LONGER.search(left) and not after_number:
        return _DECIMAL if last == "." else _LONGER_NUMBER
    if last in "-/.\\":
        return _punctuation_before(left)
    return _CLEAR


def _word_before(left: str) -> Edge:
    match = _LAST_WORD.search(left)
    word = match.group() if match else ""
    before = left[: -len(word)][-1:]
    if before == "\\" and word[:1] in "nrt":
        return _CLEAR  # a line break or tab, as program text writes it
    if before.isdigit() or before in ("_", "-", "@", "/") and before:
        return _IDENTIFIER
    part = part_of(word.lower())
    if part is Word.PHONE or word.lower() in _JOINERS:
        return _CLEAR
    split = _ended_word(word)
    if part is Word.NEUTRAL and (word.istitle() and len(word) >= 4 or split):
        return _CLEAR  # two words of a page that lost the space between them
    return _GLUED if word in "tTcCmMfFwWhHpP" else _IDENTIFIER


def _ended_word(word: str) -> bool:
    """"emailTel" ends in a word for a phone."""
    tail = re.search(r"[a-z]([A-Z][a-z]+)$", word)
    return bool(tail) and part_of(tail[1].lower()) is Word.PHONE if tail else False


def _punctuation_before(left: str) -> Edge:
    match = _LAST_WORD.search(left[:-1])
    if match is None:
        return _IDENTIFIER if left[-2:-1] == "_" else _CLEAR
    word = match.group()
    part = part_of(word.lower())
    if part is Word.PHONE or left[-1] == ".":
        return _CLEAR
    code = word.isupper() and len(word) < 5 or part in (Word.OTHER, Word.OTHER_IF_NUMBER)
    before = left[: -len(word) - 1][-1:]
    if code or before and (before.isalnum() or before in "_-./"):
        return _IDENTIFIER
    return _CLEAR if word.istitle() or len(word) >= 4 else _GLUED


def _after(right: str) -> Edge:
    first = right[:1]
    if first.isalpha():
        return _word_after(right)
    if first in ("_", "~", "^", "%", "$") and first:
        return _CLEAR if first == "_" and not right[1:2].isalnum() else _IDENTIFIER
    if re.match(r"\.[0-9]", right):
        return _CLEAR if re.match(r"\.0(?![0-9])", right) else _DECIMAL
    if re.match(r"-[0-9]{3}", right):
        return _CLEAR if re.match(r"-[ ]?(?:0[1-9]|\+)[0-9 -]{8}", right) else _LONGER_NUMBER
    if re.match(r"/[0-9]{5}", right):
        return _CLEAR if re.match(r"/(?:[0-9]{7}(?![0-9])|0[1-9][0-9 -]{8})", right) else _LONGER_NUMBER
    if re.match(r"/[0-9]{1,2}/[0-9]{2,4}(?![0-9])", right):
        return _CLEAR if re.match(r"/[0-9]/[0-9](?![0-9])|/[0-9]{2}/[0-9]{2}(?![0-9])", right) else _LONGER_NUMBER
    if re.match(r"[-/][A-Za-z]*[0-9]", right) and not re.match(r"[-/][0-9]|[-/][+(]", right):
        return _GLUED
    return _CLEAR


def _word_after(right: str) -> Edge:
    match = _FIRST_WORD.match(right)
    word = match.group() if match else ""
    if part_of(word.lower()) is Word.PHONE or word.lower() in _JOINERS:
        return _CLEAR
    inner = re.match(r"[A-Z][a-z]+", word)
    behind = right[len(word) : len(word) + 1]
    if inner and not behind.isdigit() and behind != "_":
        return _CLEAR
    return _GLUED
