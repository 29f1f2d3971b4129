"""What a scan costs, beside the library's bare matcher in the same process.

Twice the matcher's time is allowed. The limits here leave room for a busy machine: a scan that
grows with the square of the text is far above them.
"""

import time
from collections.abc import Callable

import pytest
from phonenumbers import Leniency, PhoneNumberMatcher

from desktop_dialer.numbers.finder.scan import scan

pytestmark = pytest.mark.alone

KILOBYTE = 1024
LIMIT = 2.5
GROWTH = 3.0
"""A text 16 times as long may take 16 times as long, times this."""

PAGE = (
    "Dear Sir, thank you for your message. We are open from eight to five, Tel: 021 555 1234 or\n"
    "fax 021 555 1235, 12 Main Road, Cape Town 8001. Invoice 0112345678 of 2023-01-15 R 1 250,00\n"
)
HOSTILE = {
    "digits": "1",
    "zeros": "0",
    "brackets": "(",
    "bracketed zeros": "(0)",
    "plus signs": "+",
    "plus and code": "+27(",
    "spaced digits": "1 ",
    "dashes": "0-",
    "letters and digits": "0a",
    "capitals": "A",
    "vanity": "0860 FLOWERS ",
    "vanity with a code": "+27 860 ABC DEF ",
    "tails": "/1",
    "number and tails": "021 555 1234/5/6 ",
    "area codes": "021\n",
    "broken lines": "(011)\n455 7812 ",
    "zero-width marks": "\u200b",
    "direction marks": "\u202a\u202c",
    "entities": "&nbsp;",
    "escapes": "%20",
    "domains": "www.",
    "numbers": "0825551234 ",
    "accounts": "account number 0112345678 ",
    "another country": "Nairobi: 0722 345 678, ",
    "attributes": '<a x="0825551234" ',
    "one long element": '<a y="' + "x " * 40,
    "quoted-printable": "=2B2",
    "links": "tel:1;a=1",
    "links to a host": "sip:0825551234@x ",
    "links in links": "tel:",
    "prefixes": "ku-0825551234 ",
    "letters for digits": "0O1lI",
    "scanned numbers": "Tel O82 555 l234 ",
    "amounts": "27,825,551,234\n",
    "tails abroad": "+264 61 250 188 / 250 189, 190",
    "counting tails": "+27 11 555 0180,81,82,83",
    "names": "Ann Botha 0825551234 ",
    "nouns": "candidate number 0825551234 ",
    "narrow columns": "021\n555\n1234\n",
    "spreadsheet": "A;0825551234;0112345678\n",
}


def _seconds(work: Callable[[], object], rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def _matcher(text: str) -> Callable[[], object]:
    return lambda: list(
        PhoneNumberMatcher(text, "ZA", leniency=Leniency.VALID, max_tries=len(text))
    )


@pytest.mark.parametrize("size", [KILOBYTE, 64 * KILOBYTE])
@pytest.mark.parametrize("page", [PAGE, PAGE.replace("\n", " ")], ids=["lines", "one line"])
def test_a_page_costs_no_more_than_twice_the_bare_matcher(page: str, size: int) -> None:
    text = (page * (size // len(page) + 1))[:size]
    scan(text), _matcher(text)()
    rounds = 9 if size == KILOBYTE else 3
    assert _seconds(lambda: scan(text), rounds) < LIMIT * _seconds(_matcher(text), rounds)


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_costs_in_proportion_to_its_length(piece: str) -> None:
    short = (piece * (4 * KILOBYTE // len(piece) + 1))[: 4 * KILOBYTE]
    long = (piece * (64 * KILOBYTE // len(piece) + 1))[: 64 * KILOBYTE]
    quick = _seconds(lambda: scan(short), 5) + 0.0005
    assert _seconds(lambda: scan(long), 2) < 16 * GROWTH * quick


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_costs_no_more_than_twice_the_bare_matcher(piece: str) -> None:
    text = (piece * (16 * KILOBYTE // len(piece) + 1))[: 16 * KILOBYTE]
    scan(text)
    assert _seconds(lambda: scan(text), 3) < LIMIT * _seconds(_matcher(text), 3) + 0.001
