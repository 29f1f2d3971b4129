"""Numbers in the text of a home country other than South Africa: what the library finds."""

from phonenumbers import Leniency, PhoneNumberMatcher

from ...translation import tr
from ..numbering import is_id_number
from .labels import Label, label_before
from .neighbours import edge
from .verdict import CandidateVerdict


def verdicts_elsewhere(text: str, region: str) -> list[CandidateVerdict]:
    """A verdict on each number the library's matcher finds in a cleaned text."""
    found = []
    matcher = PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=len(text))
    for match in matcher:
        start = text.rfind("\n", 0, match.start) + 1
        label = label_before(text, max(start, match.start - 200), match.start)
        touch = edge(text, match.start, match.end, False)
        reason = tr(touch.reason) if not (touch.soft and label is Label.PHONE) else ""
        if label.other:
            reason = tr("The words next to it name something other than a phone number.")
        if "~" in match.raw_string or is_id_number(match.raw_string):
            reason = tr("The digits are not a phone number.")
        parsed = None if reason else match.number
        found.append(CandidateVerdict(match.start, match.end, parsed, reason=reason))
    return found
