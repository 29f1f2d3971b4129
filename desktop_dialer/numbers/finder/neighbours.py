"""What touches a number: letters, decimals, an address of the web, the rest of an identifier.

Every answer is the reason why the digits are not a phone number, "" where nothing speaks against
them. Reasons that a phone label directly in front outweighs are `Edge.soft`.
"""

import re
from dataclasses import dataclass

from ...translation import tr_later
from .markup import in_attribute
from .nouns import names_desk
from .vocabulary import PREFIX, Word, part_of

_TOKEN = re.compile(r"[^\s<>\"'|,;]*")
_WORD = re.compile(r"[^\W\d_]+")
_WEB = re.compile(r"://|^www\.|^[(\[]?[\w-]+(?:\.[\w-]+)+/|@", re.IGNORECASE)
_PATH = re.compile(
    r"[\\/][^\\/]*[A-Za-z][^\\/]*[\\/][^\\/]*$|^[.~]?[\\/][\w.-]*[A-Za-z][\w.-]*[\\/]"
)
_FILE_ENDING = re.compile(r"(?!www\.|[A-Z][a-z]+[0-9])[-_\w.]{0,60}\.[a-z][a-z0-9]{1,3}(?!\w)")
# Links that name a person by number (wa.me/27…, ?phone=27…): a copied one means the number,
# and it is the same one that the phone network knows.
_DIALS = re.compile(
    r"(?:(?:tel|callto|sms|smsto|mms|whatsapp|skype|facetime(?:-audio)?|viber|signal|zoomphonecall"
    r"|ciscotel|rcmobile|sips?):(?://)?|(?:wa|t)\.me/|\b(?:phone|tel|cell|mobile|msisdn|number)=)"
    r"\+?$",
    re.IGNORECASE,
)
# Microsoft Teams: …/l/call/0/0?users=4:+27…, where 4 means the telephone network.
_DIALS_IN_TEAMS = re.compile(r"users=(?:[^&\s]{0,60},)?4(?::|%3a)\+?$", re.IGNORECASE)
_LINK_ENDS = frozenset(":/=+Aa")
_JOINERS = frozenset(
    {
        *("or", "and", "of", "en", "to", "for", "ext", "uitbr", "fax", "nb"),
        *("www", "http", "https"),
    }
)
_PREFIX = re.compile(PREFIX)
_NUMBER_AND_WORD = re.compile(r"(?<![0-9])0[1-9][0-9]{8}[^\W\d_]+$")
_WHOLE_NUMBER = re.compile("0[1-9][0-9]{8}(?![0-9])")
_HEX = re.compile("[a-f]+")
_SUFFIX = re.compile(r"-[A-Z](?!\w)")
_CURRENCY = re.compile(r"(?:[$€£¥]|\b(?:R|ZAR|USD|EUR|GBP))[ ]?[0-9 ]{0,6}$")
_LONGER = re.compile(r"(?:[0-9]{3,} ){2}$|[0-9][-/.]$")
_CUT = re.compile(r"\+[0-9](?:[ ().-]{0,3}[0-9]){0,7}[ ().-]{1,3}$|(?<![0-9])0[0-9]{2} $")
_OTHER_CODE = re.compile(r"\+[0-9]{1,3}[ ().-]{1,3}$")
_STARS = re.compile(r"\*[0-9]+\*$")
_HASHES = re.compile(r"[*#][0-9]*#$")
_PHONE_TAIL = re.compile(r"[a-z]([A-Z][a-z]+)$")
_CAPITALISED = re.compile("[A-Z][a-z]+")
# What goes on behind the number, and which of it is fine.
_CONTINUED = re.compile(r"-[0-9]{3}|/[0-9]{5}|/[0-9]{1,2}/[0-9]{2,4}(?![0-9])")
_CODED = re.compile(r"[-/][A-Za-z]+[0-9]")
_ZERO = re.compile(r"\.0(?![0-9])")
_ZEROS = re.compile(r"\.00(?![0-9])")
_NEXT_NUMBER = re.compile(r"[-/] ?(?:0[1-9]|\+)[0-9 -]{8}|/[0-9]{7}(?![0-9])")
_TAILS = re.compile(r"/[0-9]/[0-9](?![0-9])|/[0-9]{2}/[0-9]{2}(?![0-9])")
REACH = 200
"""Characters to either side that are looked at; an address of the web may be longer."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Why what touches the digits speaks against a phone number; "" = it does not."""

    reason: str = ""
    soft: bool = False


_CLEAR = Edge()
_IDENTIFIER = Edge(tr_later("The digits are part of an identifier of letters and digits."))
_GLUED = Edge(_IDENTIFIER.reason, soft=True)
_ADDRESS = Edge(tr_later("The digits are part of a web or e-mail address."))
_FILE = Edge(tr_later("The digits are part of a file name or path."))
_LONGER_NUMBER = Edge(tr_later("The digits are part of a longer number."))
_DECIMAL = Edge(tr_later("The digits are part of a decimal number."))
_WHOLE_DECIMAL = Edge(_DECIMAL.reason, soft=True)
_VALUE = Edge(tr_later("The digits are the value of an attribute in HTML or XML."))
_VALUE_IN_TEXT = Edge(_VALUE.reason, soft=True)
_MONEY = Edge(tr_later("The digits are an amount of money."))
_FEATURE = Edge(tr_later("The digits are part of a feature code of the phone network."))
_ABROAD = Edge(tr_later("The digits follow the code of another country."))
_IN_FRONT = ((_CURRENCY, _MONEY), (_OTHER_CODE, _ABROAD))
_REFERENCE = Edge(tr_later("A number after # is a reference."), soft=True)


def edge(text: str, start: int, end: int, after_number: bool) -> Edge:
    """What text[start:end] touches. `after_number`: it follows a phone number directly."""
    left = text[max(0, start - REACH) : start]
    right = text[end : end + REACH]
    if dialled(left):
        return _CLEAR
    touched = _in_address(left, right) or _before(left, right, after_number) or _after(right)
    if touched and not touched.soft:
        return touched
    attribute = in_attribute(text, start) if "=" in left or "placeholder" in left else ""
    if attribute == "value":
        return _VALUE
    return touched or (_VALUE_IN_TEXT if attribute else _CLEAR)


def dialled(left: str) -> bool:
    """Whether `left`, what is in front of a number, makes it a link that dials."""
    if left[-1:] not in _LINK_ENDS:
        return False
    if _DIALS.search(left, max(0, len(left) - 18)):
        return True
    teams = left.rfind("users=", -80)
    return teams >= 0 and _DIALS_IN_TEAMS.match(left, teams) is not None


def _last(pattern: re.Pattern[str], text: str) -> str:
    """The end of `text` that `pattern`, a run of characters, matches; read backwards."""
    match = pattern.match(text[::-1])
    return match.group()[::-1] if match else ""


def _in_address(left: str, right: str) -> Edge | None:
    token = _last(_TOKEN, left)
    rest = _TOKEN.match(right)
    behind = rest.group() if rest else ""
    if not token and not behind:
        return None
    word = _last(_WORD, token.rstrip(":.=+("))
    if word and part_of(word.lower()) is Word.PHONE and "://" not in token:
        return None
    if _WEB.search(token) or behind.startswith("@"):
        return _ADDRESS
    if _PATH.search(token) or _FILE_ENDING.match(behind):
        return _FILE
    return None


def _before(left: str, right: str, after_number: bool) -> Edge | None:
    last = left[-1:]
    if last.isalpha():
        return _word_before(left)
    near = left[-16:]
    if last and last in "_@~^*#":
        return _mark_before(last, near, right)
    for pattern, found in _IN_FRONT:
        if pattern.search(near):
            return found
    if not after_number and _LONGER.search(near):
        return _DECIMAL if last == "." else _LONGER_NUMBER
    if not after_number and _CUT.search(near):
        return _LONGER_NUMBER
    return _punctuation_before(left) if last and last in "-/.\\" else None


def _mark_before(mark: str, near: str, right: str) -> Edge | None:
    if mark == "*":
        return _FEATURE if right.startswith("#") or _STARS.search(near) else None
    if mark == "#":
        return _FEATURE if _HASHES.search(near) else _REFERENCE
    return None if mark == "_" and right.startswith("_") else _IDENTIFIER


def _word_before(left: str) -> Edge | None:
    word = _last(_WORD, left)
    before = left[: -len(word)][-1:]
    if before == "\\" and word[:1] in "nrt":
        return None  # a line break or tab, as program text writes it
    glued = before.isdigit() and not _NUMBER_AND_WORD.search(left)
    if glued or before in ("_", "-", "@", "/"):
        return _IDENTIFIER
    if _lost_space(word):
        return None
    return _GLUED if word in "tTcCmMfFwWhHpP" else _IDENTIFIER


def _lost_space(word: str) -> bool:
    """Whether `word` is in front of digits on a page that lost the space between them."""
    part, lower = part_of(word.lower()), word.lower()
    if part is Word.PHONE or lower in _JOINERS or names_desk(lower):
        return True
    if part is Word.LINKING and len(word) > 1 and word == lower:
        return True  # "bel my0825550101"
    tail = _PHONE_TAIL.search(word)
    if tail and part_of(tail[1].lower()) is Word.PHONE:
        return True  # "emailTel"
    return part is Word.NEUTRAL and word.istitle() and len(word) >= 4


def _punctuation_before(left: str) -> Edge | None:
    word = _last(_WORD, left[:-1])
    if not word:
        return _IDENTIFIER if left[-2:-1] == "_" else None
    part = part_of(word.lower())
    if part is Word.PHONE or left[-1] == ".":
        return None
    before = left[: -len(word) - 1][-1:]
    inside = before.isalnum() or before in ("_", "-", ".", "/")
    code = (word.isupper() and len(word) < 5) or part in (Word.OTHER, Word.OTHER_IF_NUMBER)
    if code or inside:
        return _IDENTIFIER
    if left[-1] == "-" and part is not Word.NUMBER and _PREFIX.fullmatch(word):
        return None
    return None if word.istitle() or (len(word) >= 4 and word.islower()) else _GLUED


def _after(right: str) -> Edge | None:
    first, second = right[:1], right[1:2]
    if first in ("", " ", "\n", "\t", ",", ")"):
        return None
    if first.isalpha():
        return _word_after(right)
    if first in "_~^%$":
        return None if first == "_" and not second.isalnum() else _IDENTIFIER
    if first == "." and second.isdigit():
        return _decimal(right)
    if first in "-/":
        return _continued(right)
    return None


def _decimal(right: str) -> Edge | None:
    if _ZEROS.match(right):
        return _WHOLE_DECIMAL
    return None if _ZERO.match(right) else _DECIMAL


def _continued(right: str) -> Edge | None:
    if _CONTINUED.match(right):
        return None if _NEXT_NUMBER.match(right) or _TAILS.match(right) else _LONGER_NUMBER
    return _GLUED if _CODED.match(right) or _SUFFIX.match(right) else None


def _word_after(right: str) -> Edge | None:
    match = _WORD.match(right)
    word = match.group() if match else ""
    if part_of(word.lower()) is Word.PHONE or word.lower() in _JOINERS:
        return None
    behind = right[len(word) : len(word) + 1]
    followed = behind.isdigit() and not _WHOLE_NUMBER.match(right, len(word))
    if followed or behind == "_":
        return _GLUED
    # A page that lost its spaces: "0115550101office"; "…deadbeef" and "…kwh" are not words.
    lost = len(word) > 3 and word.islower() and not _HEX.fullmatch(word)
    plain = lost and part_of(word) is not Word.OTHER
    return None if _CAPITALISED.match(word) or plain else _GLUED
