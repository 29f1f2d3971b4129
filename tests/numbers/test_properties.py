"""Whatever goes in: what comes out fits the PBX's forms, or is a reasoned no of our own."""

import re
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.model.call import CallSource, LastCall
from desktop_dialer.model.call_fields import CalleeForm, callee_for, check_agent, check_reference
from desktop_dialer.model.errors import DialerError, NotCallable, NumberError
from desktop_dialer.model.phone_number import Confidence, PhoneNumber
from desktop_dialer.model.policy import Decision, PolicyRules, judge
from desktop_dialer.numbers.finder.scan import scan
from desktop_dialer.numbers.reading import read_number
from desktop_dialer.numbers.tel_link import is_link, parse_link

# The strict patterns of the page, stated here on their own.
CALLEE = re.compile(r"0[1-9][0-9]{8}|27[1-9][0-9]{8}|00[1-9][0-9]{10,13}")
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
KINDS = {"mobile", "fixed_line", "fixed_line_or_mobile", "toll_free", "premium_rate"}
KINDS |= {"shared_cost", "voip", "uan", "personal_number", "pager", "voicemail", "unknown"}

T = TypeVar("T")

digits = st.text("0123456789", min_size=1, max_size=17)
separators = st.sampled_from(["", " ", "-", ".", "/", " (0) ", "\u2009", "\u200b", "\t", "\n", "~"])
starts = st.sampled_from(
    ["", "+", "0", "00", "27", "+27", "0027", "082", "+44", "tel:", "callto:", "tel://", "*", "#"]
)
ends = st.sampled_from(
    ["", " x12", ";ext=7", " ext. 3", ";phone-context=+27", "#", "?x", ";phone-context=a.b", "/5"]
)
almost_numbers = st.builds(
    lambda start, parts, separator, end: start + separator.join(parts) + end,
    starts,
    st.lists(digits, min_size=1, max_size=5),
    separators,
    ends,
)
anything = st.one_of(
    almost_numbers,
    st.text(),
    st.text("0123456789+-() .;=%*#~xXeExt\u0660\uff11\u200b\n", max_size=40),
    st.lists(almost_numbers, max_size=4).map(" and ".join),
    st.text(st.characters(categories=["Cs", "Nd", "Cf", "Zs", "Pd"]), max_size=30),
)
regions = st.sampled_from(["ZA", "GB", "US", "NA", "IT", "DE"])
national_digits = st.text("0123456789", min_size=8, max_size=8).flatmap(
    lambda rest: st.sampled_from("12345678").map(lambda first: first + rest)
)


def ours(work: Callable[[], T]) -> T | None:
    """The result of `work`, or None after a reasoned no; every other exception fails the test."""
    try:
        return work()
    except DialerError as error:
        assert_reasoned(error)
        return None


def assert_reasoned(error: DialerError) -> None:
    assert error.message.strip()
    assert error.advice.strip()
    assert error.message.isprintable()
    assert len(error.message) < 300


def assert_well_formed(number: PhoneNumber) -> None:
    assert E164.fullmatch(number.e164)
    assert number.kind in KINDS
    assert re.fullmatch(r"[A-Z]{2}|001|", number.region)
    assert re.fullmatch(r"[0-9]*", number.extension)
    assert re.fullmatch(r"[+0-9 ()/-]+", number.display), number.display
    for form in CalleeForm:
        callee = ours(lambda form=form: callee_for(number.e164, number.region, form))  # type: ignore[misc]
        assert callee is None or CALLEE.fullmatch(callee)


@given(anything, regions)
def test_reading_gives_a_number_or_a_reasoned_no(text: str, region: str) -> None:
    number = ours(lambda: read_number(text, region))
    if number is not None:
        assert_well_formed(number)


@given(anything)
def test_reading_reads_its_own_output_back(text: str) -> None:
    number = ours(lambda: read_number(text))
    if number is None:
        return
    assert read_number(number.e164).e164 == number.e164
    assert read_number(number.display).e164 == number.e164
    assert read_number(f"tel:{number.e164}").e164 == number.e164
    for form in CalleeForm:
        callee = ours(lambda form=form: callee_for(number.e164, number.region, form))  # type: ignore[misc]
        if callee is not None:
            assert read_number(callee).e164 == number.e164


@given(anything, regions)
def test_scanning_never_raises_and_its_positions_are_right(text: str, region: str) -> None:
    before = 0
    for found in scan(text, region):
        assert text[found.start : found.end] == found.raw
        assert before <= found.start < found.end
        before = found.end
        assert_well_formed(found.number)


@given(anything)
def test_links_are_parsed_or_refused(text: str) -> None:
    for link in (text, f"tel:{text}", f"callto:{text}"):
        parsed = ours(lambda link=link: parse_link(link))  # type: ignore[misc]
        if parsed is not None:
            assert re.fullmatch(r"[0-9]*", parsed.extension)
        assert isinstance(is_link(link), bool)
        ours(lambda link=link: read_number(link))  # type: ignore[misc]


@given(anything, st.sampled_from(CallSource), st.none() | st.floats(0, 1e9), st.booleans())
def test_every_verdict_is_whole(
    text: str, source: CallSource, seconds: float | None, strict: bool
) -> None:
    number = ours(lambda: read_number(text))
    if number is None:
        return
    rules = PolicyRules(only_countries=("ZA",) if strict else ())
    verdict = judge(number, source, rules, LastCall(seconds, seconds))
    never = verdict.decision is Decision.NEVER
    assert (verdict.callee == "") is never
    assert never or CALLEE.fullmatch(verdict.callee)
    assert bool(verdict.reasons) is (verdict.decision is not Decision.NOW)
    assert all(reason.strip() for reason in verdict.reasons)
    if verdict.decision is Decision.NOW:
        assert number.region == "ZA"
        assert number.confidence is Confidence.SURE
        assert not number.extension
        assert source is not CallSource.LINK


@given(national_digits, separators, st.sampled_from(["0", "27", "+27", "0027", "+27 (0)"]))
def test_nine_national_digits_are_read_however_written(
    national: str, separator: str, start: str
) -> None:
    if separator in ("~", "/", "\n", " (0) "):
        return
    typed = start + separator + national[:2] + separator + national[2:5] + separator + national[5:]
    number = ours(lambda: read_number(typed))
    if number is None:
        # Only a South African ID number may take a whole number's place.
        raise AssertionError(typed)
    assert number.e164 == f"+27{national}"


@given(st.text("0123456789", max_size=8), st.sampled_from(["0", "27", "+27", "0027"]))
def test_fewer_than_nine_national_digits_are_never_a_number(rest: str, start: str) -> None:
    try:
        number = read_number(start + rest)
    except NumberError:
        return
    # Other countries' numbers may be as short, ours never.
    assert not number.e164.startswith("+27") or len(number.e164) == 12


@given(anything)
def test_agents_and_references_fit_or_are_refused(text: str) -> None:
    agent = ours(lambda: check_agent(text))
    assert agent is None or re.fullmatch(r"[0-9]{3,4}", agent) or CALLEE.fullmatch(agent)
    reference = ours(lambda: check_reference(text))
    assert reference is None or re.fullmatch(r"[A-Za-z0-9._~-]{1,230}", reference[0])


@given(st.text("0123456789", max_size=20), st.sampled_from(["ZA", "NO", "001", "", "XX"]))
def test_a_callee_fits_or_its_rule_is_named(text: str, region: str) -> None:
    callee = ours(lambda: callee_for(f"+{text}", region))
    if callee is None:
        with pytest.raises(NotCallable, match=r"10 digits|13 to 16"):
            callee_for(f"+{text}", region)
    else:
        assert CALLEE.fullmatch(callee)
