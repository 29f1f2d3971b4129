"""Calls to extensions: where PBX, line and setting have them, and from where they may come."""

import pytest

from desktop_dialer.model.call import CallSource, LastCall
from desktop_dialer.model.errors import NotCallable
from desktop_dialer.model.internal_calls import (
    SWITCHED_OFF,
    InternalCalls,
    internal_calls,
)
from desktop_dialer.model.phone_number import EMERGENCY
from desktop_dialer.model.policy import Decision, PolicyRules, judge
from desktop_dialer.numbers.reading import read_dialled, read_number

ON = InternalCalls((3, 4))
TYPED = {CallSource.COMMAND, CallSource.DIAL_WINDOW, CallSource.REDIAL}


@pytest.mark.parametrize(
    ("line", "version", "words"),
    [
        ("desk_phone", (2, 9), "need version 4.0 of the PBX with the desk phone"),
        ("desk_phone", (3, 9), "the version set is 3.9"),
        ("desk_phone", (4, 0), ""),
        ("desk_phone", (12,), ""),
        ("webrtc", (2, 9), "need version 3.0 of the PBX with the softphone"),
        ("webrtc", (3, 0), ""),
        ("webrtc", (4, 1, 2), ""),
    ],
)
@pytest.mark.parametrize(
    ("setting", "lengths"), [("", set()), ("3", {3}), ("4", {4}), ("3-4", {3, 4})]
)
def test_where_an_extension_is_called_as_it_is_typed(
    line: str, version: tuple[int, ...], words: str, setting: str, lengths: set[int]
) -> None:
    internal = internal_calls(setting, line, version)
    for typed, digits in {
        "205": "205",
        " 2 0-5\n": "205",
        "(7042)": "7042",
        "020 4": "0204",
    }.items():
        if not words and len(digits) in lengths:
            number = read_dialled(typed, "ZA", internal)
            assert (number.internal, number.e164, number.display) == (True, digits, digits)
            verdict = judge(number, CallSource.DIAL_WINDOW, PolicyRules(internal=internal))
            assert (verdict.decision, verdict.callee, verdict.words) == (Decision.NOW, digits, "")
            continue
        with pytest.raises(NotCallable, match=f"{digits} looks like an extension") as caught:
            read_dialled(typed, "ZA", internal)
        reason = words or ("digits here" if setting else "switched off")
        assert reason in caught.value.message
        assert caught.value.advice


@pytest.mark.parametrize("number", sorted(EMERGENCY))
def test_never_an_emergency_number(number: str) -> None:
    for typed in (number, " ".join(number)):
        with pytest.raises(NotCallable, match=f"^{number} is an emergency number"):
            read_dialled(typed, "ZA", ON)
    with pytest.raises(NotCallable, match="emergency"):
        ON.check(number)


def test_what_may_be_called_back() -> None:
    assert ON.has("205")
    for other in ("", "2 05", "20", "20512", "112", "٢٠٥", "anonymous", "0820001234"):
        assert not ON.has(other)
    assert not SWITCHED_OFF.has("205")
    assert not InternalCalls((3,), "Not here.").has("205")


@pytest.mark.parametrize("text", ["tel:204", "callto:7042", "tel:7042;phone-context=+27"])
def test_never_from_a_link(text: str) -> None:
    with pytest.raises(NotCallable):
        read_dialled(text, "ZA", ON)


@pytest.mark.parametrize("source", CallSource)
def test_never_where_nobody_typed_it(source: CallSource) -> None:
    number = read_dialled("205", "ZA", ON)
    verdict = judge(number, source, PolicyRules(internal=ON))
    assert verdict.decision is (Decision.NOW if source in TYPED else Decision.NEVER)
    assert source in TYPED or "when they are typed" in verdict.words
    # What was typed under other settings is judged under the present ones.
    assert judge(number, source, PolicyRules()).decision is Decision.NEVER


def test_it_is_asked_about_within_the_cool_down_and_is_no_foreign_number() -> None:
    number = read_dialled("205", "ZA", ON)
    rules = PolicyRules(internal=ON, only_countries=("ZA",), home_countries=("NA",))
    assert judge(number, CallSource.COMMAND, rules).decision is Decision.NOW
    verdict = judge(number, CallSource.COMMAND, rules, LastCall(3))
    assert (verdict.decision, verdict.words) == (
        Decision.ASK,
        "The same number was called 3 seconds ago.",
    )


@pytest.mark.parametrize(
    "text",
    ["082 000 1234", "205".ljust(200) + "/ 0820001234", "+44 20 7946 0000", "082 000 1234 x12"],
)
def test_every_other_number_is_read_as_ever(text: str) -> None:
    for internal in (ON, SWITCHED_OFF):
        assert read_dialled(text, "ZA", internal) == read_number(text)
    assert not read_number(text).internal
