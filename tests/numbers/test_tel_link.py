"""tel: and callto: links, by RFC 3966 and as they are found on pages."""

import pytest

from desktop_dialer.model.errors import NotANumber, NotCallable
from desktop_dialer.model.phone_number import Confidence
from desktop_dialer.numbers.reading import read_number
from desktop_dialer.numbers.tel_link import LinkText, is_link, parse_link


@pytest.mark.parametrize(
    ("link", "e164", "extension"),
    [
        ("tel:+27820001234", "+27820001234", ""),
        ("TEL:+27-82-000-1234", "+27820001234", ""),
        ("tel:+27-82-000-1234;ext=12", "+27820001234", "12"),
        ("tel:+27-82-000-1234;EXT=1-2", "+27820001234", "12"),
        ("tel:+27(82)000.1234;isub=1411", "+27820001234", ""),
        ("tel:082%20000%201234", "+27820001234", ""),
        ("tel:%2B27820001234", "+27820001234", ""),
        ("tel:%20082%20000%201234%20", "+27820001234", ""),
        ("tel://0820001234", "+27820001234", ""),
        ("tel:0820001234?subject=x", "+27820001234", ""),
        ("tel:0820001234;phone-context=+27", "+27820001234", ""),
        ("tel:820001234;phone-context=+27", "+27820001234", ""),
        ("tel:5551234;phone-context=+27-21", "+27215551234", ""),
        ("tel:5550100;phone-context=+1-212", "+12125550100", ""),
        ("tel:06-12345678;phone-context=+39", "+390612345678", ""),
        ("tel:+1-201-555-0123", "+12015550123", ""),  # RFC 3966, section 6
        ("tel:+27820001234;phone-context=example.com", "+27820001234", ""),
        ("callto:+27820001234", "+27820001234", ""),
        ("callto://0820001234+type=phone", "+27820001234", ""),
        ("tel:\u202a082 000 1234\u202c", "+27820001234", ""),
    ],
)
def test_links(link: str, e164: str, extension: str) -> None:
    assert is_link(link)
    number = read_number(link)
    assert (number.e164, number.extension) == (e164, extension)
    assert number.confidence is Confidence.SURE
    assert number.typed == link


def test_what_a_link_was_completed_from_is_no_less_a_guess() -> None:
    assert read_number("tel:820001234").confidence is Confidence.RESTORED_ZERO


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("tel:7042;phone-context=example.com", "private number of 'example.com'"),  # section 6
        ("tel:7042;phone-context=pbx.example;ext=3", "private number"),
        ("tel:7042", "extension"),
        ("tel:*21*0820001234#", "feature code"),
        ("tel:*21*+27820001234%23", "feature code"),
        ("tel:%2A21%2A0820001234%23", "feature code"),
        ("tel:0820001234#", "feature code"),
        ("tel:%2331%23", "feature code"),
        ("tel:A*1", "feature code"),
        ("callto:*120*1%23", "feature code"),
    ],
)
def test_links_that_are_never_called(link: str, reason: str) -> None:
    with pytest.raises(NotCallable, match=reason) as caught:
        read_number(link)
    assert caught.value.advice


@pytest.mark.parametrize(
    "link",
    [
        *("tel:", "tel:%", "tel:;ext=5", "tel://", "callto:john.smith", "tel:hello"),
        *(
            "tel:+27820001234;ext=abc",
            "tel:tel:0820001234",
            "tel:863-1234;phone-context=+1-914-555",
        ),
        "tel:%74el:0820001234",
    ],
)
def test_links_without_a_number(link: str) -> None:
    with pytest.raises(NotANumber) as caught:
        read_number(link)
    assert caught.value.advice


@pytest.mark.parametrize(
    "text", ["Tel: 082 000 1234", "tel 082", "hotel:0820001234", "mailto:0820001234", "", "tel"]
)
def test_what_is_no_link(text: str) -> None:
    assert not is_link(text)


def test_the_parts_of_a_link() -> None:
    assert parse_link("tel:+27-82;ext=(1)2") == LinkText("+27-82", "12")
    assert parse_link("tel:08%32?x#y") == LinkText("082", "")
    with pytest.raises(NotANumber, match=r"Not a tel: link"):
        parse_link("0820001234")
