"""Phone numbers in free text, and why what looks like one is none.

One idea after another: clean the text, find what has the shape of a number (`text_shapes`,
`text_letters`), ask what touches it (`text_edges`), what the words and headings beside it call
it (`text_labels`, `text_columns`), what the numbering data knows, and whose page it is
(`text_countries`). A link that dials is read as a clicked one is (`text_links`). What had to be
completed or guessed says so in its confidence.
"""

import re
from dataclasses import dataclass, field, replace

from ...model.errors import NumberError
from ...model.phone_number import FoundNumber
from ...text.cleaning import CleanText, clean
from ...translation import tr
from ..numbering import describe, is_id_number
from .document import Document
from .links import LinkReading, beside_links, link_readings
from .other_regions import verdicts_elsewhere

_LONG_RUN = re.compile("(?<![0-9])[0-9]{9,20}(?![0-9])")


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Digits that look like a phone number: `text[start:end] == raw`, and why they are none."""

    raw: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Explanation:
    """All that was looked at in a text, in order."""

    numbers: list[FoundNumber] = field(default_factory=list)
    look_alikes: list[LookAlike] = field(default_factory=list)


def scan(text: str, region: str = "ZA") -> list[FoundNumber]:
    """The numbers in `text`, in order, none overlapping; never raises.

    `region`: two letters (ISO 3166-1), where numbers without a country code belong.
    Every number has an E.164 form; whether the PBX can take it is `call_fields.callee_for`'s
    to say.
    """
    return _examined(text, clean(text), region).numbers


def explain(text: str, region: str = "ZA") -> Explanation:
    """The numbers in `text`, and its look-alikes with the reasons; never raises."""
    cleaned = clean(text)
    explanation = _examined(text, cleaned, region)
    spans = [(found.start, found.end) for found in explanation.numbers]
    spans += [(look_alike.start, look_alike.end) for look_alike in explanation.look_alikes]
    seen = {position for start, end in spans for position in range(start, end)}
    for match in _LONG_RUN.finditer(cleaned.text):
        start, end = cleaned.origin(match.start()), cleaned.origin_end(text, match.end())
        if start not in seen and end - 1 not in seen:
            reason = _rejection_reason(match.group())
            explanation.look_alikes.append(LookAlike(text[start:end], start, end, reason))
    explanation.look_alikes.sort(key=lambda look_alike: look_alike.start)
    return explanation


def _rejection_reason(digits: str) -> str:
    if is_id_number(digits):
        return tr("It is a South African ID number.")
    if len(digits) == 13:
        return tr("13 digits, as many as a South African ID number has.")
    return tr("{digits} digits that begin like no phone number of that length.").format(
        digits=len(digits)
    )


def _examined(text: str, cleaned: CleanText, region: str) -> Explanation:
    if region == "ZA":
        verdicts = Document(cleaned.text).verdicts()
    else:
        verdicts = verdicts_elsewhere(cleaned.text, region)
    links = link_readings(cleaned.text, region)
    if links:
        verdicts, links = beside_links(verdicts, links)
    explanation = Explanation()
    for verdict in verdicts:
        start, end = cleaned.origin(verdict.start), cleaned.origin_end(text, verdict.end)
        raw = text[start:end]
        if verdict.parsed is None:
            explanation.look_alikes.append(LookAlike(raw, start, end, verdict.reason))
            continue
        try:
            number = describe(verdict.parsed, raw, region, verdict.confidence)
        except NumberError as error:
            explanation.look_alikes.append(LookAlike(raw, start, end, error.message))
        else:
            explanation.numbers.append(FoundNumber(number, raw, start, end))
    if links:
        _add_links(explanation, links, text, cleaned)
    return explanation


def _add_links(
    explanation: Explanation, links: list[LinkReading], text: str, cleaned: CleanText
) -> None:
    for link in links:
        start, end = cleaned.origin(link.start), cleaned.origin_end(text, link.end)
        raw = text[start:end]
        if link.number is None:
            explanation.look_alikes.append(LookAlike(raw, start, end, link.reason))
        else:
            number = replace(link.number, typed=raw)
            explanation.numbers.append(FoundNumber(number, raw, start, end))
    explanation.numbers.sort(key=lambda found: found.start)
    explanation.look_alikes.sort(key=lambda look_alike: look_alike.start)
