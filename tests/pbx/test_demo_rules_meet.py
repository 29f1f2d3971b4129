"""The rules are stated twice; here the two statements meet."""

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.dialling import call_fields
from desktop_dialer.dialling.call import new_reference
from desktop_dialer.dialling.errors import AccountRefused, SettingsError
from desktop_dialer.pbx.demo_rules import read_call

# Digits near the lengths of the forms, and anything at all.
TEXTS = st.one_of(
    st.builds(
        str.__add__,
        st.sampled_from(["", "0", "27", "00", "000", "tvc_", "+"]),
        st.text("0123456789", max_size=16),
    ),
    st.text(max_size=20),
)


def breaks(version: int = 3, **fields: str) -> bool:
    payload = {"agent": "204", "callee": "0820001234", **fields}
    return bool(read_call(json.dumps(payload).encode(), version)[1])


@given(TEXTS)
def test_both_know_the_same_callees(text: str) -> None:
    assert breaks(callee=text) != call_fields.fits_callee(text)


@given(TEXTS)
def test_both_know_the_same_agents(text: str) -> None:
    try:
        fits = call_fields.check_agent(text) == text
    except AccountRefused:
        fits = False
    assert breaks(agent=text) != fits


@given(TEXTS, st.sampled_from([2, 3, 4]))
def test_every_caller_id_that_is_sent_is_taken(text: str, version: int) -> None:
    try:
        sent = call_fields.check_outbound_id(text, version)
    except SettingsError:
        return
    assert not sent or not breaks(version, outbound_id=sent)


@given(st.text(max_size=300))
def test_both_know_the_same_references(text: str) -> None:
    try:
        sent, _ = call_fields.check_reference(text)
    except SettingsError:
        assert breaks(contact_ref=text)
    else:
        assert not breaks(contact_ref=sent)
        assert not breaks(contact_ref=text)


def test_our_own_references_are_taken() -> None:
    assert not breaks(contact_ref=new_reference())


@given(st.binary(max_size=200), st.sampled_from([2, 3, 4]))
def test_no_body_makes_it_fail(body: bytes, version: int) -> None:
    call, broken = read_call(body, version)
    assert (call is None) == bool(broken)
