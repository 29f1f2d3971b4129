"""The rules are stated twice; here the two statements meet."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from desktop_dialer.demo.pbx.rules import read_call
from desktop_dialer.model import call_fields
from desktop_dialer.model.call import new_reference
from desktop_dialer.model.errors import AccountRefused, SettingsError

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


@given(
    st.one_of(TEXTS, st.builds(str.__add__, st.just("tvc_"), st.text(min_size=1, max_size=3))),
    st.sampled_from([2, 3, 4]),
)
@example("tvc_" + "~" * 200, 4)
@example("tvc_" + "x" * 201, 4)
@example("tvc_Winter Sale", 4)
@example("tvc_Zoë", 4)
def test_both_know_the_same_caller_ids(text: str, version: int) -> None:
    try:
        fits = call_fields.check_outbound_id(text, version) == text != ""
    except SettingsError:
        fits = False
    assert breaks(version, outbound_id=text) != fits


def test_both_know_the_same_characters_of_a_campaign() -> None:
    differing = set()
    for character in map(chr, [*range(0x700), *range(0x2000, 0x2100), 0xFF21]):
        given = f"tvc_{character}x"
        try:
            fits = call_fields.check_outbound_id(given, 4) == given
        except SettingsError:
            fits = False
        if breaks(4, outbound_id=given) == fits:
            differing.add(character)
    assert not differing


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
