"""Numbers grouped while they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.model.call import CallSource
from desktop_dialer.model.phone_number import PhoneNumber
from desktop_dialer.model.policy import Decision, PolicyRules, Verdict, judge
from desktop_dialer.numbers.as_you_type import group_as_typed
from desktop_dialer.numbers.typed_text import TypedReading, read_typed


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("", ""),
        ("082", "082"),
        ("0820001234", "082 000 1234"),
        ("08 200 0123 4", "082 000 1234"),
        ("+27820001234", "+27 82 000 1234"),
        ("+12015550123", "+1 201 555 0123"),
        ("0860123456", "0860 123 456"),
        ("(021) 555-1234", "(021) 555-1234"),
        ("082 000 1234 ext 5", "082 000 1234 ext 5"),
        ("0860 FLOWERS", "0860 FLOWERS"),
        ("*21*0820001234#", "*21*0820001234#"),
        ("082 000 1234 021 555 1234", "082 000 1234 021 555 1234"),
    ],
)
def test_groups(text: str, grouped: str) -> None:
    assert group_as_typed(text, len(text)) == (grouped, len(grouped))


@pytest.mark.parametrize(
    ("text", "cursor", "expected"),
    [
        ("082 0001234", 4, ("082 000 1234", 3)),
        ("082 9000 123", 5, ("082 900 0123", 5)),
        ("0820", 0, ("082 0", 0)),
        ("0820", 4, ("082 0", 5)),
        (" 082", 1, ("082", 0)),
    ],
)
def test_the_cursor_stays_behind_its_digit(
    text: str, cursor: int, expected: tuple[str, int]
) -> None:
    assert group_as_typed(text, cursor) == expected


@given(st.text("+0123456789 ()-.x", max_size=24), st.integers(0, 24))
def test_grouping_changes_no_digit_and_rests(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    grouped, position = group_as_typed(text, cursor)
    assert grouped.replace(" ", "") == text.replace(" ", "")
    assert grouped[:position].replace(" ", "") == text[:cursor].replace(" ", "")
    assert group_as_typed(grouped, position) == (grouped, position)


def judged(number: PhoneNumber) -> Verdict:
    return judge(number, CallSource.DIAL_WINDOW, PolicyRules())


@given(st.from_regex(r"\A(0|00|27|\+)?[0-9]{3,14}\Z"))
def test_grouping_changes_no_verdict(text: str) -> None:
    plain = read_typed(text, judged)
    grouped = read_typed(group_as_typed(text, 0)[0], judged)
    assert grouped.verdict == plain.verdict
    assert grouped.display == plain.display


def test_readings() -> None:
    assert read_typed("  ", judged) == TypedReading("  ")
    read = read_typed("0820001234", judged)
    assert read.verdict
    assert (read.display, read.verdict.decision) == ("082 000 1234", Decision.NOW)
    emergency = read_typed("112", judged)
    assert emergency.verdict is None
    assert "emergency" in emergency.fault
    assert "phone" in emergency.advice
