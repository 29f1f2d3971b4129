"""Numbers with letters in them: vanity numbers, and digits that a scanner took for letters.

0860 FLOWERS is read on the letters of the keypad (ITU-T E.161), O83 555 OI77 by what the letters
look like.
"""

import re

from .groups import GAP, Candidate, Form

_VANITY = re.compile(
    r"(?P<prefix>[+0](?:(?<=\+)27[ -]?(?:\(0\)[ -]?)?8|(?<![0-9A-Za-z+]0)(?<=0)8)"
    r"[0-9](?:[ -]?[0-9]){0,3})[ -]?"
    r"(?P<letters>[A-Z]{2,10}(?:[ -][A-Z0-9]{2,7}){0,3})(?![0-9A-Za-z])"
)
_CAPITALS = re.compile("[A-Z]{2}")
_LETTERS = re.compile("[OoIl|SBZ]")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_LABELS = frozenset({"FAX", "TEL", "CELL", "EMAIL", "EXT", "OR", "AND", "TO", "FOR", "IS", "OF"})
_DIGIT = "[0-9OoIl|SBZ]"
_LOOK_ALIKE = re.compile(
    rf"[+0Oo](?<![^\W_][+0Oo])(?:(?<=\+)(?P<code>27){GAP}(?:\([0Oo]\){GAP})?|(?<!\+))"
    rf"{_DIGIT}(?:{GAP}{_DIGIT}){{8}}(?![^\W_])"
)
_LOOKS_LIKE = str.maketrans("OoIl|SBZ", "00111582")
_MOST_LETTERS = 5
_USUAL = frozenset({(10,), (3, 3, 4), (3, 7), (4, 3, 3), (4, 6)})


def letter_shapes(text: str) -> list[Candidate]:
    """The vanity numbers of a cleaned text. The exchange stops listening after ten digits."""
    if not _CAPITALS.search(text):
        return []
    return [found for match in _VANITY.finditer(text) if (found := _read(match))]


def _read(match: re.Match[str]) -> Candidate | None:
    prefix = re.sub("[^0-9]", "", match["prefix"])
    if match["prefix"].startswith("+"):
        prefix = f"0{prefix[2:].removeprefix('0')}"
    digits, end = prefix, match.end("prefix")
    for word in re.finditer("[A-Z0-9]+", match["letters"]):
        if len(digits) >= 10 or word.group() in _LABELS:
            break
        digits += word.group().translate(_KEYPAD)
        end = match.start("letters") + word.end()
    if len(digits) < 10:
        return None
    groups = (len(prefix), len(digits) - len(prefix))
    return Candidate(Form.LETTERS, match.start(), end, f"+27{digits[1:10]}", groups)


def look_alike_shapes(text: str) -> list[Candidate]:
    """Numbers of a cleaned text in which O, I, l, S, B or Z stand for digits, as in scans."""
    if not _LETTERS.search(text):
        return []
    return [found for match in _LOOK_ALIKE.finditer(text) if (found := _recognised(match))]


def _recognised(match: re.Match[str]) -> Candidate | None:
    written = match.group().removeprefix("+27")
    groups = re.findall(f"{_DIGIT}+", written)
    lengths = tuple(map(len, groups))
    digits = "".join(groups).translate(_LOOKS_LIKE)
    letters = len(_LETTERS.findall(written))
    if not 1 <= letters <= _MOST_LETTERS or not (match["code"] or lengths in _USUAL):
        return None
    return Candidate(Form.LOOK_ALIKE, match.start(), match.end(), f"+27{digits[-9:]}", lengths)
