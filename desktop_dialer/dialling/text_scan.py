"""Phone numbers in free text, and why what looks like one is none.

One idea after another: clean the text, find what has the shape of a number (`text_shapes`,
`text_letters`), ask what touches it (`text_edges`), what the words and headings beside it call
it (`text_labels`, `text_columns`), what the numbering data knows, and whose page it is
(`text_countries`). What had to be completed or guessed says so in its confidence.
"""

from dataclasses import dataclass, field

from .errors import NumberError
from .numbering import describe
from .phone_number import FoundNumber
from .text_clean import clean
from .text_elsewhere import verdicts_elsewhere
from .text_page import Page


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
    return explain(text, region).numbers


def explain(text: str, region: str = "ZA") -> Explanation:
    """The numbers in `text`, and its look-alikes with the reasons; never raises."""
    cleaned = clean(text)
    if region == "ZA":
        verdicts = Page(cleaned.text).verdicts()
    else:
        verdicts = verdicts_elsewhere(cleaned.text, region)
    explanation = Explanation()
    for verdict in verdicts:
        start, end = cleaned.origin(verdict.start), cleaned.origin(verdict.end - 1) + 1
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
    return explanation
