"""Labelled texts: what a careful person would dial from each.

A file holds texts, each under a line `%%% style`. A number to dial is in «…»; where its
E.164 form does not follow from its digits alone, or where the scan has to complete or guess,
it says so: «342 9315~t=+27123429315». A number marked «0825550101~?» may be one or not: the
finder may leave it alone or ask about it, and only a sure answer counts, as a wrong one.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from desktop_dialer.model.phone_number import Confidence

_MARKS = {
    "z": Confidence.RESTORED_ZERO,
    "t": Confidence.COMPLETED_TAIL,
    "j": Confidence.JOINED_LINES,
    "v": Confidence.VANITY,
    "d": Confidence.DOUBTFUL,
    "f": Confidence.MAYBE_FOREIGN,
    "o": Confidence.LOOK_ALIKES,
}
_OPEN = "?"
_LABEL = re.compile(r"«(?P<raw>[^»~]+?)(?:~(?P<mark>[a-z?]))?(?:=(?P<e164>\+[0-9]+))?»")


@dataclass(frozen=True)
class Label:
    """One number to dial: where it stands, what it is, how it came to be.

    `open`: whether it is a phone number cannot be told from the text.
    """

    start: int
    end: int
    e164: str
    confidence: Confidence
    open: bool = False


@dataclass(frozen=True)
class LabelledText:
    """A text and all its labels. `name`: file, place in the file and style."""

    name: str
    text: str
    labels: tuple[Label, ...]


def load(path: Path) -> list[LabelledText]:
    """Every labelled text of a file; ValueError names the one that is written wrongly."""
    records = path.read_text(encoding="utf-8").split("%%% ")[1:]
    return [_record(f"{path.stem} {place}", record) for place, record in enumerate(records, 1)]


def _record(name: str, record: str) -> LabelledText:
    style, _, body = record.partition("\n")
    name = f"{name} {style.strip()}"
    text, labels, done = "", [], 0
    body = body.removesuffix("\n")
    for match in _LABEL.finditer(body):
        text += body[done : match.start()]
        mark = match["mark"]
        confidence = _MARKS[mark] if mark and mark != _OPEN else Confidence.SURE
        e164 = match["e164"] or _e164(match["raw"], name)
        labels.append(
            Label(len(text), len(text) + len(match["raw"]), e164, confidence, mark == _OPEN)
        )
        text += match["raw"]
        done = match.end()
    text += body[done:]
    if "«" in text or "»" in text:
        raise ValueError(f"{name}: a label that cannot be read")
    return LabelledText(name, text, tuple(labels))


def _e164(raw: str, name: str) -> str:
    kept = raw.replace("(0)", "")
    digits = "".join(str(unicodedata.decimal(c)) for c in kept if c.isdecimal())
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0") and len(digits) == 10:
        digits = f"27{digits[1:]}"
    digits = digits.replace("270", "27", 1) if digits.startswith("270") else digits
    national = "+" not in kept and "＋" not in kept and not kept.startswith("00")
    if national and not (len(digits) == 11 and digits.startswith("27")):
        raise ValueError(f"{name}: {raw!r} needs its E.164 form")
    return f"+{digits}"
