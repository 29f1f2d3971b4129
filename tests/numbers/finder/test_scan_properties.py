"""What holds for every text: positions, cleaning, neighbours without digits, no exception."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_dialer.model.phone_number import Confidence
from desktop_dialer.numbers.finder.scan import explain, scan
from desktop_dialer.text.cleaning import clean
from tests.score.labelled import load
from tests.score.score import HERE, SETS

SAMPLES = [labelled.text for name in SETS for labelled in load(HERE / f"{name}.txt")]
LETTERED = (Confidence.VANITY, Confidence.LOOK_ALIKES)
SENTENCES = st.sampled_from(
    (
        "Please call me back.",
        "Baie dankie vir u hulp!",
        "Your account was paid.",
        "Our invoice number is on the letter.",
        "We went to Nairobi in Kenya.",
        "The office in London is closed.",
        "Do you have my ID?",
        "Groete uit die Kaap.",
    )
)
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            (
                *("082 000 1234", "0215551234", "+27 (0)82 000 1234", "/5", "/1235", "27", "0"),
                *("Tel:", "Acc no ", "ID ", "(011)", "\n", "\r\n", "\t", " or ", ", ", "&nbsp;"),
                *("%20", "%2B", "\u200b", "\u202a", "\u202c", "\u00a0", "\u2011", "\uff10"),
                *("0860 FLOWERS", "x 12", "ext. 4", "825551234", "+44 20 7946 0958", "*", "#"),
                *("www.x.co.za/", "@", "a", "Z", ".", "-", "(", ")", "[", "\u0660\u0668\u0662"),
            )
        ),
        st.text(max_size=4),
    ),
    max_size=14,
).map("".join)


def _verdicts(text: str) -> list[tuple[str, str, Confidence]]:
    return [(found.raw, found.number.e164, found.number.confidence) for found in scan(text)]


@given(st.one_of(st.text(max_size=300), PIECES, st.sampled_from(SAMPLES)))
@example("082 000\u200b 1234%20x")
@settings(max_examples=400, deadline=None)
def test_positions_are_those_of_the_original_text(text: str) -> None:
    end = 0
    explained = explain(text)
    for found in explained.numbers:
        assert text[found.start : found.end] == found.raw
        assert found.start >= end
        end = found.end
    for look_alike in explained.look_alikes:
        assert text[look_alike.start : look_alike.end] == look_alike.raw
        assert look_alike.reason


@given(st.one_of(PIECES, st.sampled_from(SAMPLES)))
@settings(max_examples=400, deadline=None)
def test_the_cleaned_raw_text_holds_the_digits_of_the_number(text: str) -> None:
    for found in scan(text):
        if found.number.confidence in LETTERED or found.number.region != "ZA":
            continue
        if "=" in found.raw:
            continue  # quoted-printable, which only the whole text says
        written = re.sub(r"E\+?[0-9]+", "", found.raw)  # 2.7825550101E+10
        digits = re.sub("[^0-9]", "", clean(written).text)
        digits = digits.removesuffix(found.number.extension)
        national = found.number.e164[3:]
        assert digits.endswith(national) or found.number.e164.endswith(digits)


@given(st.one_of(st.text(max_size=300), PIECES))
@settings(max_examples=400, deadline=None)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once.text).text == once.text
    places = [once.origin(position) for position in range(len(once.text))]
    assert places == sorted(set(places))
    assert not places or places[-1] < len(text)


@pytest.mark.parametrize("joint", [" ", "\n", "\n\n"])
@given(sentence=SENTENCES, text=st.sampled_from(SAMPLES))
@settings(max_examples=150, deadline=None)
def test_a_sentence_without_digits_changes_no_verdict(joint: str, sentence: str, text: str) -> None:
    alone = _verdicts(text)
    assert _verdicts(f"{sentence}{joint}{text}") == alone
    assert _verdicts(f"{text}{joint}{sentence}") == alone


@given(st.text(), st.sampled_from(("ZA", "GB", "US", "", "zz")))
@settings(max_examples=200, deadline=None)
def test_no_text_and_no_region_raises(text: str, region: str) -> None:
    for found in scan(text, region):
        assert found.number.e164.startswith("+")


def test_surrogates_and_control_characters_are_text_too() -> None:
    assert [found.number.e164 for found in scan("\ud800\x00 082 000 1234\x00")] == ["+27820001234"]
