"""The policy's table, row by row: now, ask, never, and the words for it."""

from dataclasses import replace

import phonenumbers
import pytest

from desktop_dialer.model.call import CallSource, LastCall
from desktop_dialer.model.call_fields import CalleeForm
from desktop_dialer.model.countries import country_name, is_country
from desktop_dialer.model.phone_number import Confidence, PhoneNumber
from desktop_dialer.model.policy import Decision, PolicyRules, Verdict, judge
from desktop_dialer.numbers.reading import read_number

RULES = PolicyRules()
HOME = read_number("082 000 1234")
FOREIGN = read_number("+44 20 7946 0000")
PREMIUM = read_number("0862 001 234")


def verdict(
    number: PhoneNumber = HOME,
    source: CallSource = CallSource.TRAY,
    since: float | None = None,
    **rules: object,
) -> Verdict:
    return judge(number, source, replace(RULES, **rules), LastCall(since))  # type: ignore[arg-type]


@pytest.mark.parametrize("source", [source for source in CallSource if source != CallSource.LINK])
def test_now(source: CallSource) -> None:
    assert verdict(source=source) == Verdict(Decision.NOW, "0820001234")


@pytest.mark.parametrize(
    ("number", "source", "since", "words"),
    [
        (PREMIUM, CallSource.TRAY, None, "It is a premium-rate number."),
        (FOREIGN, CallSource.TRAY, None, "It is a foreign number (United Kingdom)."),
        (HOME, CallSource.LINK, None, "The number came from a link."),
        (replace(HOME, extension="12"), CallSource.TRAY, None,
         "The extension 12 cannot be dialled with it."),
        (replace(HOME, known=False), CallSource.TRAY, None,
         "The number is not in the numbering plan."),
        (HOME, CallSource.TRAY, 0.0, "The same number was called a moment ago."),
        (HOME, CallSource.TRAY, 9.9, "The same number was called 10 seconds ago."),
        (read_number("+800 1234 5678"), CallSource.TRAY, None,
         "It is a foreign number (no single country)."),
    ],
)  # fmt: skip
def test_ask(number: PhoneNumber, source: CallSource, since: float | None, words: str) -> None:
    judged = verdict(number, source, since)
    assert judged.decision is Decision.ASK
    assert judged.words == words
    assert judged.callee


@pytest.mark.parametrize("confidence", [word for word in Confidence if word != Confidence.SURE])
def test_every_guess_asks_in_its_own_words(confidence: Confidence) -> None:
    judged = verdict(replace(HOME, confidence=confidence))
    assert judged.decision is Decision.ASK
    assert judged.words.endswith(".")
    others = {
        verdict(replace(HOME, confidence=other)).words
        for other in Confidence
        if other != confidence
    }
    assert judged.words not in others


def test_several_questions_are_all_asked() -> None:
    number = replace(FOREIGN, extension="7", confidence=Confidence.DOUBTFUL)
    judged = verdict(number, CallSource.LINK, 3)
    assert len(judged.reasons) == 5
    assert all(reason in judged.words for reason in judged.reasons)


@pytest.mark.parametrize(
    ("number", "source", "since", "rules"),
    [
        (FOREIGN, CallSource.TRAY, None, {"confirm_foreign": False}),
        (FOREIGN, CallSource.TRAY, None, {"home_countries": ("ZA", "GB")}),
        (PREMIUM, CallSource.TRAY, None, {"confirm_premium": False}),
        (HOME, CallSource.LINK, None, {"confirm_links": False}),
        (HOME, CallSource.TRAY, 10.0, {}),
        (HOME, CallSource.TRAY, 0.0, {"cool_down_s": 0}),
        (HOME, CallSource.TRAY, 5.0, {"cool_down_s": 4.5}),
        (HOME, CallSource.TRAY, None, {"only_countries": ("ZA",)}),
        (HOME, CallSource.TRAY, None, {"blocked_prefixes": ("+2783",)}),
    ],
)
def test_settings_that_answer_beforehand(
    number: PhoneNumber, source: CallSource, since: float | None, rules: dict[str, object]
) -> None:
    assert verdict(number, source, since, **rules).decision is Decision.NOW


@pytest.mark.parametrize(
    ("seconds", "limit", "asks"),
    [(0, 300, True), (299, 300, True), (300, 300, False), (0, 0, False)],
)
def test_a_call_whose_outcome_is_not_known_is_asked_about_for_longer(
    seconds: float, limit: float, asks: bool
) -> None:
    judged = judge(
        HOME, CallSource.TRAY, replace(RULES, unknown_s=limit), LastCall(unknown_s=seconds)
    )
    assert (judged.decision is Decision.ASK) == asks
    assert ("The outcome of the call" in judged.words) == asks


def test_a_long_cool_down_tells_minutes() -> None:
    assert "119 seconds ago" in verdict(since=119, cool_down_s=3600).words
    assert "2 minutes ago" in verdict(since=120, cool_down_s=3600).words
    assert "59 minutes ago" in verdict(since=3599, cool_down_s=3600).words


@pytest.mark.parametrize(
    ("number", "rules", "words"),
    [
        (read_number("+47 22 12 34 56"), {}, "Norway has 12 digits with 00; this PBX takes 13"),
        (FOREIGN, {"only_countries": ("ZA", "NA")}, "Calls to United Kingdom are not allowed"),
        (HOME, {"only_countries": ("GB",)}, "Calls to South Africa are not allowed"),
        (PREMIUM, {"blocked_prefixes": ("+4470", "+2786")}, "start with +2786 are blocked"),
        (HOME, {"blocked_prefixes": ("+27820001234",)}, "start with +27820001234 are blocked"),
    ],
)
def test_never(number: PhoneNumber, rules: dict[str, object], words: str) -> None:
    for source in CallSource:
        judged = verdict(number, source, 1.0, **rules)
        assert judged.decision is Decision.NEVER
        assert judged.callee == ""
        assert words in judged.words
        assert judged.advice


@pytest.mark.parametrize("form", CalleeForm)
def test_the_verdicts_callee_follows_the_setting(form: CalleeForm) -> None:
    expected = {"national": "0820001234", "27": "27820001234", "00": "0027820001234"}
    assert verdict(callee_form=form).callee == expected[form.value]


def test_an_unknown_range_of_home_is_asked_but_home() -> None:
    number = read_number("099 000 1234")
    assert not number.known
    assert number.region == "ZA"
    assert verdict(number).words == "The number is not in the numbering plan."


def test_countries_are_those_of_the_numbering_data() -> None:
    for region in phonenumbers.SUPPORTED_REGIONS:
        assert is_country(region)
        assert country_name(region) not in ("", region)
    assert not is_country("XX")
    assert not is_country("za")
    assert not is_country("001")
    assert country_name("XX") == "XX"
    assert country_name("") == "an unknown country"
