"""Kinds of text that were read wrongly once: each with the right numbers, and how sure they are."""

import pytest

from desktop_dialer.model.call import CallSource
from desktop_dialer.model.phone_number import Confidence
from desktop_dialer.model.policy import Decision, PolicyRules, judge
from desktop_dialer.numbers.finder.scan import scan

SURE, TAIL = Confidence.SURE, Confidence.COMPLETED_TAIL


def _found(text: str) -> list[str]:
    return [item.number.e164 for item in scan(text)]


def _confidences(text: str) -> list[Confidence]:
    return [item.number.confidence for item in scan(text)]


@pytest.mark.parametrize(
    "text",
    [
        *("Candidate number 0725550200", "Cert 0835550199-B", "slip 0835550205"),
        *("WPA2 0835550203", "Locker: 0115550101", "Permit #0725550101", "gate pass 0825550101"),
        *("Kandidaatnommer 0715550101", "Betaalverwysing 0825550101", "vorm 0215550101"),
        *("Quokka number 0725550101", "quokka 0725550101", "Sipho 0725550101", "HX7 0725550101"),
        *("Exam Candidate 0725550101", "Boarding Pass 0725550101", "PSK 0725550101"),
        *("S/N: 0725550101", "msgid=0725550101", "Ship-to 0725550101", "ZNT 0725550101/24"),
        *("0725550101 is my candidate number", "use 0825550101 as payment reference"),
        *('{"candidate": "0725550101"}', "candidateNo=0725550101", "Clinic 0215550101"),
    ],
)
def test_bare_digits_behind_a_noun_are_nothing_or_a_question(text: str) -> None:
    assert SURE not in _confidences(text)
    for item in scan(text):
        assert judge(item.number, CallSource.TRAY, PolicyRules()).decision is Decision.ASK


@pytest.mark.parametrize(
    "text",
    [
        *("0725550101", "Cell 0725550101", "reception 0725550101", "it is 0725550101"),
        *("Candidate 072 555 0101", "quokka 072 555 0101", "Locker: (072) 555-0101"),
        *("call Sipho 0725550101", "reach Mary on 0725550101", "Home: 0725550101"),
        *("my new number 0725550101", "Emergency number 0725550101", "Pretoria 0725550101"),
        *("Lead 7781 | Pretoria | 0725550101", "src=0725550101", "12 0725550101"),
        *("Thandi Mokoena 0725550101", "Mr Nkosi 0725550101", "J. van der Merwe  0725550101"),
        *("Pieter: my new nr 0725550101", "FOR SALE bakkie, call Deon 0725550101"),
    ],
)
def test_digits_that_nothing_speaks_against_stay_sure(text: str) -> None:
    assert _found(text) == ["+27725550101"]
    assert _confidences(text) == [SURE]


@pytest.mark.parametrize(
    "text",
    [
        *("Shayela ku-012 555 0170", "ku-0125550170", "Letsetsa ho-+27 12 555 0170 kajeno"),
        *("tsalela kwi-0125550170", "e-012 555 0170", "nge-0125550170", "ngo-012 555 0170"),
        *("ka-0125550170", "go-+27125550170", "eka-012 555 0170", "Ku-012 555 0170"),
    ],
)
def test_a_prefix_with_a_hyphen_is_a_word(text: str) -> None:
    assert _found(text) == ["+27125550170"]
    assert _confidences(text) == [SURE]


@pytest.mark.parametrize(
    "text", ["sn-0125550170", "tx-0125550170", "A-0125550170", "x_ku-0125550170"]
)
def test_other_letters_with_a_hyphen_make_an_identifier(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Cell O83 555 OI77", "+27835550177"),
        ("Telephone: 021 555 O178", "+27215550178"),
        ("Tel 0ll 555 0179", "+27115550179"),
        ("Cel1 (O82) 555-0l01", "+27825550101"),
        ("TeI: +27 8Z S55 OIO1", "+27825550101"),
        ("Phone\nO825550lO1", "+27825550101"),
    ],
)
def test_letters_that_look_like_digits_ask(text: str, number: str) -> None:
    (item,) = scan(text)
    assert (item.number.e164, item.number.confidence) == (number, Confidence.LOOK_ALIKES)
    verdict = judge(item.number, CallSource.TRAY, PolicyRules())
    assert verdict.decision is Decision.ASK
    assert "look like digits" in verdict.words


@pytest.mark.parametrize(
    "text", ["O83 555 OI77", "Invoice O83 555 OI77", "Lot OI 555 0177", "Tel IO lOO OOOO OOO"]
)
def test_without_a_phone_word_they_are_letters(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("+268 7602 0186 / 7602 0187", ("+26876020186", "+26876020187")),
        ("+264 61 250 188 / 250 189", ("+26461250188", "+26461250189")),
        ("+264 61 250180,81", ("+26461250180", "+26461250181")),
        ("+44 20 7946 0180,81", ("+442079460180", "+442079460181")),
        ("+27 11 555 0180,81", ("+27115550180", "+27115550181")),
        ("+44 20 7946 0180/81/82", ("+442079460180", "+442079460181", "+442079460182")),
        ("+266 2231 0118 or 2231 0119", ("+26622310118", "+26622310119")),
        ("+258 21 490 118/9", ("+25821490118", "+25821490119")),
        ("012 555 0121,22,23", ("+27125550121", "+27125550122", "+27125550123")),
    ],
)
def test_the_ends_of_numbers_are_completed_in_every_country(
    text: str, numbers: tuple[str, ...]
) -> None:
    assert _found(text) == [*numbers]
    assert _confidences(text) == [SURE, *[TAIL] * (len(numbers) - 1)]


@pytest.mark.parametrize(
    "text",
    [
        *("Koos,+27 11 555 0180,81", "+27115550180,81", "+27 11 555 0180, 81 people"),
        *("+27 11 555 0180,24 hours", "+27 11 555 0180,79", "+27 11 555 0180,81%"),
        *("+27 11 555 0180 01/02/2024", "+27 11 555 0180, 08:30", "+27 11 555 0180,81.50"),
    ],
)
def test_what_follows_a_number_and_is_no_end_of_one(text: str) -> None:
    assert _found(text) == ["+27115550180"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("UK: +44 20 7946 0197 SA: 0800 555 197", ("+442079460197", "+27800555197")),
        ("SA: 0860 555 132 / UK: +44 20 7946 0133", ("+27860555132", "+442079460133")),
        ("RSA 0800 555 138 - UK +44 161 496 0139", ("+27800555138", "+441614960139")),
        ("ZA toll free: 0800 555 140, UK: +44 20 7946 0133", ("+27800555140", "+442079460133")),
        ("Nestlé SA 021 924 1111, Vevey, Switzerland", ()),
        ("Maputo, Moçambique. Telemóvel: 84 555 0146", ()),
        ("Harare Zim 0772 555 027", ()),
    ],
)
def test_a_country_named_in_short_is_whose_number_it_is(
    text: str, numbers: tuple[str, ...]
) -> None:
    assert _found(text) == [*numbers]


@pytest.mark.parametrize(
    "text",
    [
        *("Phone\n021\n555\n0180", "Tel:\n021\n555\n0180", "Cell:\n> 021\n> 555\n> 0180"),
        *("Tel: +27\n21\n555\n0180", "Fax (021)\n555\n0180"),
    ],
)
def test_a_number_over_three_lines_is_joined(text: str) -> None:
    assert _found(text) == ["+27215550180"]
    assert _confidences(text) == [Confidence.JOINED_LINES]


@pytest.mark.parametrize(
    "text", ["021\n555\n0180", "Totals\n021\n555\n0180", "Phone\n021\n555\n018"]
)
def test_three_lines_of_figures_are_no_number(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *("0115550101office 0825550101", "0115550101workshop0825550101cell"),
        *("office0115550101 mobile0825550101", "bel my0115550101 of ma 0825550101"),
    ],
)
def test_letters_glued_to_a_number(text: str) -> None:
    assert _found(text) == ["+27115550101", "+27825550101"]


@pytest.mark.parametrize(
    "text",
    ["0115550101deadbeef", "0115550101kwh", "0115550101ZA", "user0115550101", "0115550101bytes"],
)
def test_other_letters_make_an_identifier(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Tel: +27 861 ABC DEF Fax: +27 88 012 555 2367", ("+27861222333",)),
        ("Fax: 088 012 555 2367, Tel: 011 555 0103", ("+27115550103",)),
        ("Tel 0861 GRAPES or 011 555 0107", ("+27861472737", "+27115550107")),
        ("Fax no: +27 86 012 555 23011", ()),
        ("House 0115 082 555 1234", ("+27825551234",)),
        ("+27 11 555 0101 082 555 0102", ("+27115550101", "+27825550102")),
    ],
)
def test_no_number_is_cut_out_of_a_longer_run(text: str, numbers: tuple[str, ...]) -> None:
    assert _found(text) == [*numbers]
