"""Numbers with + or 00 and a country code, which only the numbering data can measure."""

import re

import phonenumbers

from .groups import GAP_WITHIN, Candidate, Form, Groups

MOST_GROUPS = 8
_PLUS_ZERO = re.compile("(?:0{0,2}27|0)([1-9][0-9]{8})")
_GOES_ON = re.compile(r"[0-9]|[:h][0-9]|[.,/-](?P<next>[0-9]{2})(?![0-9])")


def international(match: re.Match[str], prefix: int) -> list[Candidate]:
    """The longest run of whole groups in `match` that the numbering data knows.

    `prefix`: how many digits the international prefix has (2 for 00, 0 for +). Numbers of many
    countries have no fixed length, so a time or a house number after one can only be recognised
    by what is left without it.
    """
    text, start = match.string, match.start()
    groups = Groups(text, start, match.end())
    count = _sensible_groups(text, groups)
    if count > MOST_GROUPS:
        return []
    for kept in range(count, max(count - 4, 0), -1):
        dial, end = _dial("".join(groups.digits[:kept])[prefix:]), groups.ends[kept - 1]
        if dial and _ends_alone(text, end):
            opened = start > 0 and text[start - 1] in "(["
            closed = text.count(")", start, end) > text.count("(", start, end)
            first = start - 1 if opened and closed else start
            return [Candidate(Form.INTERNATIONAL, first, end, dial, groups.lengths[:kept])]
    return []


def _sensible_groups(text: str, groups: Groups) -> int:
    """How many groups there are before the first odd gap; none that goes on behind the end."""
    odd = [index for index, gap in enumerate(groups.gaps) if not GAP_WITHIN.fullmatch(gap)]
    count = odd[0] + 1 if odd else len(groups.digits)
    end = groups.ends[count - 1]
    return count - 1 if text[end : end + 1].isdigit() else count


def _dial(digits: str) -> str:
    """The E.164 form, without the trunk 0 that is in brackets; "" if there is none."""
    if digits.startswith("0"):
        home = _PLUS_ZERO.fullmatch(digits)
        return f"+27{home[1]}" if home else ""
    if digits.startswith("27"):
        national = digits[2:].removeprefix("0")
        return f"+27{national}" if len(national) == 9 else ""
    try:
        parsed = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _ends_alone(text: str, end: int) -> bool:
    """Not in the middle of a time (08:00, 8h30), a date or a decimal.

    A tail that counts on (0180/81, 0180,81) is none of them.
    """
    match = _GOES_ON.match(text, end)
    if match is None or match["next"] is None or text[end] not in ",/":
        return match is None
    counts_on = text[end - 2 : end].isdigit() and int(match["next"]) > int(text[end - 2 : end])
    return counts_on and text[match.end() : match.end() + 1] not in (":", "-")
