"""Through a text from number to number: what each is called, and the verdict on it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...model.phone_number import Confidence
from ..numbering import from_e164
from .abbreviated import tails_after
from .groups import Candidate, Form
from .headings import Lines
from .labels import Label, label_after, label_before
from .line_breaks import broken_shapes
from .neighbours import dialled
from .shapes import candidates_at, next_shape
from .spreadsheet import spreadsheet_shapes
from .vanity import letter_shapes, look_alike_shapes
from .verdict import LINE, CandidateVerdict, Judge

_EXTENSION = re.compile(
    r"[ ]?[,;(]?[ ]?(?:ext(?:ension)?|uitbr(?:eiding)?|x)[ ]?[.:=]?[ ]?([0-9]{1,5})(?![0-9])",
    re.IGNORECASE,
)
_ZEROS = re.compile(r"\.0{1,2}(?![0-9])")
_BETWEEN = re.compile(r"(?:[^\w\n<>]|\b(?:or|of|and|en|to)\b){0,12}(?:\n[^\w\n]{0,8})?")
_DOUBTS = (Label.NOUN, Label.THING)
_SCANNED = str.maketrans("1I0", "llo")
_USUAL = frozenset({(10,), (3, 3, 4), (3, 7), (4, 3, 3), (4, 6), (6, 4), (3, 4, 3)})


@dataclass(slots=True)
class _Last:
    """The candidate before: where it ended, what it was called, whether it was taken."""

    end: int = 0
    label: Label = Label.NONE
    by_heading: bool = False
    taken: bool = False


class Document:
    """A cleaned text and everything that its numbers share: lines, columns, countries."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._judge = Judge(text, self._lines)
        self._last = _Last()
        self._history: list[_Last] = []

    def verdicts(self) -> list[CandidateVerdict]:
        """A verdict on each candidate, in the order of the text, none overlapping."""
        found = []
        for verdict in self._plain():
            found.append(verdict)
            self._history.append(self._last)
        taken = [(verdict.start, verdict.end) for verdict in found if not verdict.reason]
        rarer = letter_shapes(self._text) + look_alike_shapes(self._text)
        rarer += spreadsheet_shapes(self._text)
        if "\n" in self._text:
            rarer += broken_shapes(self._text)
        if rarer:
            found += self._rarer(rarer, taken)
            found.sort(key=lambda verdict: verdict.start)
        return found

    def _plain(self) -> Iterator[CandidateVerdict]:
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

    def _rarer(
        self, rarer: list[Candidate], taken: list[tuple[int, int]]
    ) -> list[CandidateVerdict]:
        """Verdicts on the rarer candidates where no plain one was taken."""
        found: list[CandidateVerdict] = []
        end = 0
        before = self._history
        ends = [last.end for last in before]
        self._last = _Last()
        for candidate in sorted(rarer, key=lambda rare: rare.start):
            place = bisect_right(taken, (candidate.start, 0))
            beside = taken[max(place - 1, 0) : place + 1]
            if candidate.start < end or any(
                low < candidate.end and candidate.start < high for low, high in beside
            ):
                continue
            plain = bisect_right(ends, candidate.start)
            if plain and ends[plain - 1] > self._last.end:
                self._last = before[plain - 1]
            found += self._judged(candidate)
            end = found[-1].end if not found[-1].reason else end
        return found

    def _judged(self, candidate: Candidate) -> Iterator[CandidateVerdict]:
        label, by_heading = self._label(candidate)
        follows = self._last.taken and 0 <= candidate.start - self._last.end <= 3
        verdict = self._judge.verdict(candidate, label, follows)
        end = candidate.end
        if label is Label.PHONE and (zeros := _ZEROS.match(self._text, end)):
            end = zeros.end()  # 825550101.0, as spreadsheets have it
        if verdict.parsed and verdict.confidence is Confidence.SURE and label in _DOUBTS:
            label = Label.NONE  # nor do they speak against the next: "Ann 082 555 0101/0835550102"
        self._last = _Last(end, label, by_heading, not verdict.reason)
        end = candidate.end
        if verdict.parsed and (extension := _EXTENSION.match(self._text, candidate.end)):
            verdict.parsed.extension = extension[1]
            end = extension.end()
            verdict = replace(verdict, end=end)
        yield verdict
        if (
            verdict.parsed
            and end == candidate.end
            and verdict.confidence is not Confidence.DOUBTFUL
        ):
            yield from self._tails(candidate)

    def _tails(self, candidate: Candidate) -> Iterator[CandidateVerdict]:
        for tail in tails_after(self._text, candidate):
            parsed, known = from_e164(tail.dial)
            if not known:
                return
            self._last.end = tail.end
            yield CandidateVerdict(tail.start, tail.end, parsed, Confidence.COMPLETED_TAIL)

    def _label(self, candidate: Candidate) -> tuple[Label, bool]:
        """What the words call the candidate, and whether they are above it."""
        text, start, last = self._text, candidate.start, self._last
        if dialled(text[max(0, start - 80) : start]):
            return Label.PHONE, False
        column = self._lines.column_label(start, candidate.end)
        if column is not Label.NONE:
            return column, True
        line = self._lines.number_of(start)
        line_start, _ = self._lines.bounds(line)
        floor = max(line_start, last.end)
        label = label_before(text, floor, start)
        if candidate.form is Form.LOOK_ALIKE and label is not Label.PHONE:
            scanned = text[max(floor, start - LINE) : start].translate(_SCANNED)  # "Te1:", "Ce11"
            label = label_before(scanned, 0, len(scanned))
        if label is Label.NONE:
            label = label_after(text, candidate.end)
        if label is not Label.NONE:
            return label, False
        if last.end and start - last.end < 40 and _BETWEEN.fullmatch(text, last.end, start):
            same_line = last.end >= line_start
            if same_line or last.by_heading or last.label is Label.PHONE:
                return last.label, last.by_heading
        if start - line_start < LINE and not re.search(r"\w", text[line_start:start]):
            return self._lines.heading_above(line), True
        return Label.NONE, False
