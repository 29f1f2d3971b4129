"""Extension and caller ID as people type them: read like a callee, sent as they are shown."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.model.call_fields import CalleeForm, callee_for, check_agent, check_outbound_id
from desktop_dialer.model.errors import AccountRefused, SettingsError
from desktop_dialer.numbers.own_numbers import (
    caller_id_warning,
    check_agent_on_line,
    read_agent,
    read_outbound_id,
)
from desktop_dialer.numbers.reading import read_number

FORMS = {"0": CalleeForm.NATIONAL, "27": CalleeForm.TWENTY_SEVEN, "+27": CalleeForm.TWENTY_SEVEN}
SEPARATORS = st.sampled_from(["", " ", "-", ".", "\u00a0", "\u2011", "\t"])


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("082 555 0101", "0825550101"),
        ("(082) 555-0101", "0825550101"),
        ("+27 21 555 0100", "27215550100"),
        ("+27 (0)21 555 0100", "27215550100"),
        ("27 21 555 0100", "27215550100"),
        ("\u202a+27 21 555 0100\u202c", "27215550100"),
        ("０８２ 555 0101", "0825550101"),
        (" 0825550101\n", "0825550101"),
    ],
)
def test_both_read_a_number_as_people_write_it(typed: str, sent: str) -> None:
    assert read_agent(typed) == sent
    assert read_outbound_id(typed) == sent


@given(st.sampled_from(sorted(FORMS)), st.from_regex(r"[1-8][1-9][0-9]{7}", fullmatch=True),
       st.lists(SEPARATORS, min_size=8, max_size=8))  # fmt: skip
def test_the_agents_own_number_is_read_as_a_callee_is(
    start: str, national: str, separators: list[str]
) -> None:
    between = [*separators, ""]
    typed = start + " " + "".join(map(str.__add__, national, between)).strip()
    number = read_number(typed)
    assert number.e164 == f"+27{national}"
    assert read_agent(typed) == callee_for(number.e164, "ZA", FORMS[start])
    assert read_outbound_id(typed) == read_agent(typed)
    assert read_agent(read_agent(typed)) == read_agent(typed)


@given(st.one_of(st.text(), st.text("0123456789 +-()"), st.from_regex(r"(tvc_)?[^\s]{1,12}")))
def test_what_is_read_can_be_sent_and_nothing_else_fails(typed: str) -> None:
    with suppress(AccountRefused):
        assert check_agent(read_agent(typed)) == read_agent(typed)
    for version in (3, 4):
        with suppress(SettingsError):
            sent = read_outbound_id(typed, version)
            assert check_outbound_id(sent, version) == sent


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("204", "204"), (" 7042 ", "7042"), ("20 4", "204"), ("\u0662\u0660\u0664", "204"),
     ("0027 82 555 0101", "0027825550101"), ("+44 20 7946 0000", "00442079460000")],
)  # fmt: skip
def test_extensions(typed: str, sent: str) -> None:
    assert read_agent(typed) == sent


@pytest.mark.parametrize(
    "typed",
    ["", "20", "12345", "20a", "-204", "+204", "825550101", "082 555 010", "+47 22 12 34 56",
     "0825550101" + " " * 1000 + "2", "082 555 0101 x12",
     "082 555 0101 / 083 555 0102", "Sales 082 555 0101", "0860 FLOWERS"],
)  # fmt: skip
def test_what_is_not_certain_is_no_extension(typed: str) -> None:
    with pytest.raises(AccountRefused, match="3 or 4 digits"):
        read_agent(typed)


@pytest.mark.parametrize("typed", ["0027 21 555 0100", "0027215550100"])
def test_the_form_with_00_is_no_caller_id_and_the_right_one_is_named(typed: str) -> None:
    with pytest.raises(SettingsError, match="does not accept the form with 00") as caught:
        read_outbound_id(typed)
    assert caught.value.advice == "Use 27215550100."


@pytest.mark.parametrize("typed", ["+44 20 7946 0000", "215550100", "Sales", "tvc_x", "204"])
def test_no_caller_ids(typed: str) -> None:
    with pytest.raises(SettingsError, match="cannot be a caller ID"):
        read_outbound_id(typed)


def test_the_form_with_0_is_warned_of() -> None:
    assert "27215550100 is recommended" in caller_id_warning("0215550100")
    for other in ("", "random", "27215550100", "tvc_0"):
        assert caller_id_warning(other) == ""


def test_a_number_as_extension_is_for_the_desk_phone_only() -> None:
    assert check_agent_on_line("0820001234", "desk_phone") == "0820001234"
    for agent in ("204", "7042", ""):
        assert check_agent_on_line(agent, "webrtc") == agent
    for agent in ("0820001234", "27820001234", "0027820001234"):
        with pytest.raises(AccountRefused, match=f"{agent} is a phone number") as caught:
            check_agent_on_line(agent, "webrtc")
        assert "desk phone" in caught.value.advice
