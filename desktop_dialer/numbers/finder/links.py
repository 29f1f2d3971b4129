"""Links that dial, in a text: read exactly as a link that is clicked or typed."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...model.errors import NumberError
from ...model.phone_number import PhoneNumber
from ..plain_number import read_link
from .verdict import CandidateVerdict

_IN_TEXT = re.compile(
    r"(?<![\w.+-])(?:(?:(?:tel|callto):(?://)?){1,9}|sips?:(?=[^\s@]{1,80}@))"
    r"(?P<number>[+0-9%*#(][^\s\"'`<>,;?@|\\{}]{0,80}(?:,+[0-9]{1,7}(?![0-9]))?)"
    r"(?:;[\w-]{1,40}(?:=[^\s\"'`<>,;?@|\\{}]{1,80})?)*"
    r"(?:@[\w.:\[\]-]{1,200}(?:;[\w-]{1,40}(?:=[\w.:-]{1,80})?)*)?",
    re.IGNORECASE,
)
_BEGINS = re.compile(r":[/+0-9%*#(]")
_SCHEMES = ("tel", "callto", "sip", "sips")
_GOES_ON = re.compile(r"[ \t/]{1,3}[0-9(+]")


@dataclass(frozen=True, slots=True)
class LinkReading:
    """A link whose number is text[start:end]; `until`: where its host and parameters end.

    `number` is None where it is not to be called, for `reason`.
    """

    start: int
    end: int
    until: int
    number: PhoneNumber | None
    reason: str = ""


def link_readings(text: str, region: str) -> list[LinkReading]:
    """The links of a cleaned text that hold one number and nothing else.

    `region`: see `text_scan.scan`.
    """
    found = []
    for match in _links_in(text):
        start, end = match.span("number")
        end -= _closing(match["number"])
        alone = end < match.end("number") and match.end("number") == match.end()
        try:
            number = read_link(text[match.start() : end] if alone else match.group(), region)
        except NumberError as error:
            found.append(LinkReading(start, end, match.end(), None, error.message))
        else:
            if number is not None:
                found.append(LinkReading(start, end, match.end(), number))
    return found


def _links_in(text: str) -> Iterator[re.Match[str]]:
    """The links in a text, with their group `number`, where they end before the next number.

    "Tel:021 555 0101" is not a link: a link contains no spaces.
    """
    end = 0
    for colon in _BEGINS.finditer(text):
        before = text[max(end, colon.start() - 6) : colon.start()].lower()
        scheme = next((name for name in _SCHEMES if before.endswith(name)), "")
        start = colon.start() - len(scheme)
        while text[max(end, start - 4) : start].lower() == "tel:":
            start -= 4  # a link within a link, which is none
        match = _IN_TEXT.match(text, start) if scheme else None
        if match and not _GOES_ON.match(text, match.end()):
            end = match.end()
            yield match


def _closing(number: str) -> int:
    """How many characters at the end of `number` close a sentence or bracket around the link."""
    kept = number.rstrip(".:-")
    while kept.endswith(")") and kept.count(")") > kept.count("("):
        kept = kept[:-1].rstrip(".:-")
    return len(number) - len(kept)


def _south_african(link: LinkReading) -> bool:
    return link.number is not None and link.number.region == "ZA"


def beside_links(
    verdicts: list[CandidateVerdict], links: Sequence[LinkReading]
) -> tuple[list[CandidateVerdict], list[LinkReading]]:
    """The verdicts that no link answers for, and the links that count.

    A link to no number only counts where something in it was taken for one. A national number
    on another country's page belongs there in a link, too.
    """
    starts = [link.start for link in links]
    kept: list[CandidateVerdict] = []
    counting = {link.start for link in links if link.number}
    for verdict in verdicts:
        place = bisect_left(starts, verdict.end) - 1
        if place < 0 or links[place].until <= verdict.start:
            kept.append(verdict)
        elif verdict.abroad and _south_african(links[place]):
            kept.append(verdict)
            counting.discard(starts[place])
        else:
            counting.add(starts[place])
    return kept, [link for link in links if link.start in counting]
