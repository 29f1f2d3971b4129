"""Formats that numbers come in: HTML, links, spreadsheets, vCards, and odd dashes."""

import pytest

from desktop_dialer.model.phone_number import Confidence
from desktop_dialer.numbers.finder.scan import scan

SURE = Confidence.SURE


def _found(text: str) -> list[str]:
    return [item.number.e164 for item in scan(text)]


def _confidences(text: str) -> list[Confidence]:
    return [item.number.confidence for item in scan(text)]


@pytest.mark.parametrize(
    "text",
    [
        '<input placeholder="082 000 0000">',
        "<input type='tel' placeholder='e.g. 071 555 0101'>",
        '<meta name="app-id" content="0215550206">',
        '<option value="0835550207">Durban</option>',
        '<tr data-row="0825550101" id="0825550102">',
        "<input type=hidden value=0725550101>",
        '<text x="0825550101">',
        'placeholder="082 555 0101"',
        "placeholder: '082 555 0101',",
        "<input\n  placeholder={'082 555 0101'}\n/>",
        "&lt;input placeholder=&quot;082 555 0101&quot;&gt;",
        "<td>Locker</td><td>0825550101</td>",
        "<b>Account</b> 0825550101",
        "data-id='0825550101'",
    ],
)
def test_a_value_of_an_attribute_is_no_number(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '<a href="tel:0825550101">Call</a>',
        "<a data-id=\"0825550102\" href='tel:+27825550101'>Call</a>",
        '<a data-phone="0825550101">Call</a>',
        '<contact phone="0825550101" account="0825550102"/>',
        '<meta itemprop="telephone" content="0825550101">',
        '<img alt="Call 082 555 0101 today" src="/0825550102.png">',
        '<meta name="description" content="Phone us on 082 555 0101">',
        '<td data-label="Cell">082 555 0101</td>',
        "<tr><td>Botha</td><td>0825550101</td></tr>",
        '<phone value="0825550101"/>',
        '<a href="https://wa.me/27825550101">Chat</a>',
    ],
)
def test_what_html_calls_a_phone_counts(text: str) -> None:
    assert _found(text) == ["+27825550101"]


@pytest.mark.parametrize(
    "text",
    [
        'let u = "https://wa.me/27835550184?text=Hi";',
        "sip:+27835550184@10.1.1.9",
        "<sip:0835550184@pbx.example.co.za>;tag=0825550101",
        "sips:0835550184@pbx.example.co.za:5061",
        "https://teams.microsoft.com/l/call/0/0?users=4:+27835550184",
        "msteams:/l/call/0/0?users=8:orgid,4%3A%2B27835550184",
        'if (x) { location.href = "tel:+27835550184"; }',
        "skype:+27835550184?call",
        "viber://chat?number=%2B27835550184",
        "whatsapp://send?phone=27835550184&text=x",
        "smsto:0835550184:hello",
    ],
)
def test_links_that_dial_are_found_wherever_they_stand(text: str) -> None:
    assert _found(text) == ["+27835550184"]
    assert _confidences(text) == [SURE]


@pytest.mark.parametrize(
    "text",
    [
        "sip:2041@pbx.example.co.za",
        "mailto:0835550184@example.co.za",
        "ssh://git@x.org:22/0835550184/r",
    ],
)
def test_other_addresses_are_no_numbers(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Cell\n825550101.0\n835550102.0", ("+27825550101", "+27835550102")),
        ("Phone\n27825550101.00\n27835550102.00", ("+27825550101", "+27835550102")),
        ("Mobile\n27,825,550,101", ("+27825550101",)),
        ('Mobile\n"27,825,550,101"\n"27,835,550,102"', ("+27825550101", "+27835550102")),
        ("Mobile\n2.7835550182E+10", ("+27835550182",)),
        ("Cell\n8.25550101E+08", ("+27825550101",)),
        ("Cell\n825,550,101", ("+27825550101",)),
        ("Name,Cell\nA,27825550101.0\nB,835550102.0", ("+27825550101", "+27835550102")),
    ],
)
def test_a_spreadsheets_formats_under_a_phone_heading(text: str, numbers: tuple[str, ...]) -> None:
    assert _found(text) == [*numbers]


@pytest.mark.parametrize(
    "text",
    [
        *("Mobile\n2.78356E+10", "Total\n27,825,550,101", "27,825,550,101", "2.7835550182E+10"),
        *("Amount\n27825550101.00", "Cell\n27,825,550,101.55", "Cell\n2.7835550182E+11"),
    ],
)
def test_the_same_formats_elsewhere_are_amounts(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize("dash", "\u2043\u02d7\u30fc\uff70\u2212\u2010\u2015\u2796\u254c\u207b")
def test_whatever_looks_like_a_dash_is_one(dash: str) -> None:
    assert _found(f"082{dash}555{dash}0101") == ["+27825550101"]


@pytest.mark.parametrize(
    "text",
    [
        *("+27 (0) 82 / 555 01 - 01", "+27 (0)82 / 555 0101", "+27 82/555 0101"),
        *("082 / 555 01 - 01", "082/555 0101", "082\u2215555\u22120101", "27-(0)82-555-0101"),
    ],
)
def test_slashes_and_dashes_between_groups(text: str) -> None:
    assert _found(text) == ["+27825550101"]


@pytest.mark.parametrize(
    "text",
    [
        "TEL;CELL;ENCODING=QUOTED-PRINTABLE:=2B27=2082=20555=200101",
        "TEL;CELL:=2B27=2082=20555=200101",
        "TEL;ENCODING=QUOTED-PRINTABLE:=30=38=32=35=35=35=30=31=30=31",
        "TEL;ENCODING=QUOTED-PRINTABLE:082=2D555=2d0101",
    ],
)
def test_quoted_printable_is_read(text: str) -> None:
    (item,) = scan(text)
    assert item.number.e164 == "+27825550101"
    assert text[item.start : item.end] == item.raw
    assert item.raw.endswith(("0101", "=30=31"))


def test_an_equals_sign_in_an_address_is_none_of_that() -> None:
    assert _found("https://example.org/?phone=2082555010&cell=0825550101") == ["+27825550101"]
