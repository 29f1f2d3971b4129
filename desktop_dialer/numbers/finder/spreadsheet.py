"""Numbers as a spreadsheet shows them: 27,825,550,101 and 2.7825550101E+10.

They count under a phone heading only, and in scientific notation only with all digits left.
"""

import re

from .groups import Candidate, Form

_SHAPE = re.compile(
    r"[1-8](?<![\w.,+-][1-8])(?:(?:(?<=2)7,[1-8])?[0-9]{2},[0-9]{3},[0-9]{3}(?:\.(?P<zeros>0{1,2}))?"
    r"|\.[0-9]{6,11}E\+?(?P<exponent>0?8|10))(?![\w,]|[.-][0-9])"
)


def spreadsheet_shapes(text: str) -> list[Candidate]:
    """The numbers of a cleaned text that are written as amounts or in scientific notation."""
    if "," not in text and "E" not in text:
        return []
    return [found for match in _SHAPE.finditer(text) if (found := _read(match))]


def _read(match: re.Match[str]) -> Candidate | None:
    behind = match["exponent"] or match["zeros"] or ""
    digits = re.sub("[^0-9]", "", match.group().removesuffix(behind))
    if match["exponent"] and len(digits) != int(match["exponent"]) + 1:
        return None
    if len(digits) == 11 and digits.startswith("27"):
        form, national = Form.SPREADSHEET, digits[2:]
    elif len(digits) == 9:
        form, national = Form.SPREADSHEET_NINE, digits
    else:
        return None
    return Candidate(form, match.start(), match.end(), f"+27{national}", (len(digits),))
