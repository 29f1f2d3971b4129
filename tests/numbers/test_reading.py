"""One typed number, however it is written: the forms people use, and the reasoned noes."""

import phonenumbers
import pytest

from desktop_dialer.model.errors import NotANumber, NotCallable, NumberError, SeveralNumbers
from desktop_dialer.model.phone_number import EMERGENCY, Confidence
from desktop_dialer.numbers.numbering import is_id_number
from desktop_dialer.numbers.reading import read_number


@pytest.mark.parametrize(
    "text",
    [
        "0820001234",
        "082 000 1234",
        "(082) 000-1234",
        "[082] 000 1234",
        "082.000.1234",
        "082-000-1234",
        "27820001234",
        "27 82 000 1234",
        "0027820001234",
        "00 27 82 000 1234",
        "0027 (0) 82 000 1234",
        "+27820001234",
        "+27 (0)82 000 1234",
        "+27 082 000 1234",
        "+27(82)0001234",
        "(+27) 82 000 1234",
        "  082 000 1234\r\n",
        "082\t000\u2009123\u202f4",
        "082\u00a0000\u00a01234",
        "\u202a+27 82 000 1234\u202c",
        "\u2066082\u200b000\u200f1234\u2069",
        "\ufeff0820001234",
        "082\u2011000\u20131234",
        "\uff0b\uff12\uff17 82 000 1234",
        "\uff10\uff18\uff12\uff10\uff10\uff10\uff11\uff12\uff13\uff14",
        "\u0660\u0668\u0662\u0660\u0660\u0660\u0661\u0662\u0663\u0664",
        "Client: (082) 000-1234",
        "Tel: 082 000 1234",
        "0820001234 John",
        "John Smith 082 000 1234, about the invoice",
        "Cost ~R500, call 082 000 1234",
        "082 000 1234 or 0820001234",
    ],
)
def test_a_complete_number_is_sure(text: str) -> None:
    number = read_number(text)
    assert number.e164 == "+27820001234"
    assert number.display == "082 000 1234"
    assert (number.region, number.kind, number.extension) == ("ZA", "mobile", "")
    assert number.confidence is Confidence.SURE
    assert number.known


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("011 555 1234", "fixed_line"),
        ("021 555 1234", "fixed_line"),
        ("031 555 1234", "fixed_line"),
        ("041 555 1234", "fixed_line"),
        ("051 555 1234", "fixed_line"),
        ("061 000 1234", "mobile"),
        ("071 000 1234", "mobile"),
        ("081 000 1234", "mobile"),
        ("084 000 1234", "mobile"),
        ("080 000 1234", "toll_free"),
        ("0860 001 234", "shared_cost"),
        ("0861 001 234", "uan"),
        ("0862 001 234", "premium_rate"),
        ("0869 001 234", "premium_rate"),
        ("090 000 1234", "premium_rate"),
        ("092 000 1234", "premium_rate"),
        ("087 000 1234", "voip"),
    ],
)
def test_the_south_african_plan(text: str, kind: str) -> None:
    number = read_number(text)
    assert number.kind == kind
    assert number.e164 == "+27" + text.replace(" ", "")[1:]


@pytest.mark.parametrize(
    ("text", "e164", "region"),
    [
        ("+44 20 7946 0000", "+442079460000", "GB"),
        ("0044 20 7946 0000", "+442079460000", "GB"),
        ("+1 (212) 555-0100", "+12125550100", "US"),
        ("+264 61 123 4567", "+264611234567", "NA"),
        ("+39 06 1234 5678", "+390612345678", "IT"),
        ("+47 22 12 34 56", "+4722123456", "NO"),
        ("+800 1234 5678", "+80012345678", "001"),
    ],
)
def test_foreign_numbers(text: str, e164: str, region: str) -> None:
    number = read_number(text)
    assert (number.e164, number.region) == (e164, region)
    assert number.display.startswith("+")
    assert number.confidence is Confidence.SURE


def test_the_region_decides_what_a_national_number_is() -> None:
    assert read_number("020 7946 0000", "GB").e164 == "+442079460000"
    assert read_number("020 7946 0000", "GB").display == "020 7946 0000"
    assert read_number("+27 82 000 1234", "GB").display == "+27 82 000 1234"
    with pytest.raises(NumberError):
        read_number("020 7946 0000", "ZA")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("082000123", "not a complete South African number"),
        ("2782 000 123", "not a complete South African number"),
        ("082911", "not a complete South African number"),
        ("082 000 12345", "not a complete South African number"),
        ("+27 82 000 123", "not a complete South African number"),
        ("+27-82-000-1234-5", "not a complete South African number"),
        ("0001015009087", "not a complete South African number"),
        ("0001015009085", "ID number"),
        ("8001015009087", "ID number"),
        ("204", "looks like an extension"),
        ("7042", "looks like an extension"),
        ("*21*0820001234#", "feature code"),
        ("*21*+27820001234#", "feature code"),
        ("*21*(082) 000-1234#", "feature code"),
        ("#31#", "feature code"),
        ("#31#0820001234", "feature code"),
        ("*#06#", "feature code"),
        ("* 1 2 0 #", "feature code"),
        ("**61*+27-82-000-1234*11#", "feature code"),
    ],
)
def test_never_callable(text: str, reason: str) -> None:
    with pytest.raises(NotCallable, match=reason) as caught:
        read_number(text)
    assert caught.value.advice
    assert not caught.value.phone_may_ring


@pytest.mark.parametrize("number", sorted(EMERGENCY))
@pytest.mark.parametrize("form", ["{}", " {} ", "tel:{}", "SAPS {}", "{} ext. 5", "+{}"])
def test_emergency_numbers_are_for_a_phone(number: str, form: str) -> None:
    with pytest.raises(NotCallable, match=f"^{number} is an emergency number") as caught:
        read_number(form.format(number))
    assert caught.value.advice == f"Use a phone to dial {number} now."


def test_the_five_of_the_country_are_emergency_numbers() -> None:
    assert {"112", "10111", "10177", "107", "111"} <= EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "hello", "+", "\u200b", "John", "\u00b2\u00b2\u00b2"),
        *("0", "00", "+0820001234", "+87 123456789", "+47 22 12 34 5", "+1 212 555 01000"),
        *("082~000~1234", "1" * 199, "0" * 20, "082O001234", "x0820001234", "011 Main Road"),
        *("0820001234 0000000000000", "44 20 7946 00000", "99 1234 5678 9"),
    ],
)
def test_no_number(text: str) -> None:
    with pytest.raises(NotANumber) as caught:
        read_number(text)
    assert caught.value.message
    assert caught.value.advice
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    "text",
    [
        "021 555 1234 / 083 000 1234",
        "021 555 1234, 083 000 1234",
        "021 555 1234\n083 000 1234",
        "0215551234 - 0830001234",
        "work 021 555 1234 cell 083 000 1234",
    ],
)
def test_several_numbers_are_named(text: str) -> None:
    with pytest.raises(SeveralNumbers) as caught:
        read_number(text)
    assert caught.value.written == ("021 555 1234", "083 000 1234")
    assert "021 555 1234, 083 000 1234" in caught.value.message


@pytest.mark.parametrize(
    ("text", "extension"),
    [
        ("082 000 1234 x123", "123"),
        ("082 000 1234 ext 12", "12"),
        ("082 000 1234 ext. 12", "12"),
        ("082 000 1234 Extension 7", "7"),
        ("082 000 1234 uitbr. 7", "7"),
        ("0820001234;ext=12", "12"),
        ("0820001234X12", "12"),
        ("0820001234,,12", "12"),
        ("0820001234p123", "123"),
        ("tel:0820001234,12", "12"),
    ],
)
def test_an_extension_is_kept_apart(text: str, extension: str) -> None:
    number = read_number(text)
    assert number.e164 == "+27820001234"
    assert number.extension == extension
    assert extension not in number.display[-len(extension) :]


@pytest.mark.parametrize("text", ["825551234", "82 555 1234", "21 555 1234"])
def test_the_spreadsheets_zero_is_restored_and_said(text: str) -> None:
    number = read_number(text)
    assert number.e164 == "+27" + text.replace(" ", "")
    assert number.confidence is Confidence.RESTORED_ZERO


def test_a_missing_plus_is_doubtful() -> None:
    assert read_number("44 20 7946 0000").confidence is Confidence.DOUBTFUL
    with pytest.raises(NotANumber, match="neither a South African number"):
        read_number("210 1234 56789")


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("0860 FLOWERS", "+27860356937"),
        ("0860FLOWERS", "+27860356937"),
        ("0860 flowers", "+27860356937"),
        ("+27 860 FLOWERS", "+27860356937"),
        ("27860 FLOWERS", "+27860356937"),
        ("0027 860 FLOWERS", "+27860356937"),
        ("0800-CALL-ME", "+27800225563"),
        ("0861 10 CABS", "+27861102227"),
    ],
)
def test_vanity_letters(text: str, e164: str) -> None:
    number = read_number(text)
    assert number.e164 == e164
    assert number.confidence is Confidence.VANITY


def test_vanity_letters_elsewhere() -> None:
    assert read_number("1-800-FLOWERS", "US").e164 == "+18003569377"


@pytest.mark.parametrize("text", ["011 Main Road Sandton", "082O001234", "021 Long Street 100"])
def test_an_address_is_no_vanity_number(text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text)


def test_an_id_number_with_the_shape_of_a_foreign_one() -> None:
    # Born on the last day of 2000: the digits are +1 231 500 9…, a number in Michigan, too.
    text = next(
        candidate
        for candidate in (f"001231500908{check}" for check in range(10))
        if is_id_number(candidate)
    )
    assert read_number(text).confidence is Confidence.MAYBE_ID


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("8001015009087", True),
        ("8001015009086", False),
        ("8013015009087", False),
        ("8002305009082", False),
        ("0001015009085", True),
        ("800101500908", False),
        ("\u0668001015009087", False),
    ],
)
def test_id_numbers(digits: str, valid: bool) -> None:
    assert is_id_number(digits) is valid


@pytest.mark.parametrize(
    "text",
    [
        "082000123" + "\u200b" * 5000,
        "no number " * 5000,
        "*1" * 5000,
        " ".join(f"0820{n:06}" for n in range(400)),
    ],
)
def test_messages_stay_short_and_printable(text: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(text)
    assert len(caught.value.message) < 250
    assert caught.value.message.isprintable()


def test_what_was_typed_is_kept() -> None:
    text = "082 000 1234" + "\u200b" * 5000
    assert read_number(text).typed == text


def test_every_region_of_the_library_can_be_read_in() -> None:
    for region in phonenumbers.SUPPORTED_REGIONS:
        example = phonenumbers.example_number(region)
        if example is not None:
            e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
            assert read_number(e164, region).e164 == e164


def test_numbers_have_7_to_15_digits() -> None:
    with pytest.raises(NotANumber, match=r"too long for a phone number with \+49"):
        read_number("+49 16800000000000")
    with pytest.raises(NotANumber, match=r"too short for a phone number with \+82"):
        read_number("+82 000")


def test_many_numbers_are_counted_and_the_first_are_named() -> None:
    with pytest.raises(SeveralNumbers) as caught:
        read_number(", ".join(f"082 000 12{n:02}" for n in range(8)))
    assert len(caught.value.written) == 8
    assert "There are 8 numbers here" in caught.value.message
    assert caught.value.message.endswith("082 000 1204 and 3 more.")
