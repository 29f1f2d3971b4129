"""A link has one answer: typed or clicked, found in a text, and by the command `find`."""

import json

import pytest

from desktop_dialer.model.errors import NumberError, SeveralNumbers
from desktop_dialer.numbers.finder.scan import scan
from desktop_dialer.numbers.reading import read_number
from tests.support.commands.program import run

Answer = tuple[str, str, str]
"""E.164, extension, confidence."""

SEVERAL = "several"
LINKS: dict[str, list[str]] = {
    "tel:555-0101;phone-context=+27-11": ["+27115550101"],
    "tel:0825550101@pbx.example.com": ["+27825550101"],
    "tel:+27825550101": ["+27825550101"],
    "TEL:+27-82-555-0101": ["+27825550101"],
    "tel:+27(82)555.0101;isub=1411": ["+27825550101"],
    "tel:+27-82-555-0101;ext=12": ["+27825550101 12"],
    "tel:+27-82-555-0101;EXT=1-2": ["+27825550101 12"],
    "tel:082%20555%200101": ["+27825550101"],
    "tel:%2B27825550101": ["+27825550101"],
    "tel:08%32%35550101": ["+27825550101"],
    "tel://0825550101": ["+27825550101"],
    "tel:0825550101?subject=x": ["+27825550101"],
    "tel:0825550101,12": ["+27825550101 12"],
    "tel:0825550101p123": ["+27825550101 123"],
    "tel:825550101": ["+27825550101"],
    "tel:0825550101;phone-context=+27": ["+27825550101"],
    "tel:825550101;phone-context=+27": ["+27825550101"],
    "tel:5550101;phone-context=+27-21": ["+27215550101"],
    "tel:5550100;phone-context=+1-212": ["+12125550100"],
    "tel:06-12345678;phone-context=+39": ["+390612345678"],
    "tel:+27825550101;phone-context=example.com": ["+27825550101"],
    "tel:0825550101;phone-context=pbx.example.com": [],
    "tel:7042;phone-context=example.com": [],
    "tel:863-1234;phone-context=+1-914-555": [],
    "tel:7042@pbx.example.com": [],
    "tel:7042": [],
    "tel:112": [],
    "tel:*21*0825550101#": [],
    "tel:%2A21%2A0825550101%23": [],
    "tel:0825550101#": [],
    "tel:+27825550101;ext=abc": [],
    "tel:tel:0825550101": [],
    "tel:082555010": [],
    "tel:0800FLOWERS": ["+27800356937"],
    "tel:0115550101/2": ["+27115550101", "+27115550102"],
    "tel:0115550101/0825550102": ["+27115550101", "+27825550102"],
    "callto:+27825550101": ["+27825550101"],
    "callto://0825550101+type=phone": ["+27825550101"],
    "callto:john.smith": [],
    "sip:+27215550192@10.1.1.9": ["+27215550192"],
    "sip:0215550192@pbx.example.co.za": ["+27215550192"],
    "sips:0215550192@pbx.example.co.za:5061;transport=tls": ["+27215550192"],
    "sip:+27-21-555-0192;phone-context=+27@gw.example;user=phone": ["+27215550192"],
    "sip:2041@pbx.example.co.za": [],
    "sip:thabo@pbx.example.co.za": [],
    "https://wa.me/27835550184?text=Hi": ["+27835550184"],
    "https://teams.microsoft.com/l/call/0/0?users=4:+27835550184": ["+27835550184"],
}


def _read(link: str) -> list[Answer] | str:
    try:
        number = read_number(link)
    except SeveralNumbers:
        return SEVERAL
    except NumberError:
        return []
    return [(number.e164, number.extension, number.confidence.value)]


@pytest.fixture(scope="module")
def by_command() -> dict[str, list[Answer]]:
    ended = run("find", "--json", "-0", stdin="\0".join(LINKS).encode())
    lines = ended.out.splitlines()
    answers = [
        [(item["e164"], item["extension"], item["confidence"]) for item in json.loads(line)]
        for line in lines
    ]
    return dict(zip(LINKS, answers, strict=True))


@pytest.mark.parametrize(("link", "expected"), LINKS.items(), ids=LINKS)
def test_a_link_has_one_answer_everywhere(
    link: str, expected: list[str], by_command: dict[str, list[Answer]]
) -> None:
    found = [(i.number.e164, i.number.extension, i.number.confidence.value) for i in scan(link)]
    assert [f"{e164} {extension}".strip() for e164, extension, _ in found] == expected
    assert by_command[link] == found
    assert _read(link) == (found if len(found) < 2 else SEVERAL)


@pytest.mark.parametrize(("link", "expected"), LINKS.items(), ids=LINKS)
@pytest.mark.parametrize(
    "around", ['<a href="{}">x</a>', "<{}>", "let u = '{}';", "Mail {} today", "(see {})."]
)
def test_what_stands_around_a_link_changes_nothing(
    link: str, expected: list[str], around: str
) -> None:
    found = [(item.number.e164, item.number.extension) for item in scan(around.format(link))]
    assert [" ".join(answer).strip() for answer in found] == expected


def test_a_link_on_another_countrys_page_is_that_countrys() -> None:
    assert scan('Nairobi, Kenya. <a href="tel:0722345678">Call</a>') == []


def test_a_number_behind_a_card_s_colon_is_no_link() -> None:
    assert [item.number.e164 for item in scan("Tel:021 555 0101 Fax:021 555 0102")] == [
        "+27215550101",
        "+27215550102",
    ]
