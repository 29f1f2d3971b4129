"""Numbers that line breaks cut into pieces."""

import re

from .groups import GAP, Candidate, Form, Groups

_BROKEN = re.compile(
    rf"""
    [+0](?<![0-9][0-9])(?:(?<=\+)[ ]?27{GAP}0?)?[)]?
    (?:{GAP}[0-9]){{0,8}} [ )-]{{0,2}}\n[> ]{{0,4}}
    [0-9](?:{GAP}[0-9]){{1,8}}(?![0-9])""",
    re.VERBOSE,
)
# One group a line, as a narrow column has them.
_NEXT = r"[ )-]{0,2}(?:\n[> ]{0,4}|[ -])"
_COLUMN = re.compile(
    rf"[0+](?<![0-9+][0+])(?:(?<=0)|(?<=\+)27{_NEXT}\(?0?\)?)(?P<area>[1-9][0-9]){_NEXT}"
    rf"(?P<middle>[0-9]{{3}}){_NEXT}(?P<last>[0-9]{{4}})(?![0-9])"
)
# The last two groups, where the break stands between groups; all, where it stands within one.
_USUAL_ENDS = frozenset({(3, 4), (3, 7), (2, 7), (4, 3), (3, 3), (2, 9)})
_USUAL_JOINED = frozenset({(10,), (3, 3, 4), (3, 7), (4, 3, 3), (2, 2, 3, 4), (11,)})


def broken_shapes(text: str) -> list[Candidate]:
    """Numbers that line breaks cut into pieces, in the groupings that people use."""
    columns = [found for match in _COLUMN.finditer(text) if (found := _column(match))]
    return columns + [found for match in _BROKEN.finditer(text) if (found := _broken(match))]


def _column(match: re.Match[str]) -> Candidate | None:
    if match.group().count("\n") < 2:
        return None
    national = match["area"] + match["middle"] + match["last"]
    return Candidate(
        Form.BROKEN, match.start(), match.end(), f"+27{national}", (3, 3, 4), loose=True
    )


def _broken(match: re.Match[str]) -> Candidate | None:
    text = match.string
    groups = Groups(text, match.start(), match.end())
    country = 2 if "+" in match.group() else 0
    line_break = text.index("\n", match.start())
    start = match.start()
    start -= text[start - 1 : start] == "("
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
            return Candidate(Form.BROKEN, start, end, f"+27{national}", lengths)
        if joined in _USUAL_JOINED:
            return Candidate(Form.BROKEN, start, end, f"+27{national}", joined, True)
    return None
