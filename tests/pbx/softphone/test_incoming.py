"""Calls that come in: shown, answered, declined, missed, and declined on their own."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_dialer.model.call import CallOutcome, CallRequest, CallSource, Status
from desktop_dialer.model.errors import InACall
from desktop_dialer.model.live_call import CallStage, LiveCall
from desktop_dialer.model.phone_number import PhoneNumber
from desktop_dialer.pbx.softphone.call_end import outcome_of
from desktop_dialer.pbx.softphone.commands import Answer, Dial, HangUp, Reject
from tests.support.softphone.phone_stage import CONFIGURATION, PhoneStage

NUMBER = PhoneNumber("082 000 1234", "+27820001234", "082 000 1234", "ZA", "mobile")


def rung(stage: PhoneStage, call: str = "in-1", **given: Any) -> LiveCall:
    """Somebody calls, and it rings."""
    stage.cue(kind="incoming", call=call, **({"number": "0215550000"} | given))
    stage.until(lambda: call in stage.phone.calls)
    return stage.phone.calls[call]


@pytest.mark.parametrize(
    ("number", "name", "party", "copied"),
    [
        ("0215550000", "Jan", "Jan, 021 5550000", "+27215550000"),
        ("021\u202e555\r\n0000", "", "021 555 0000", "+2721555 0000"),
        ("", "Jan\x07 \u200bSmit", "Jan Smit", ""),
        ("", "x" * 200, f"{'x' * 59}…", ""),
        ("", "", "", ""),
    ],
)
def test_who_calls_is_shown_clean(
    tmp_path: Path, number: str, name: str, party: str, copied: str
) -> None:
    with PhoneStage(tmp_path).registered() as stage:
        call = rung(stage, number=number, name=name)
        assert (call.party, call.number) == (party, copied)
        assert (call.stage, call.incoming) == (CallStage.INCOMING, True)
        assert [value for told, value in stage.told if told == "rings"] == [call]


def test_answered_and_hung_up_from_the_other_side(tmp_path: Path) -> None:
    answered = [{"kind": "established"}]
    with PhoneStage(tmp_path, answer=answered).registered() as stage:
        rung(stage)
        with pytest.raises(InACall):
            stage.phone.dial(CallRequest("204", "0820001234", NUMBER, CallSource.TRAY))
        stage.phone.answer("in-1")
        stage.until(lambda: stage.phone.calls["in-1"].stage is CallStage.TALKING)
        stage.phone.answer("in-1")
        stage.now += 61
        stage.cue(kind="ended", call="in-1", by="them")
        stage.until(lambda: stage.phone.live is None)
        call = stage.phone.calls["in-1"]
        assert call.words == "021 5550000 hung up after 1:01."
        assert call.status is None
        assert outcome_of(call) == CallOutcome(Status.ANSWERED, call.words, talked_s=61)
        stage.until(lambda: stage.of(Answer))
        assert stage.of(Answer) == [Answer(call="in-1")]
        assert stage.of(Dial) == []


def test_hanging_up_what_was_answered_is_no_decline(tmp_path: Path) -> None:
    answered = [{"kind": "established"}]
    with PhoneStage(tmp_path, answer=answered).registered() as stage:
        rung(stage)
        stage.phone.answer("in-1")
        stage.until(lambda: stage.phone.calls["in-1"].stage is CallStage.TALKING)
        stage.phone.decline("in-1")  # a click on what is no longer shown
        assert stage.phone.live
        stage.phone.hang_up("in-1")
        stage.until(lambda: stage.of(HangUp))
        assert stage.of(Reject) == []


@pytest.mark.parametrize("wish", ["decline", "hang_up"])
def test_declined_at_once(tmp_path: Path, wish: str) -> None:
    with PhoneStage(tmp_path).registered() as stage:
        rung(stage)
        getattr(stage.phone, wish)("in-1")
        call = stage.phone.calls["in-1"]
        assert (call.stage, call.words) == (
            CallStage.ENDED,
            "You declined the call from 021 5550000.",
        )
        stage.until(lambda: stage.of(Reject))
        assert stage.of(Reject) == [Reject(call="in-1", why="declined")]
        assert stage.count("declined") == 0


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ({"by": "them"}, "You missed a call from 021 5550000."),
        ({"by": "them", "code": 487}, "You missed a call from 021 5550000."),
        (
            {"by": "them", "sip": 200},
            "The call from 021 5550000 was answered elsewhere.",
        ),
        ({"by": "fault", "cause": "Connection Error"}, "connection to the PBX was lost"),
        ({"by": "fault", "cause": "User Denied Media Access"}, "use the microphone"),
    ],
)
def test_a_call_that_nobody_answered(tmp_path: Path, end: dict[str, Any], words: str) -> None:
    with PhoneStage(tmp_path).registered() as stage:
        rung(stage)
        stage.cue(kind="ended", call="in-1", **end)
        stage.until(lambda: stage.phone.live is None)
        assert words in stage.phone.calls["in-1"].words


@pytest.mark.parametrize("answered", [False, True])
def test_a_second_caller_hears_busy(tmp_path: Path, answered: bool) -> None:
    with PhoneStage(tmp_path, answer=[{"kind": "established"}]).registered() as stage:
        rung(stage)
        if answered:
            stage.phone.answer("in-1")
            stage.until(lambda: stage.phone.calls["in-1"].stage is CallStage.TALKING)
        stage.cue(kind="incoming", call="in-2", number="0316660000")
        stage.until(lambda: stage.of(Reject))
        stage.until(lambda: stage.count("declined"))
        assert stage.of(Reject) == [Reject(call="in-2", why="in a call")]
        [declined] = [value for told, value in stage.told if told == "declined"]
        assert declined.words == "031 6660000 called and heard busy: you were in a call."
        assert declined.stage is CallStage.ENDED
        live = stage.phone.live
        assert live is not None
        assert live.id == "in-1"
        assert stage.count("rings") == 1


def test_who_does_not_want_to_be_disturbed_is_not(tmp_path: Path) -> None:
    with PhoneStage(tmp_path) as stage:
        stage.phone.use(replace(CONFIGURATION, do_not_disturb=True))
        stage.until(lambda: "is registered" in stage.phone.registration.message)
        stage.cue(kind="incoming", call="in-1", number="")
        stage.until(lambda: stage.count("declined"))
        [declined] = [value for told, value in stage.told if told == "declined"]
        assert declined.words == ("A withheld number called and heard busy: do not disturb is on.")
        stage.until(lambda: stage.of(Reject))
        assert stage.of(Reject) == [Reject(call="in-1", why="undisturbed")]
        stage.phone.do_not_disturb(False)
        assert rung(stage, "in-2").stage is CallStage.INCOMING
        stage.phone.decline("in-2")
        stage.phone.do_not_disturb(True)
        stage.cue(kind="incoming", call="in-3", number="0215550000")
        stage.until(lambda: stage.count("declined") == 2)
        assert stage.count("rings") == 1


def test_a_phone_that_dies_takes_the_ringing_with_it(tmp_path: Path) -> None:
    with PhoneStage(tmp_path).registered() as stage:
        rung(stage)
        stage.cue(exit=9)
        stage.until(lambda: stage.phone.live is None)
        assert "was cut off before it was answered" in stage.phone.calls["in-1"].words
