"""Precision and recall, number by number, over labelled texts.

A number found counts when its E.164 form is that of a label whose place it overlaps; each label
counts once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from desktop_dialer.model.phone_number import Confidence
from desktop_dialer.numbers.finder.scan import explain
from tests.score.labelled import Label, LabelledText

HERE = Path(__file__).parent
SETS = ("tuning", "exam", "exam_2", "exam_3", "exam_4", "exam_5", "exam_6")
"""The files of labelled texts, without their ending."""


@dataclass(frozen=True)
class Found:
    """One number that a finder found, or (with `reason`) refused."""

    start: int
    end: int
    e164: str
    confidence: Confidence = Confidence.SURE
    reason: str = ""


Finder = Callable[[str], list[Found]]


@dataclass
class Score:
    """What a finder got right, and every mistake as text."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    sure: int = 0
    sure_right: int = 0
    misses: list[str] = field(default_factory=list)
    confidences: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the found numbers that are labelled."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the labelled numbers that were found."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def sure_precision(self) -> float:
        """The share of the sure numbers that are labelled: those are called without a question."""
        return self.sure_right / self.sure if self.sure else 1.0

    def line(self, name: str) -> str:
        """One line of a table."""
        return (
            f"{name:<28} precision {self.precision:.3f}  recall {self.recall:.3f}  "
            f"({self.right} right of {self.found} found, {self.labelled} labelled; "
            f"precision of the sure ones {self.sure_precision:.3f})"
        )


def ours(text: str) -> list[Found]:
    """What the scan finds, and what it refuses."""
    explained = explain(text)
    return [
        *(Found(f.start, f.end, f.number.e164, f.number.confidence) for f in explained.numbers),
        *(Found(a.start, a.end, "", reason=a.reason) for a in explained.look_alikes),
    ]


def bare_matcher(text: str) -> list[Found]:
    """What the library's own matcher finds."""
    return [
        Found(m.start, m.end, format_number(m.number, PhoneNumberFormat.E164))
        for m in PhoneNumberMatcher(text, "ZA", leniency=Leniency.VALID, max_tries=len(text))
    ]


def score(texts: Iterable[LabelledText], finder: Finder) -> Score:
    """The finder's score over all texts."""
    total = Score()
    for labelled in texts:
        answers = finder(labelled.text)
        _score_one(total, labelled, answers)
    return total


def _score_one(total: Score, labelled: LabelledText, answers: list[Found]) -> None:
    open_labels = [label for label in labelled.labels if not label.open]
    undecided = [label for label in labelled.labels if label.open]
    numbers = [
        answer
        for answer in answers
        if not answer.reason
        and (
            answer.confidence is Confidence.SURE
            or not any(_matches(answer, label) for label in undecided)
        )
    ]
    total.found += len(numbers)
    total.labelled += len(open_labels)
    for answer in numbers:
        sure = answer.confidence is Confidence.SURE
        total.sure += sure
        label = next((label for label in open_labels if _matches(answer, label)), None)
        where = f"{labelled.name}: {labelled.text[answer.start : answer.end]!r}"
        if label is None:
            total.misses.append(
                f"{where} is no number to dial (read as {answer.e164}, {answer.confidence})"
            )
            continue
        open_labels.remove(label)
        total.right += 1
        total.sure_right += sure
        if answer.confidence is not label.confidence:
            total.confidences.append(f"{where} {answer.confidence}, not {label.confidence}")
    for label in open_labels:
        reasons = [a.reason for a in answers if a.reason and _overlaps(a, label)]
        why = reasons[0] if reasons else "nothing there has the shape of a number"
        missed = labelled.text[label.start : label.end]
        total.misses.append(f"{labelled.name}: {missed!r} was missed: {why}")


def _overlaps(answer: Found, label: Label) -> bool:
    return answer.start < label.end and label.start < answer.end


def _matches(answer: Found, label: Label) -> bool:
    return answer.e164 == label.e164 and _overlaps(answer, label)
