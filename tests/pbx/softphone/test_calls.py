"""Calls of the line, from the request to the end, against a process that speaks the contract."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_dialer.model.call import CallRequest, CallSource, Status
from desktop_dialer.model.errors import InACall, NeverReached
from desktop_dialer.model.live_call import CallStage, HeldBy, LiveCall, Quality
from desktop_dialer.model.registration import Registered
from desktop_dialer.pbx.softphone.call_end import outcome_of
from desktop_dialer.pbx.softphone.commands import Dial, Dtmf, HangUp, Hold, Mute, Stop
from desktop_dialer.pbx.softphone.ports import PhoneHooks
from tests.support.softphone.phone_calls import ANSWERED, NUMBER, REQUEST, RINGS, SENT, in_a_call
from tests.support.softphone.phone_stage import CONFIGURATION, PhoneStage

ANNOUNCED = {"kind": "progress", "code": 183}


def ended(by: str = "them", code: int = 0, **more: Any) -> dict[str, Any]:
    return {"kind": "ended", "by": by, "code": code} | more


def ended_with(folder: Path, *steps: dict[str, Any]) -> LiveCall:
    """The call that ends with these steps."""
    with PhoneStage(folder, call=list(steps)) as stage:
        stage.registered().phone.dial(REQUEST)
        stage.until(lambda: stage.phone.live is None)
        stage.until(lambda: stage.of(Dial))
        [command] = stage.of(Dial)
        assert command.call == REQUEST.id
        return stage.phone.calls[REQUEST.id]


def test_a_call_from_wish_to_answer(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        assert [call.stage for call in stage.calls_told()] == [
            CallStage.DIALLING, CallStage.RINGING, CallStage.TALKING,
        ]  # fmt: skip
        stage.until(lambda: stage.of(Dial))
        [command] = stage.of(Dial)
        assert command == Dial(
            call=REQUEST.id, callee="0820001234", outbound_id="27215550000", reference="ref-7"
        )
        call = stage.phone.live
        assert call is not None
        assert (call.party, call.number) == ("082 000 1234", "+27820001234")
        assert call.answered_at == stage.now
        assert call.status is Status.ACCEPTED
        assert not call.incoming


def test_what_the_agent_does_shows_when_it_is_done(tmp_path: Path) -> None:
    script = {
        "mute": [{"kind": "muted", "on": "as asked"}],
        "hold": [{"kind": "held", "by": "us", "on": "as asked"}],
        "dtmf": [{"kind": "keyed", "digits": "as asked", "way": "rfc4733"}],
    }
    with in_a_call(tmp_path, **script) as stage:
        phone, call = stage.phone, REQUEST.id
        phone.mute(call, True)
        phone.hold(call, True)
        phone.press_keys(call, "1#")
        phone.press_keys(call, "2")
        stage.until(lambda: phone.calls[call].tones == "1#2")
        assert phone.calls[call].muted
        assert phone.calls[call].held_by is HeldBy.AGENT
        phone.mute(call, False)
        phone.hold(call, False)
        stage.until(lambda: phone.calls[call].held_by is HeldBy.NOBODY)
        assert not phone.calls[call].muted
        assert [command.on for command in stage.of(Mute)] == [True, False]
        assert [command.on for command in stage.of(Hold)] == [True, False]
        assert [command.digits for command in stage.of(Dtmf)] == ["1#", "2"]


def test_both_sides_hold_and_the_agents_shows_first(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        told = len(stage.calls_told())
        for by, on in (("them", True), ("us", True), ("us", False), ("them", False)):
            stage.cue(kind="held", call=REQUEST.id, by=by, on=on)
        stage.until(lambda: len(stage.calls_told()) == told + 4)
        assert [call.held_by for call in stage.calls_told()[told:]] == [
            HeldBy.OTHER, HeldBy.AGENT, HeldBy.OTHER, HeldBy.NOBODY,
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"kind": "held", "by": "us", "on": True, "failed": True}, "could not be put on hold"),
        ({"kind": "held", "by": "us", "on": False, "failed": True}, "could not be resumed"),
        ({"kind": "keyed", "digits": "1", "way": "info", "failed": True}, "digits were not sent"),
        ({"kind": "microphone", "why": "fault", "detail": "gone"}, "does not work."),
        (
            {"kind": "sound", "microphones": ["a"], "missing": ["Headset"]},
            "Headset is not connected",
        ),
    ],
)
def test_what_fails_in_a_call_is_said_and_the_call_goes_on(
    tmp_path: Path, event: dict[str, Any], words: str
) -> None:
    with in_a_call(tmp_path) as stage:
        stage.cue(**{"call": REQUEST.id} | event if event["kind"] in ("held", "keyed") else event)
        stage.until(lambda: stage.phone.calls[REQUEST.id].words)
        call = stage.phone.live
        assert call is not None
        assert words in call.words
        assert call.advice
        assert (call.held_by, call.tones) == (HeldBy.NOBODY, "")


def test_quality_and_what_is_heard(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        calls = stage.phone.calls
        stage.cue(kind="quality", call=REQUEST.id, loss=0.02, jitter_ms=3, round_trip_ms=41.5)
        stage.until(lambda: calls[REQUEST.id].quality == Quality(0.02, 3, 41.5))
        stage.cue(kind="quality", call=REQUEST.id, loss=0, jitter_ms=3)
        stage.until(lambda: calls[REQUEST.id].quality == Quality(0, 3, None))
        stage.cue(kind="media", call=REQUEST.id, state="none")
        stage.until(lambda: calls[REQUEST.id].audio_lost)
        assert "firewall" in calls[REQUEST.id].words
        stage.cue(kind="media", call=REQUEST.id, state="reconnecting")
        stage.until(lambda: "being restored" in calls[REQUEST.id].words)
        assert calls[REQUEST.id].audio_lost
        stage.cue(kind="media", call=REQUEST.id, state="flowing")
        stage.until(lambda: not calls[REQUEST.id].audio_lost)
        assert calls[REQUEST.id].words == ""


def test_hanging_up_shows_at_once_whatever_the_pbx_does(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        stage.now += 133
        stage.phone.hang_up(REQUEST.id)
        call = stage.phone.calls[REQUEST.id]
        assert (call.stage, call.words) == (CallStage.ENDED, "You hung up after 2:13.")
        assert call.ended_at == stage.now
        stage.until(lambda: stage.of(HangUp))
        told = len(stage.told)
        stage.cue(**ended(call=REQUEST.id, by="fault", reason="too late"))
        stage.cue(kind="level", microphone=0.5)
        stage.until(lambda: len(stage.told) > told)
        assert [name for name, _ in stage.told[told:]] == ["level"]
        stage.phone.hang_up(REQUEST.id)
        stage.phone.mute(REQUEST.id, True)
        stage.phone.dial(CallRequest("204", "0820001234", NUMBER, CallSource.COMMAND))
        stage.until(lambda: len(stage.of(Dial)) == 2)
        assert len(stage.of(HangUp)) == 1
        assert stage.of(Mute) == []


@pytest.mark.parametrize(
    ("steps", "status", "words"),
    [
        ([SENT, RINGS, ANSWERED, ended()], Status.ANSWERED, "082 000 1234 hung up after 0:00."),
        ([SENT, RINGS, ended(code=486)], Status.UNANSWERED, "082 000 1234 is busy or declined"),
        ([SENT, RINGS, ended(code=603)], Status.UNANSWERED, "did not answer, or the PBX ended"),
        ([SENT, RINGS, ended(code=503, q850=21)], Status.UNANSWERED, "declined the call (503, "),
        ([SENT, ANNOUNCED, ended(code=404, q850=1)], Status.REFUSED,
         "does not know the number 082 000 1234 (404, cause 1). No phone is ringing."),
        ([SENT, ANNOUNCED, ended(code=404)], Status.REFUSED, "(404). No phone is ringing."),
        ([SENT, ANNOUNCED, RINGS, ended(code=486, q850=17)], Status.UNANSWERED,
         "is busy (486, cause 17). The phone has stopped ringing."),
        ([SENT, ended(code=603, q850=19)], Status.UNANSWERED, "did not answer (603, cause 19)"),
        ([SENT, RINGS, ANSWERED, ended(q850=38)], Status.ANSWERED,
         "The telephone network ended the call after 0:00."),
        ([SENT, RINGS, ended(code=480)], Status.UNANSWERED, "082 000 1234 did not answer (480)"),
        ([SENT, RINGS, ended("fault", cause="Connection Error")], Status.UNANSWERED,
         "may ring on for a moment"),
        ([SENT, ended(code=486)], Status.REFUSED, "082 000 1234 is busy (486)"),
        ([SENT, ended(code=404)], Status.REFUSED, "does not know the number 082 000 1234 (404)"),
        ([SENT, ended(code=603)], Status.REFUSED, "did not answer, or the PBX ended the call"),
        ([SENT, ended(code=407)], Status.REFUSED, "password (407)"),
        ([SENT, ended(code=500, reason="Oops")], Status.REFUSED, "internal error (500 Oops)"),
        ([SENT, ended(code=408)], Status.UNKNOWN, "A phone may be ringing"),
        ([SENT, ended("fault", cause="Request Timeout")], Status.UNKNOWN, "did not answer in time"),
        ([SENT, {"exit": 9}], Status.UNKNOWN, "A phone may be ringing"),
        ([{"exit": 9}], Status.UNKNOWN, "A phone may be ringing"),
        ([ended("fault", cause="not registered")], Status.UNREACHED, "No phone rang"),
        ([{"kind": "microphone", "why": "missing"}, ended("fault", cause="microphone")],
         Status.UNREACHED, "No microphone found."),
        ([ended("fault", cause="User Denied Media Access")], Status.UNREACHED,
         "does not allow the program to use the microphone"),
    ],
)  # fmt: skip
def test_what_became_of_a_call_is_known(
    tmp_path: Path, steps: list[dict[str, Any]], status: Status, words: str
) -> None:
    call = ended_with(tmp_path, *steps)
    assert words in call.words
    outcome = outcome_of(call)
    assert (outcome.status, outcome.message) == (status, call.words)
    assert outcome.advice == call.advice


def test_a_call_that_broke_off_says_that_the_other_may_still_be_there(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        stage.now += 3725
        stage.cue(exit=11)
        stage.until(lambda: stage.phone.live is None)
        call = stage.phone.calls[REQUEST.id]
        assert call.words == (
            "The call was cut off after 1:02:05: The softphone process stopped "
            "unexpectedly. The remote party may still be on the line for a moment."
        )
        assert call.advice
        assert call.status is Status.ACCEPTED


@pytest.mark.parametrize("wish", ["leave", "use"])
def test_leaving_the_line_ends_the_call_in_words(tmp_path: Path, wish: str) -> None:
    with in_a_call(tmp_path) as stage:
        if wish == "use":
            stage.phone.use(CONFIGURATION)
        else:
            stage.phone.leave()
        call = stage.phone.calls[REQUEST.id]
        assert call.stage is CallStage.ENDED
        assert "The softphone was stopped or restarted." in call.words
        stage.until(lambda: stage.of(Stop))


def test_leaving_the_line_as_a_call_is_sent_does_not_say_that_nobody_was_called(
    tmp_path: Path,
) -> None:
    with PhoneStage(tmp_path, call=[]) as stage:
        stage.registered().phone.dial(REQUEST)
        stage.until(lambda: stage.of(Dial))
        stage.phone.leave()
        call = stage.phone.calls[REQUEST.id]
        assert (call.stage, call.status) == (CallStage.ENDED, Status.UNKNOWN)
        assert "A phone may be ringing." in call.words


def test_a_call_in_silence_says_so_at_its_end(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        stage.cue(kind="media", call=REQUEST.id, state="none")
        stage.cue(**ended(call=REQUEST.id))
        stage.until(lambda: stage.phone.live is None)
        call = stage.phone.calls[REQUEST.id]
        assert "No sound arrived from the remote party." in call.words
        assert "firewall" in call.advice


def test_one_call_at_a_time(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        with pytest.raises(InACall, match=r"You are in a call\. Nothing was sent\."):
            stage.phone.dial(CallRequest("204", "0820001234", NUMBER, CallSource.TRAY))
        stage.phone.hang_up(REQUEST.id)
        stage.until(lambda: stage.of(HangUp))
        assert len(stage.of(Dial)) == 1


def test_no_call_while_the_line_is_not_registered(tmp_path: Path) -> None:
    with PhoneStage(tmp_path) as stage:
        with pytest.raises(NeverReached, match=r"not in use\. No phone rang"):
            stage.phone.dial(REQUEST)
        stage.registered()
        stage.cue(kind="registration", state="trying", reason="1006", seconds=4)
        stage.until(lambda: "in 4 s" in stage.phone.registration.message)
        with pytest.raises(NeverReached, match="cannot be reached"):
            stage.phone.dial(REQUEST)
        assert stage.of(Dial) == []
        assert stage.calls_told() == []


def test_the_signalling_may_go_and_come_back_while_the_call_goes_on(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage:
        stage.cue(kind="registration", state="trying", reason="1006", seconds=1)
        stage.until(lambda: stage.phone.calls[REQUEST.id].signalling_lost)
        assert stage.phone.live is not None
        stage.cue(kind="registration", state="registered")
        stage.until(lambda: not stage.phone.calls[REQUEST.id].signalling_lost)
        assert stage.phone.live is not None
        assert stage.phone.calls[REQUEST.id].answered_at is not None


def test_a_silent_pbx_is_given_up_and_the_call_hung_up(tmp_path: Path) -> None:
    with PhoneStage(tmp_path, call=[SENT]) as stage:
        stage.registered().phone.dial(REQUEST, answer_limit_s=8)
        stage.now += 5
        stage.until(lambda: min(at for at, _ in stage.timers) == stage.now + 8)
        stage.pass_time(7)
        assert stage.phone.live is not None
        stage.pass_time(1)
        call = stage.phone.calls[REQUEST.id]
        assert (call.stage, call.status) == (CallStage.ENDED, Status.UNKNOWN)
        assert "within 8 s" in call.words
        assert "A phone may be ringing." in call.words
        stage.until(lambda: stage.of(HangUp))
        assert len(stage.of(Dial)) == 1


def test_a_pbx_that_has_the_call_may_take_its_time(tmp_path: Path) -> None:
    with PhoneStage(tmp_path, call=[SENT, {"kind": "progress", "code": 100}]) as stage:
        stage.registered().phone.dial(REQUEST, answer_limit_s=8)
        stage.until(lambda: stage.timers and stage.timers[0][0] >= stage.now + 60)
        stage.pass_time(30)
        stage.cue(kind="progress", call=REQUEST.id, code=183)
        stage.until(lambda: stage.phone.calls[REQUEST.id].status is Status.ACCEPTED)
        assert stage.phone.calls[REQUEST.id].stage is CallStage.DIALLING
        assert stage.timers == []


def test_what_has_not_ended_has_no_outcome(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as stage, pytest.raises(ValueError, match="talking"):
        outcome_of(stage.phone.calls[REQUEST.id])


class WaitsForTheEnd(PhoneStage):
    """Uses the line again as soon as a call has ended: as where settings were saved in it."""

    def _hooks(self) -> PhoneHooks:
        hooks = super()._hooks()

        def changed(call: LiveCall) -> None:
            hooks.call_changed(call)
            if call.stage is CallStage.ENDED:
                self.phone.use(CONFIGURATION)

        return replace(hooks, call_changed=changed)


def test_a_line_that_is_used_anew_as_its_phone_dies_does_not_say_that_it_waits(
    tmp_path: Path,
) -> None:
    with WaitsForTheEnd(tmp_path, call=[SENT, RINGS, {"exit": 1}]).registered() as stage:
        stage.script["register"] = []
        stage.phone.dial(REQUEST)
        stage.until(lambda: len(stage.processes) == 2)
        assert stage.phone.registration.state is Registered.STARTING
        stage.pass_time(1)
        assert len(stage.processes) == 2
