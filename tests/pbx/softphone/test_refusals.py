"""SIP codes, error headers and faults as text."""

import pytest

from desktop_dialer.model.registration import Registration
from desktop_dialer.pbx.softphone.events import Fatal, RegistrationChanged
from desktop_dialer.pbx.softphone.faults import fault_message, microphone_message
from desktop_dialer.pbx.softphone.refusals import call_refused, registration_refused
from desktop_dialer.pbx.softphone.registration_text import (
    OFF,
    registration_after,
    stopped,
    unavailable_reason,
    unusable,
    without_account,
)

PARTY = "082 000 1234"


@pytest.mark.parametrize(
    ("code", "words", "after_ringing"),
    [
        (486, "082 000 1234 is busy", "082 000 1234 is busy or declined the call"),
        (600, "082 000 1234 is busy", "082 000 1234 is busy or declined the call"),
        (404, "The PBX does not know the number 082 000 1234", None),
        (410, "The PBX does not know the number 082 000 1234", None),
        (484, "The PBX does not know the number 082 000 1234", None),
        (604, "The PBX does not know the number 082 000 1234", None),
        (403, "The PBX does not allow this call", "082 000 1234 declined the call"),
        (603, "082 000 1234 did not answer, or the PBX ended the call without giving a reason",
         None),
        (408, "082 000 1234 cannot be reached at the moment", "082 000 1234 did not answer"),
        (480, "082 000 1234 cannot be reached at the moment", "082 000 1234 did not answer"),
        (487, "082 000 1234 cannot be reached at the moment", "082 000 1234 did not answer"),
        (401, "The PBX did not accept your extension or its password", None),
        (407, "The PBX did not accept your extension or its password", None),
        (488, "have no audio format in common", None),
    ],
)  # fmt: skip
def test_what_agents_meet(code: int, words: str, after_ringing: str | None) -> None:
    before = call_refused(code, party=PARTY, rang=False)
    after = call_refused(code, party=PARTY, rang=True)
    assert f"{words} ({code}). No phone is ringing." in before.message
    assert f"{after_ringing or words} ({code}). The phone has stopped ringing." in after.message


@pytest.mark.parametrize(
    ("causes", "words"),
    [
        ((17,), "082 000 1234 is busy"),
        ((18, 19), "082 000 1234 did not answer"),
        ((20, 27), "082 000 1234 cannot be reached at the moment"),
        ((21,), "082 000 1234 declined the call"),
        ((1, 28), "The PBX does not know the number 082 000 1234"),
        ((34, 38, 41, 42, 44), "The telephone network is busy or has a fault"),
    ],
)
def test_the_cause_comes_before_the_code(causes: tuple[int, ...], words: str) -> None:
    for cause in causes:
        for code in (404, 486, 503, 603):
            for rang in (False, True):
                told = call_refused(code, party=PARTY, rang=rang, q850=cause)
                assert told.message.startswith(f"{words} ({code}, cause {cause}). ")
                assert told.advice


@pytest.mark.parametrize("cause", [0, 16, 31, 127])
def test_a_cause_that_says_nothing_leaves_the_word_to_the_code(cause: int) -> None:
    told = call_refused(486, party=PARTY, rang=False, q850=cause)
    assert told == call_refused(486, party=PARTY, rang=False)
    assert "is busy (603)" in call_refused(603, party=PARTY, rang=False, sip=486).message


@pytest.mark.parametrize("rang", [False, True])
def test_every_code_has_words_and_a_next_step(rang: bool) -> None:
    for code in range(300, 700):
        told = call_refused(code, ("Line is closed",), "Some\r\nreason", party=PARTY, rang=rang)
        assert told.message.startswith("The PBX says: Line is closed. ")
        silent = "The phone has stopped ringing" if rang else "No phone is ringing"
        assert f" {silent} ({PARTY}, code {code}" in told.message
        assert told.message.endswith(").")
        ours = call_refused(code, (), "Some\r\nreason", party=PARTY, rang=rang)
        assert f"({code}" in ours.message
        assert ours.message.endswith(f"{silent}.")
        assert ours.advice == told.advice
        assert told.advice.endswith(".")
        assert "{" not in told.message + told.advice
        registration = registration_refused(code, (), "Some\r\nreason")
        assert f"({code}" in registration.message
        assert registration.message.endswith("You cannot make or receive calls here.")
        assert "\n" not in told.message + registration.message


def test_the_pbxs_own_words_are_cleaned_and_bounded() -> None:
    errors = ("callee\x00 is\r\nwrong", "", "\x1b[31mno credit", "x" * 500)
    told = call_refused(422, errors, party=PARTY, rang=False)
    said, _, rest = told.message.partition("… ")
    assert said.startswith("The PBX says: callee is wrong; [31mno credit; xxx")
    assert len(said) <= 320
    assert rest == "No phone is ringing (082 000 1234, code 422)."
    assert told.message.isprintable()


def test_words_in_braces_are_the_pbxs_own() -> None:
    told = call_refused(486, ("{party} {0}",), party=PARTY, rang=False)
    assert told.message == (
        "The PBX says: {party} {0}. No phone is ringing (082 000 1234, code 486)."
    )


@pytest.mark.parametrize("code", [401, 407])
def test_a_wrong_password_says_why_it_is_not_tried_again(code: int) -> None:
    told = registration_refused(code)
    assert f"your extension or its password ({code})" in told.message
    assert "under “Settings”" in told.advice
    assert "lock you out" in told.advice


def test_a_digest_that_is_not_known_here_blames_no_password() -> None:
    told = registration_refused(401, asks="Digest AKAv1-MD5")
    assert "Digest AKAv1-MD5 (401)" in told.message
    assert "“Settings”" not in told.advice


def test_an_unknown_extension_and_a_pbx_at_fault() -> None:
    assert "does not know your extension (404)" in registration_refused(404).message
    assert (
        "reported an internal error (503 Restarting)"
        in registration_refused(503, (), "Restarting").message
    )
    assert "redirect" in call_refused(302, party=PARTY, rang=False).message


@pytest.mark.parametrize("why", ["refused", "missing", "fault"])
def test_each_trouble_with_the_microphone_has_a_next_step(why: str) -> None:
    told = microphone_message(why)
    assert "microphone" in told.message
    assert told.advice


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("User Denied Media Access", "microphone"),
        ("WebRTC Error", "could not be set up"),
        ("Connection Error", "connection to the PBX was lost"),
        ("Request Timeout", "did not answer in time"),
        ("Incompatible SDP", "audio format"),
        ("something\x07 new", "Internal error (something new)."),
        ("", "Internal error."),
    ],
)
def test_what_breaks_here(cause: str, words: str) -> None:
    told = fault_message(cause)
    assert words in told.message
    assert told.advice


@pytest.mark.parametrize(
    "registration",
    [
        registration_after(RegistrationChanged(state="refused", code=401), OFF),
        registration_after(RegistrationChanged(state="trying", code=503), OFF),
        registration_after(RegistrationChanged(state="trying", seconds=4), OFF),
        stopped(2, "The part that telephones ended."),
        unusable(Fatal(reason="There is no engine")),
        without_account("There is no password.", "Enter it."),
    ],
)
def test_who_has_tried_to_call_is_told_why_not_that_it_cannot_be_done(
    registration: Registration,
) -> None:
    assert "you cannot make or receive calls here" in registration.message.lower()
    why = unavailable_reason(registration)
    assert registration.message.startswith(why)
    assert "cannot call" not in why
    assert why.endswith(".")
    assert "It is tried" not in why  # behind "the call was not sent" it would be the call


def test_a_line_that_is_not_in_use_is_a_reason_too() -> None:
    assert unavailable_reason(OFF) == "The softphone is not in use."
