"""The verdict on one candidate: a number, how sure, or the reason why not."""

import re
from dataclasses import dataclass

import phonenumbers

from ...model.countries import country_name
from ...model.phone_number import Confidence
from ...translation import tr
from ..numbering import from_e164, is_id_number
from .country_hints import Countries
from .groups import Candidate, Form
from .headings import Lines
from .labels import Label
from .neighbours import edge

_CODE_LINE = re.compile(
    r"[{};]\s*$|[<>=!]=|[-=]>|^\s*(?:#define|if|for|while|return|def|var|let|const|import)\b"
)
_STATEMENT = re.compile(
    r"['\")\]];(?:\s|<|$)|^\s*(?:if|for|while|return|def|var|let|const|import)\b"
)
# A number with nothing beside it but sentences without digits.
_BEFORE = r"(?:[^0-9\n]*[.!?:]\s*|\W*)"
_AFTER = r"(?:\W*|[.,;!?]?\s+[A-Z][^0-9\n]*[.!?]\W*)"
_SENTENCE_BEFORE, _SENTENCE_AFTER = re.compile(_BEFORE), re.compile(_AFTER)
_ONLY_NUMBER = re.compile(rf"{_BEFORE}[+0-9][0-9 ()./-]{{6,20}}{_AFTER}")
_ONLY_LABELLED = (Form.LOOK_ALIKE, Form.SPREADSHEET, Form.SPREADSHEET_NINE)
LINE = 200
"""Characters to either side; a longer line is not read as one."""


@dataclass(frozen=True, slots=True)
class CandidateVerdict:
    """What text[start:end] is: `parsed` with a confidence, or no number for `reason`."""

    start: int
    end: int
    parsed: phonenumbers.PhoneNumber | None
    confidence: Confidence = Confidence.SURE
    reason: str = ""
    abroad: bool = False
    """The page is another country's, so that a number written nationally may be its."""


class Judge:
    """Judges the candidates of one cleaned text."""

    def __init__(self, text: str, lines: Lines) -> None:
        self._text = text
        self._lines = lines
        self._countries = Countries(text)
        self._numbers_only: bool | None = None

    def verdict(self, candidate: Candidate, label: Label, follows: bool) -> CandidateVerdict:
        """The verdict on a candidate that the words beside it call `label`.

        `follows`: a phone number ends directly in front of it.
        """
        start, end = candidate.start, candidate.end
        touch = edge(self._text, start, end, follows)
        reason = tr(touch.reason) if not (touch.soft and label is Label.PHONE) else ""
        if not reason and self._is_id_number(candidate):
            reason = tr("It is a South African ID number.")
        if not reason and label.other and not self._written_as_phone(candidate, label):
            reason = tr("The words next to it name something other than a phone number.")
        if not reason and label is Label.THING and candidate.bare:
            reason = tr("The words next to it name something that has its own numbers.")
        reason = reason or self._misfit(candidate, label)
        if reason:
            return CandidateVerdict(start, end, None, reason=reason)
        parsed, known = from_e164(candidate.dial)
        # Such as the old fax numbers with 088, which the numbering data no longer has.
        called = label is Label.PHONE and candidate.dial.startswith(("+276", "+277", "+278"))
        if not known and not called:
            return CandidateVerdict(
                start, end, None, reason=tr("The numbering plan has no such number.")
            )
        return self._sure(candidate, label, parsed, known)

    def _is_id_number(self, candidate: Candidate) -> bool:
        """Those of people born in 2000 to 2009 begin with 00, like an international number."""
        written = self._text[candidate.start : candidate.end]
        return written.startswith("00") and is_id_number(re.sub("[^0-9]", "", written))

    def _written_as_phone(self, candidate: Candidate, label: Label) -> bool:
        """A form that nothing but a phone number has, whatever the words say.

        No account is written with + or with an area code in brackets; "lost card 0800 …" has
        no "number" between and a prefix that belongs to services.
        """
        first = self._text[candidate.start]
        if candidate.form is Form.INTERNATIONAL:
            return first in "+(" and candidate.dial.startswith("+27")
        if candidate.form is not Form.NATIONAL or not candidate.grouped:
            return False
        service = candidate.dial.startswith(("+2780", "+2786", "+2787"))
        return first == "(" or (label is Label.OTHER_IN_PASSING and service)

    def _misfit(self, candidate: Candidate, label: Label) -> str:
        """Why the way it is written speaks against a number that nothing calls a phone."""
        written = self._text[candidate.start : candidate.end]
        if candidate.form in _ONLY_LABELLED and label is not Label.PHONE:
            return tr("Nothing next to it says that it is a phone number.")
        # rgb(209 213 219) is a colour, wherever it appears.
        opened = self._text[max(0, candidate.start - 1) : candidate.start] == "("
        argument = candidate.groups == (3, 3, 3) and opened
        if label is Label.PHONE and not argument:
            return ""
        if candidate.form is Form.NINE and not self._alone(candidate):
            return tr(
                "Nine digits are read as a number without its 0 only alone or "
                "under a phone heading."
            )
        if candidate.loose and len(candidate.groups) < 10:
            return tr("The digits are not grouped as in a phone number.")
        if written.startswith("00") and self._filled(candidate):
            return tr("The leading zeros only fill up the number.")
        plain = not candidate.grouped and candidate.form in (Form.NATIONAL, Form.CODE)
        return self._mere_digits(candidate, written) if plain else ""

    def _filled(self, candidate: Candidate) -> bool:
        """Zeros up to a fixed width: 0012025550123, or codes in groups of four."""
        if candidate.grouped:
            return set(candidate.groups) == {4}
        return candidate.dial.startswith(("+1", "+7"))

    def _mere_digits(self, candidate: Candidate, written: str) -> str:
        if written == "0123456789":
            return tr("It is a sequence of digits, not a phone number.")
        around = self._text[max(0, candidate.start - 1) : candidate.end + 1]
        if around == f"`{written}`":
            return tr("It is a piece of source code.")
        quoted = around[-1] in "'\""
        low, high = self._lines.bounds(self._lines.number_of(candidate.start))
        code = _STATEMENT if quoted else _CODE_LINE
        if high - low < LINE and code.search(self._text[low:high]):
            return tr("It is a number in source code.")
        return ""

    def _alone(self, candidate: Candidate) -> bool:
        """Nothing else with digits on its line, nor other than numbers on any line."""
        low, high = self._lines.bounds(self._lines.number_of(candidate.start))
        if high - low > 2 * LINE:
            return False
        before = _SENTENCE_BEFORE.fullmatch(self._text, low, candidate.start)
        after = _SENTENCE_AFTER.fullmatch(self._text, candidate.end, high)
        if not (before and after):
            return False
        if self._numbers_only is None:
            lines = (line for line in self._text.split("\n") if re.search("[0-9]", line))
            self._numbers_only = all(
                _ONLY_NUMBER.fullmatch(line) or line.strip() == self._text[low:high].strip()
                for line in lines
            )
        return self._numbers_only

    def _sure(
        self, candidate: Candidate, label: Label, parsed: phonenumbers.PhoneNumber, known: bool
    ) -> CandidateVerdict:
        start, end = candidate.start, candidate.end
        confidence = {
            Form.NINE: Confidence.RESTORED_ZERO,
            Form.TWINS: Confidence.DOUBTFUL,
            Form.BROKEN: Confidence.JOINED_LINES,
            Form.LETTERS: Confidence.VANITY,
            Form.LOOK_ALIKE: Confidence.LOOK_ALIKES,
            Form.SPREADSHEET_NINE: Confidence.RESTORED_ZERO,
        }.get(candidate.form, Confidence.SURE)
        if candidate.form is Form.BROKEN and not self._joins(candidate, label):
            return CandidateVerdict(
                start, end, None, reason=tr("The two lines together are not a phone number.")
            )
        named = label is Label.NOUN and candidate.bare
        if (candidate.loose and label is not Label.PHONE) or label.other or named:
            confidence = Confidence.DOUBTFUL
        if candidate.form in (Form.NATIONAL, Form.BROKEN, Form.NINE):
            zero = "" if candidate.form is Form.NINE else "0"
            region, certain = self._countries.foreign(start, end, f"{zero}{candidate.dial[3:]}")
            if region and (certain or not known):
                reason = tr("It seems to be a national number of {country_name}.").format(
                    country_name=country_name(region)
                )
                return CandidateVerdict(start, end, None, reason=reason, abroad=True)
            if region and zero:
                return CandidateVerdict(start, end, parsed, Confidence.MAYBE_FOREIGN, abroad=True)
        return CandidateVerdict(start, end, parsed, confidence)

    def _joins(self, candidate: Candidate, label: Label) -> bool:
        first = self._text[candidate.start : candidate.end].split("\n")[0]
        opened = first.startswith("(") and ")" in first
        most = candidate.groups == (3, 3, 4)
        complete = re.match(r"[ ]?[0-9:/]", self._text[candidate.end : candidate.end + 2]) is None
        plus = first.startswith("+")
        sure = (plus or opened or most) and not candidate.loose
        return complete and (sure or label is Label.PHONE)
