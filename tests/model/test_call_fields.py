"""The fields of a call against the forms of the page, stated here a second time."""

import re
import string

import pytest

from desktop_dialer.model.call import CallRequest, CallSource, new_reference
from desktop_dialer.model.call_fields import (
    REFERENCE_LIMIT,
    CalleeForm,
    callee_for,
    check_agent,
    check_outbound_id,
    check_reference,
    fits_callee,
)
from desktop_dialer.model.errors import AccountRefused, NotCallable, SettingsError
from desktop_dialer.numbers.reading import read_number

CALLEES = ["0820001234", "0115551234", "27820001234", "0027820001234", "00442079460000"]
CALLEES += ["0012125550100", "00" + "1" * 14, "00" + "1" * 11]
NO_CALLEES = ["", "0020001234", "082000123", "08200012345", "820001234", "2782000123"]
NO_CALLEES += ["278200012345", "27020001234", "00" + "1" * 10, "00" + "1" * 15, "000" + "1" * 11]
NO_CALLEES += ["+27820001234", "082 000 1234", "0820001234\n", "٠٨٢٠٠٠١٢٣٤", "０８２０００１２３４"]
NO_CALLEES += ["112", "10111", "107", "111", "10177", "*21#", "082000123a"]


@pytest.mark.parametrize("callee", CALLEES)
def test_callee_forms(callee: str) -> None:
    assert fits_callee(callee)
    assert check_agent(f" {callee} ") == callee


@pytest.mark.parametrize("text", NO_CALLEES)
def test_no_callee_forms(text: str) -> None:
    assert not fits_callee(text)


@pytest.mark.parametrize(
    ("form", "callee"),
    [
        (CalleeForm.NATIONAL, "0820001234"),
        (CalleeForm.TWENTY_SEVEN, "27820001234"),
        (CalleeForm.DOUBLE_ZERO, "0027820001234"),
    ],
)
def test_the_form_by_setting(form: CalleeForm, callee: str) -> None:
    assert callee_for("+27820001234", "ZA", form) == callee
    # Every other country has the one form.
    assert callee_for("+442079460000", "GB", form) == "00442079460000"
    assert callee_for("+80012345678", "001", form) == "0080012345678"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            "+47 22 12 34 56",
            "This number of Norway has 12 digits with 00; this PBX takes 13 to 16.",
        ),
        ("+45 32 12 34 56", "Denmark has 12 digits with 00"),
        ("+65 6123 4567", "Singapore has 12 digits with 00"),
        ("+268 2207 1234", None),
        ("+290 51234", "St. Helena has 10 digits with 00"),
    ],
)
def test_what_the_pbx_cannot_take_is_said(typed: str, words: str | None) -> None:
    number = read_number(typed)
    if words is None:
        assert callee_for(number.e164, number.region) == "00" + number.e164[1:]
        return
    with pytest.raises(NotCallable, match=re.escape(words)) as caught:
        callee_for(number.e164, number.region)
    assert "Use your phone" in caught.value.advice


def test_a_short_south_african_number_is_said() -> None:
    with pytest.raises(NotCallable, match="10 digits with the leading 0; this one has 9"):
        callee_for("+2782000123", "ZA")
    with pytest.raises(NotCallable):
        callee_for("+27020001234", "ZA")


@pytest.mark.parametrize("agent", ["204", "7042", "107", " 204 ", "000"])
def test_extensions(agent: str) -> None:
    assert check_agent(agent) == agent.strip()


@pytest.mark.parametrize(
    "agent", ["", " ", "20", "12345", "20a", "2 04", "٢٠٤", "204;x", "+27820001234", "-204", "20.4"]
)
def test_no_extensions(agent: str) -> None:
    with pytest.raises(AccountRefused, match="3 or 4 digits") as caught:
        check_agent(agent)
    assert caught.value.advice


@pytest.mark.parametrize("given", ["", "random", "0215550000", "27215550000", " 27215550000 "])
@pytest.mark.parametrize("version", [2, 3, 4])
def test_caller_ids(given: str, version: int) -> None:
    assert check_outbound_id(given, version) == given.strip()


@pytest.mark.parametrize(
    "given",
    ["0027215550000", "+27215550000", "021555000", "0015550000", "Random", "randomly", "2", "tvc_"],
)
@pytest.mark.parametrize("version", [2, 3, 4])
def test_no_caller_ids(given: str, version: int) -> None:
    with pytest.raises(SettingsError, match="cannot be a caller ID") as caught:
        check_outbound_id(given, version)
    assert "27820001234 (best)" in caught.value.advice
    assert ("tvc_" in caught.value.advice) is (version == 4)


def test_campaigns_exist_from_version_4() -> None:
    assert check_outbound_id("tvc_Winter-Sale.1", 4) == "tvc_Winter-Sale.1"
    for given in ("tvc_Winter-Sale.1", "tvc_x"):
        with pytest.raises(SettingsError):
            check_outbound_id(given, 3)
    for given in ("tvc_Winter Sale", "TVC_x", 'tvc_"', "tvc_" + "x" * 201):
        with pytest.raises(SettingsError):
            check_outbound_id(given, 4)


def test_references() -> None:
    everything = string.ascii_letters + string.digits + ".-_~"
    assert check_reference(everything) == (everything, False)
    assert check_reference("x" * REFERENCE_LIMIT) == ("x" * 230, False)
    assert check_reference("x" * 231) == ("x" * 230, True)


@pytest.mark.parametrize("reference", ["", " ", "a b", "a:b", "a/b", "é", "a\n", "x\0", "٣", '"'])
def test_no_references(reference: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check_reference(reference)
    assert caught.value.advice


def test_a_bad_long_reference_is_told_briefly() -> None:
    with pytest.raises(SettingsError) as caught:
        check_reference("ä" * 100_000)
    assert len(caught.value.message) < 200


def test_our_own_references_keep_the_rule_and_differ() -> None:
    made = {new_reference() for _ in range(200)}
    assert len(made) == 200
    for reference in made:
        assert check_reference(reference) == (reference, False)
        assert len(reference) == 35


def test_every_request_has_an_id_and_a_reference_of_its_own() -> None:
    number = read_number("0820001234")
    first, second = (CallRequest("204", "0820001234", number, CallSource.COMMAND) for _ in range(2))
    assert first.id != second.id
    assert first.reference != second.reference
