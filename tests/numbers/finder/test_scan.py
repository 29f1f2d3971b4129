"""Each idea of the scan in one or two examples; tests/score measures them all together."""

import pytest

from desktop_dialer.model.errors import NotANumber, SeveralNumbers
from desktop_dialer.model.phone_number import Confidence
from desktop_dialer.numbers.finder.scan import explain, scan
from desktop_dialer.numbers.reading import read_number
from tests.score.labelled import load
from tests.score.score import HERE, ours, score


def _found(text: str) -> list[tuple[str, Confidence]]:
    return [(found.number.e164, found.number.confidence) for found in scan(text)]


def _sure(*numbers: str) -> list[tuple[str, Confidence]]:
    return [(number, Confidence.SURE) for number in numbers]


@pytest.mark.parametrize(
    "written",
    [
        "082 000 1234",
        "(082) 000-1234",
        "0820 001 234",
        "082.000.1234",
        "082/000 1234",
        "27 82 000 1234",
        "+27 (0)82 000 1234",
        "+27 [0]82 000 1234",
        "(+27) 82 000 1234",
        "0027 (0) 82 000 1234",
        "011 27 82 000 1234",
        "\u202a+27\u00a082\u2009000\u20111234\u202c",
        "\uff10\uff18\uff12 000 1234",
        "0️⃣8️⃣2️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣",
        "tel:%2B27%2082%20000%201234",
        "+27&nbsp;82&nbsp;000&nbsp;1234",
        "https://wa.me/27820001234",
        "Tel:0820001234Fax",
        "12 Main Road, 8001 082 000 1234 2023-01-15 10:30",
    ],
)
def test_every_way_to_write_a_number_is_read_and_sure(written: str) -> None:
    assert _found(written) == _sure("+27820001234")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("082 000 1234 083 000 1234", ("+27820001234", "+27830001234")),
        ("082 000 1234/083 000 1234", ("+27820001234", "+27830001234")),
        ("0820001234,0830001234;0840001234", ("+27820001234", "+27830001234", "+27840001234")),
        ("021 555 1234\t+264 61 227 950 08:00", ("+27215551234", "+26461227950")),
    ],
)
def test_numbers_side_by_side_are_all_found(text: str, numbers: tuple[str, ...]) -> None:
    assert _found(text) == _sure(*numbers)


@pytest.mark.parametrize(
    ("text", "base", "tails"),
    [
        ("011 283 0540/1/2", "+27112830540", ("+27112830541", "+27112830542")),
        ("(012) 358 6300/6400", "+27123586300", ("+27123586400",)),
        ("Tel: 012 342 3370 or 342 9315", "+27123423370", ("+27123429315",)),
        ("012 342 3370 24/7", "+27123423370", ()),
        ("012 342 3370 / 24 hours", "+27123423370", ()),
        ("012 342 3370/ 072 381 3504", "+27123423370", None),
    ],
)
def test_tails_are_completed_and_say_so(
    text: str, base: str, tails: tuple[str, ...] | None
) -> None:
    rest = [(tail, Confidence.COMPLETED_TAIL) for tail in tails or ()]
    expected = [*_sure(base), *rest] if tails is not None else _sure(base, "+27723813504")
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "number", "confidence"),
    [
        ("820001234", "+27820001234", Confidence.RESTORED_ZERO),
        ("Cell: 82 000 1234", "+27820001234", Confidence.RESTORED_ZERO),
        ("Name,Cell\nMary,820001234", "+27820001234", Confidence.RESTORED_ZERO),
        ("Call (011)\n555 7812", "+27115557812", Confidence.JOINED_LINES),
        ("reach us at (011)\n5557812.", "+27115557812", Confidence.JOINED_LINES),
        ("0860 FLOWERS", "+27860356937", Confidence.VANITY),
        ("Call 08200012340830001234", "+27820001234", Confidence.DOUBTFUL),
        ("Jaffna: 077 003 3308", "", Confidence.SURE),
    ],
)
def test_what_is_completed_or_guessed_says_so(
    text: str, number: str, confidence: Confidence
) -> None:
    assert _found(text)[:1] == ([(number, confidence)] if number else [])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Account no: 0112345678", "words next to it"),
        ("Rekeningnommer 0112345678", "words next to it"),
        ("Invoice\n0112345678", ""),
        ("Invoice no\n0112345678", "words next to it"),
        ("Item;Code\nBolt;0112345678", "words next to it"),
        ("ID 0001015009085", "It is a South African ID number"),
        ("ID 0001015009087", "ID number"),
        ("Meter 01234567890", "11 digits"),
        ("https://x.co.za/item/0820001234", "address"),
        ("0820001234@sms.co.za", "address"),
        ("recordings/2023/0820001234.wav", "file"),
        ("ab0820001234cd", "identifier"),
        ("27.0820001234", "decimal"),
        ("12-0820001234", "longer number"),
        ("*21*0820001234#", "feature code"),
        ("R 27 820 001 234", "amount"),
        ('digits = "0123456789"', "sequence of digits"),
        ("It sold 820001234 units", "Nine digits"),
        ("A;0012025550123;B", "zeros"),
        ("00CD; 0069 0307 0301; x", "zeros"),
        ("see [`0701559336`](https://x.org)", "source code"),
        ("Nairobi, Kenya: 0722 345 678", "Kenya"),
    ],
)
def test_a_look_alike_comes_with_its_reason(text: str, word: str) -> None:
    explained = explain(text)
    if not word:
        assert [found.raw for found in explained.numbers] == ["0112345678"]
        return
    assert explained.numbers == []
    assert word in explained.look_alikes[0].reason
    assert explained.look_alikes[0].raw in text


def test_the_words_between_a_label_and_a_number_free_it() -> None:
    assert _found("Account enquiries 011 234 5678") == _sure("+27112345678")
    assert _found("To order 0860 123 456") == _sure("+27860123456")
    assert _found("Acc 4532 7781, cell 082 000 1234") == _sure("+27820001234")


def test_an_extension_is_kept_apart() -> None:
    (found,) = scan("Tel 021 555 1234 ext. 204")
    assert (found.number.e164, found.number.extension) == ("+27215551234", "204")


def test_another_home_country_has_its_own_numbers() -> None:
    (found,) = scan("Call 020 7946 0958", "GB")
    assert found.number.e164 == "+442079460958"
    assert scan("Account number 020 7946 0958", "GB") == []


@pytest.mark.parametrize(
    "typed",
    ["082 000 1234/5", "0820001234 0830001234", "082 000 1234 / 083 000 1234"],
)
def test_several_numbers_typed_into_one_field_are_told_as_several(typed: str) -> None:
    with pytest.raises(SeveralNumbers) as refused:
        read_number(typed)
    assert len(refused.value.written) == 2


def test_a_typed_look_alike_is_refused_with_the_reason() -> None:
    with pytest.raises(NotANumber, match="something other than a phone"):
        read_number("Account number 0112345678")


def test_tabs_in_a_typed_number_are_spaces() -> None:
    assert read_number("082\t000\t1234").e164 == "+27820001234"


@pytest.mark.parametrize(
    ("name", "precision", "sure", "recall"),
    [
        ("tuning", 0.995, 1.0, 1.0),
        ("exam", 0.995, 1.0, 1.0),
        ("exam_2", 0.995, 0.994, 1.0),
        ("exam_3", 0.985, 1.0, 1.0),
        ("exam_4", 0.970, 1.0, 1.0),
        ("exam_5", 0.975, 1.0, 1.0),
        ("exam_6", 0.885, 0.990, 0.990),
    ],
)
def test_the_labelled_texts_are_read_as_well_as_promised(
    name: str, precision: float, sure: float, recall: float
) -> None:
    scored = score(load(HERE / f"{name}.txt"), ours)
    assert scored.precision >= precision, scored.misses
    assert scored.sure_precision >= sure, scored.misses
    assert scored.recall >= recall, scored.misses
