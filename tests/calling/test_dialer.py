"""The state machine, from a text to one call."""

import pytest

from desktop_dialer.calling.call_result import CallResult, NeedsConfirmation
from desktop_dialer.calling.placer import CallIntent
from desktop_dialer.model.call import CallSource, Status
from desktop_dialer.model.errors import (
    BeingCalled,
    LineBusy,
    NotCallable,
    NothingSelected,
    ProgramEnds,
    Withdrawn,
)
from desktop_dialer.model.policy import Decision
from tests.support.calling.dialer_scene import Scene, scene

__all__ = ["scene"]


def test_one_click_calls_and_uses_the_offer_up(scene: Scene) -> None:
    assert scene.copy("Client: (082) 000-1234, ref 7")
    assert scene.dialer.click()
    assert scene.dialer.offer is None
    assert not scene.dialer.click()
    assert scene.called() == ["0820001234"]
    [end] = scene.ended
    assert end.request
    assert end.outcome
    assert end.outcome.status is Status.ACCEPTED
    assert end.request.source is CallSource.TRAY
    assert "connected to" in end.outcome.message
    assert not scene.dialer.click()
    assert scene.called() == ["0820001234"]


@pytest.mark.parametrize(
    "text",
    ["082 000 1234 or 083 000 1234", "+44 20 7946 0000", "0862 001 234", "082 000 1234 x12"],
)
def test_a_click_on_what_needs_a_choice_or_an_answer_calls_nobody(scene: Scene, text: str) -> None:
    offer = scene.copy(text)
    assert offer
    assert offer.ready is None
    assert not scene.dialer.click()
    assert scene.dialer.offer is offer
    assert scene.called() == []


def test_an_offer_is_not_called_before_it_has_settled(scene: Scene) -> None:
    scene.dialer.consider("082 000 1234")
    scene.steps.do_all()
    scene.now += 0.29
    assert not scene.dialer.click()
    scene.now += 0.02
    assert scene.dialer.click()


def test_a_new_copy_makes_the_old_offer_uncallable_even_before_it_is_read(scene: Scene) -> None:
    scene.copy("082 000 1234")
    scene.dialer.consider("083 000 1234")
    assert not scene.dialer.click()
    scene.steps.do_all()
    assert not scene.dialer.click()
    scene.now += 1
    assert scene.dialer.click()
    assert scene.called() == ["0830001234"]


def test_the_latest_copy_counts_however_late_an_older_one_is_read(scene: Scene) -> None:
    scene.dialer.consider("082 000 1234")
    scene.dialer.consider("083 000 1234")
    scene.steps.do(1)
    scene.steps.do_all()
    assert scene.dialer.offer
    assert [each.number.e164 for each in scene.dialer.offer.numbers] == ["+27830001234"]


def test_a_copy_without_a_number_ends_the_offer(scene: Scene) -> None:
    assert scene.copy("082 000 1234")
    assert scene.copy("no number in here") is None


def test_the_same_number_twice_is_offered_once_and_in_order(scene: Scene) -> None:
    offer = scene.copy("083 000 1234, 082 000 1234, +27 83 000 1234")
    assert offer
    assert [each.number.e164[3:] for each in offer.numbers] == ["830001234", "820001234"]


def test_the_prompts_answer_calls_the_chosen_number(scene: Scene) -> None:
    offer = scene.copy("082 000 1234 or +44 20 7946 0000")
    assert offer
    scene.dialer.answer(offer.id, 5)
    scene.dialer.answer(offer.id + 1, 0)
    assert scene.called() == []
    scene.dialer.answer(offer.id, 1)
    assert scene.called() == ["00442079460000"]


def test_a_prompt_that_showed_no_question_answers_none(scene: Scene) -> None:
    offer = scene.copy("082 000 1234")
    assert offer
    scene.dialer.call(CallIntent(offer.numbers[0].number, CallSource.DIAL_WINDOW), lambda _: None)
    scene.steps.do_all()
    scene.dialer.answer(offer.id, 0)
    assert scene.called() == ["0820001234"]
    [asked] = scene.asked
    assert asked.numbers[0].verdict.decision is Decision.ASK
    assert "ago" in asked.numbers[0].verdict.words
    scene.dialer.answer(asked.id, 0)
    assert scene.called() == ["0820001234", "0820001234"]


def test_a_key_press_calls_asks_or_says_why_not(scene: Scene) -> None:
    scene.dialer.press("call 082 000 1234 please")
    assert scene.called() == ["0820001234"]
    scene.dialer.press("082 000 1235 and 082 000 1236")
    assert scene.called() == ["0820001234"]
    assert [len(offer.numbers) for offer in scene.asked] == [2]
    scene.dialer.press("nothing")
    scene.steps.do_all()
    assert isinstance(scene.ended[-1].error, NothingSelected)


def test_a_link_is_always_asked_and_not_pushed_aside(scene: Scene) -> None:
    scene.dialer.follow("tel:+27820001234")
    scene.steps.do_all()
    [asked] = scene.asked
    assert asked.must_be_answered
    scene.now += 5
    assert not scene.dialer.click()
    assert scene.copy("083 000 1234") == asked
    assert scene.copy("no number") == asked
    assert scene.called() == []
    scene.dialer.answer(asked.id, 0)
    assert scene.called() == ["0820001234"]
    [end] = scene.ended
    assert end.request
    assert end.request.source is CallSource.LINK


def test_a_link_that_names_no_number_is_told(scene: Scene) -> None:
    scene.dialer.follow("tel:*21*0820001234%23")
    scene.steps.do_all()
    assert isinstance(scene.ended[0].error, NotCallable)
    assert scene.asked == []


def test_one_call_at_a_time(scene: Scene) -> None:
    first = scene.dialer.number_reader.read("082 000 1234")
    second = scene.dialer.number_reader.read("083 000 1234")
    scene.dialer.call(CallIntent(first, CallSource.REDIAL))
    scene.dialer.call(CallIntent(second, CallSource.REDIAL))
    assert isinstance(scene.ended[0].error, LineBusy)
    waited: list[CallResult] = []
    scene.dialer.call(CallIntent(second, CallSource.COMMAND), waited.append)
    scene.dialer.call(CallIntent(second, CallSource.COMMAND), waited.append)
    assert waited == []
    scene.dialer.call(CallIntent(first, CallSource.COMMAND, confirmed=True), waited.append)
    assert isinstance(waited[0].error, BeingCalled)
    assert scene.called() == ["0820001234", "0830001234"]
    assert waited[1].outcome
    assert isinstance(waited[2].error, NeedsConfirmation)


def test_at_the_end_the_call_in_flight_goes_on_and_no_other_is_placed(scene: Scene) -> None:
    numbers = [scene.dialer.number_reader.read(f"083 000 000{index}") for index in range(3)]
    ends: list[CallResult] = []
    for number in numbers[:2]:
        scene.dialer.call(CallIntent(number, CallSource.DIAL_WINDOW), ends.append)
    scene.dialer.end()
    scene.dialer.call(CallIntent(numbers[2], CallSource.REDIAL))
    assert scene.called() == ["0830000000"]
    assert [type(end.error) for end in (*ends, *scene.ended)] == [
        ProgramEnds,
        type(None),
        ProgramEnds,
    ]


def test_a_withdrawn_call_is_not_placed(scene: Scene) -> None:
    numbers = [scene.dialer.number_reader.read(f"083 000 000{index}") for index in range(3)]
    intents = [CallIntent(number, CallSource.COMMAND) for number in numbers]
    ends: list[CallResult] = []
    for intent in intents:
        scene.dialer.call(intent, ends.append)
    assert intents[0].go_ahead.withdraw()  # it is in flight, and still on the way to the line
    assert intents[1].go_ahead.withdraw()
    assert scene.called() == ["0830000002"]
    assert not intents[2].go_ahead.withdraw()
    assert [type(end.error) for end in ends] == [Withdrawn, type(None)]


def test_a_click_during_a_call_keeps_the_offer(scene: Scene) -> None:
    number = scene.dialer.number_reader.read("083 000 1234")
    offer = scene.copy("082 000 1234")
    scene.dialer.call(CallIntent(number, CallSource.REDIAL))
    assert scene.dialer.click()
    assert isinstance(scene.ended[0].error, LineBusy)
    assert offer
    assert scene.dialer.offer
    assert scene.dialer.offer.numbers == offer.numbers
    assert scene.dialer.offer.id != offer.id  # shown again: the prompt takes one answer each
    assert scene.called() == ["0830001234"]


def test_ignoring_ends_only_the_offer_that_was_meant(scene: Scene) -> None:
    old = scene.copy("082 000 1234")
    new = scene.copy("083 000 1234")
    assert old
    assert new
    scene.dialer.withdraw(old.id)
    assert scene.dialer.offer == new
    scene.dialer.withdraw(new.id)
    assert scene.dialer.offer is None


def test_while_a_newer_copy_is_read_one_click_does_not_call_the_older_number(scene: Scene) -> None:
    assert scene.copy("082 000 1234")
    scene.dialer.notice_copy()
    scene.now += 0.7  # the longest a program may take to answer, and some time to look at it
    assert not scene.dialer.click()
    scene.now += 0.2  # it was one of our own copies: nothing more comes
    assert scene.dialer.click()
    assert scene.called() == ["0820001234"]
