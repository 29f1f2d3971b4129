"""The verdict on every candidate of a text: a number, how sure, or the reason why not."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

from .countries import country_name
from .numbering import from_e164, is_id_number
from .phone_number import Confidence
from .text_columns import Lines
from .text_countries import Countries
from .text_edges import edge
from .text_labels import Label, label_after, label_before
from .text_letters import letter_shapes
from .text_shapes import Candidate, Form, broken_shapes, candidates_at, next_shape
from .text_tails import tails_after

_EXTENSION = re.compile(
    r"[ ]?[,;(]?[ ]?(?:ext(?:ension)?|uitbr(?:eiding)?|x)[ ]?[.:=]?[ ]?([0-9]{1,5})(?![0-9])",
    re.IGNORECASE,
)
_CODE_LINE = re.compile(
    r"[{};]\s*$|[<>=!]=|[-=]>|^\s*(?:#define|if|for|while|return|def|var|let|const|import)\b"
)
# A number with nothing beside it but sentences without digits.
_BEFORE = r"(?:[^0-9\n]*[.!?:]\s*|\W*)"
_AFTER = r"(?:\W*|[.,;!?]?\s+[A-Z][^0-9\n]*[.!?]\W*)"
_SENTENCE_BEFORE, _SENTENCE_AFTER = re.compile(_BEFORE), re.compile(_AFTER)
_ONLY_NUMBER = re.compile(rf"{_BEFORE}[+0-9][0-9 ()./-]{{6,20}}{_AFTER}")
_BETWEEN = re.compile(r"(?:[^\w\n]|\b(?:or|of|and|en|to)\b){0,12}(?:\n[^\w\n]{0,8})?")
_LINE = 200
"""Characters to either side; a longer line is not read as one."""
_USUAL = frozenset({(10,), (3, 3, 4), (3, 7), (4, 3, 3), (4, 6), (6, 4), (3, 4, 3)})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What text[start:end] is: `parsed` with a confidence, or no number for `reason`."""

    start: int
    end: int
    parsed: phonenumbers.PhoneNumber | None
    confidence: Confidence = Confidence.SURE
    reason: str = ""


@dataclass(slots=True)
class _Last:
    """The candidate before: where it ended, what it was called, whether it was taken."""

    end: int = 0
    label: Label = Label.NONE
    by_heading: bool = False
    taken: bool = False


class Page:
    """A cleaned text and everything that its numbers share: lines, columns, countries."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._countries = Countries(text)
        self._last = _Last()
        self._numbers_only: bool | None = None

    def verdicts(self) -> list[Verdict]:
        """A verdict on each candidate, in the order of the text, none overlapping."""
        found = list(self._plain())
        taken = [(verdict.start, verdict.end) for verdict in found if not verdict.reason]
        rarer = letter_shapes(self._text)
        if "\n" in self._text:
            rarer += broken_shapes(self._text)
        if rarer:
            found += self._rarer(rarer, taken)
            found.sort(key=lambda verdict: verdict.start)
        return found

    def _plain(self) -> Iterator[Verdict]:
        position = 0
        while match := next_shape(self._text, position):
            candidates = candidates_at(match)
            better = self._better(match, candidates)
            candidates = better or candidates
            if not candidates:
                position = match.start() + 1
                continue
            for candidate in candidates:
                for verdict in self._judged(candidate):
                    position = verdict.end
                    yield verdict

    def _better(self, match: re.Match[str], candidates: list[Candidate]) -> list[Candidate]:
        """A number that begins later and ends cleaner: "0115 082 555 1234"."""
        behind = self._text[match.end() : match.end() + 2]
        unusual = candidates and candidates[0].form is Form.NATIONAL
        if not unusual or candidates[0].groups in _USUAL - {(4, 3, 3), (3, 4, 3)}:
            return []
        if not re.match("[ -][0-9]", behind):
            return []
        later = next_shape(self._text, match.start() + 1)
        if later is None or later.start() >= match.end() or later.end() <= match.end():
            return []
        others = candidates_at(later)
        usual = others and others[0].form is Form.NATIONAL and others[0].groups in _USUAL
        return others if usual else []

    def _rarer(self, rarer: list[Candidate], taken: list[tuple[int, int]]) -> list[Verdict]:
        """Verdicts on the rarer candidates where no plain one was taken."""
        found: list[Verdict] = []
        end = 0
        for candidate in sorted(rarer, key=lambda rare: rare.start):
            place = bisect_right(taken, (candidate.start, 0))
            beside = taken[max(place - 1, 0) : place + 1]
            if candidate.start < end or any(
                low < candidate.end and candidate.start < high for low, high in beside
            ):
                continue
            self._last = _Last()
            found += self._judged(candidate)
            end = found[-1].end if not found[-1].reason else end
        return found

    def _judged(self, candidate: Candidate) -> Iterator[Verdict]:
        label, by_heading = self._label(candidate)
        verdict = self._judge(candidate, label)
        self._last = _Last(candidate.end, label, by_heading, not verdict.reason)
        end = candidate.end
        if verdict.parsed and (extension := _EXTENSION.match(self._text, candidate.end)):
            verdict.parsed.extension = extension[1]
            end = extension.end()
            verdict = Verdict(verdict.start, end, verdict.parsed, verdict.confidence)
        yield verdict
        if verdict.parsed and candidate.dial.startswith("+27") and end == candidate.end:
            yield from self._tails(candidate)

    def _tails(self, candidate: Candidate) -> Iterator[Verdict]:
        for tail in tails_after(self._text, candidate.end, candidate.dial):
            parsed, known = from_e164(tail.dial)
            if not known:
                return
            self._last.end = tail.end
            yield Verdict(tail.start, tail.end, parsed, Confidence.COMPLETED_TAIL)

    def _label(self, candidate: Candidate) -> tuple[Label, bool]:
        """What words call the candidate, and whether they stand above it."""
        text, start, last = self._text, candidate.start, self._last
        column = self._lines.column_label(start, candidate.end)
        if column is not Label.NONE:
            return column, True
        line = self._lines.number_of(start)
        line_start, _ = self._lines.bounds(line)
        label = label_before(text, max(line_start, last.end), start)
        if label is Label.NONE:
            label = label_after(text, candidate.end)
        if label is not Label.NONE:
            return label, False
        if last.end and start - last.end < 40 and _BETWEEN.fullmatch(text, last.end, start):
            same_line = last.end >= line_start
            if same_line or last.by_heading or last.label is Label.PHONE:
                return last.label, last.by_heading
        if start - line_start < _LINE and not re.search(r"\w", text[line_start:start]):
            return self._lines.heading_above(line), True
        return Label.NONE, False

    def _judge(self, candidate: Candidate, label: Label) -> Verdict:
        start, end = candidate.start, candidate.end
        follows = self._last.taken and 0 <= start - self._last.end <= 3
        touch = edge(self._text, start, end, follows)
        reason = touch.reason if not (touch.soft and label is Label.PHONE) else ""
        if not reason and label.other and not self._written_as_phone(candidate, label):
            reason = "The words beside it name something other than a phone number."
        reason = reason or self._misfit(candidate, label)
        if reason:
            return Verdict(start, end, None, reason=reason)
        parsed, known = from_e164(candidate.dial)
        if not known and not (label is Label.PHONE and "1" <= candidate.dial[3:4] <= "8"):
            return Verdict(start, end, None, reason="The numbering plan has no such number.")
        return self._sure(candidate, label, parsed, known)

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
        if is_id_number(re.sub("[^0-9]", "", written)) and "+" not in written:
            return "It is a South African ID number."
        # rgb(209 213 219) is a colour, wherever it stands.
        argument = candidate.groups == (3, 3, 3) and self._text[candidate.start - 1] == "("
        if label is Label.PHONE and not argument:
            return ""
        if candidate.form is Form.NINE and not self._alone(candidate):
            return "Nine digits are a number without its 0 only alone or under a phone heading."
        if candidate.loose and len(candidate.groups) < 10:
            return "The digits are not grouped as in a phone number."
        if candidate.grouped or candidate.form not in (Form.NATIONAL, Form.CODE):
            return ""
        if written in "0123456789":
            return "It is counting, not a phone number."
        quoted = self._text[candidate.end : candidate.end + 1] in ("'", '"', "`")
        low, high = self._lines.bounds(self._lines.number_of(candidate.start))
        if not quoted and high - low < _LINE and _CODE_LINE.search(self._text[low:high]):
            return "It is a number in source code."
        return ""

    def _alone(self, candidate: Candidate) -> bool:
        """Nothing else with digits on its line, nor other than numbers on any line."""
        low, high = self._lines.bounds(self._lines.number_of(candidate.start))
        if high - low > 2 * _LINE:
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
    ) -> Verdict:
        start, end = candidate.start, candidate.end
        confidence = {
            Form.NINE: Confidence.RESTORED_ZERO,
            Form.TWINS: Confidence.DOUBTFUL,
            Form.BROKEN: Confidence.JOINED_LINES,
            Form.LETTERS: Confidence.VANITY,
        }.get(candidate.form, Confidence.SURE)
        if candidate.form is Form.BROKEN and not self._joins(candidate, label):
            return Verdict(start, end, None, reason="Two lines that make no number together.")
        if (candidate.loose and label is not Label.PHONE) or label.other:
            confidence = Confidence.DOUBTFUL
        if candidate.form in (Form.NATIONAL, Form.BROKEN):
            region, certain = self._countries.foreign(start, end, f"0{candidate.dial[3:]}")
            if region and (certain or not known):
                reason = f"It seems to be a national number of {country_name(region)}."
                return Verdict(start, end, None, reason=reason)
            if region:
                confidence = Confidence.MAYBE_FOREIGN
        return Verdict(start, end, parsed, confidence)

    def _joins(self, candidate: Candidate, label: Label) -> bool:
        first = self._text[candidate.start : candidate.end].split("\n")[0]
        opened = self._text[max(0, candidate.start - 1)] == "(" and ")" in first
        most = candidate.groups == (3, 3, 4)
        complete = re.match(r"[ ]?[0-9:/]", self._text[candidate.end : candidate.end + 2]) is None
        plus = first.startswith("+")
        sure = (plus or opened or most) and not candidate.loose
        return complete and (sure or label is Label.PHONE)
