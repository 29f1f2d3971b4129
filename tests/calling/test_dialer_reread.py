"""The copied text is read again before a click calls, and a question is answered only once."""

import pytest

from desktop_dialer.calling.placer import CallIntent
from desktop_dialer.model.call import CallSource
from desktop_dialer.model.errors import TextChanged
from desktop_dialer.model.policy import Decision
from tests.support.calling.dialer_scene import Place, Scene, scene

__all__ = ["scene"]

__all__ = ["scene"]


def copied(scene: Scene, text: str = "082 000 1234") -> Place:
    place = Place(text)
    assert scene.copy(text, place)
    return place


def test_a_click_calls_after_the_same_text_was_read_again(scene: Scene) -> None:
    place = copied(scene)
    assert scene.dialer.click()
    assert scene.called() == []
    assert scene.dialer.checking
    assert scene.dialer.click()
    assert len(place.reading) == 1
    place.answer()
    assert scene.called() == ["0820001234"]
    assert not scene.dialer.checking
    assert scene.dialer.offer is None


def test_another_text_replaces_the_offer_and_calls_nobody(scene: Scene) -> None:
    place = copied(scene)
    place.text = "083 000 1234"
    scene.dialer.click()
    place.answer()
    assert scene.called() == []
    assert isinstance(scene.ended[0].error, TextChanged)
    [shown] = scene.asked
    assert shown == scene.dialer.offer
    assert [each.number.e164 for each in shown.numbers] == ["+27830001234"]
    assert not shown.must_be_answered
    scene.now += 1
    scene.dialer.click()
    place.answer()
    assert scene.called() == ["0830001234"]


def test_an_unreadable_text_is_asked_about_once(scene: Scene) -> None:
    place = copied(scene, "082 000 1234, 083 000 1234")
    place.text = None
    assert scene.dialer.offer
    scene.dialer.answer(scene.dialer.offer.id, 1)
    place.answer()
    assert scene.called() == []
    [asked] = scene.asked
    assert [each.number.e164 for each in asked.numbers] == ["+27830001234"]
    assert asked.numbers[0].verdict.decision is Decision.ASK
    assert "It does not answer." in asked.numbers[0].verdict.words
    scene.dialer.answer(asked.id, 0)
    assert scene.called() == ["0830001234"]


@pytest.mark.parametrize("newer", ["ignored", "copied"])
def test_what_happens_while_the_text_is_read_again_counts(scene: Scene, newer: str) -> None:
    place = copied(scene)
    assert scene.dialer.offer
    scene.dialer.click()
    if newer == "ignored":
        scene.dialer.withdraw(scene.dialer.offer.id)
    else:
        scene.copy("083 000 1234")
    place.answer()
    assert scene.called() == []
    assert not scene.dialer.checking


def test_a_question_raised_later_still_knows_where_its_number_was(scene: Scene) -> None:
    place = copied(scene)
    number = scene.dialer.number_reader.read("082 000 1234")
    scene.dialer.call(CallIntent(number, CallSource.REDIAL))
    scene.steps.do_all()
    scene.dialer.click()
    place.answer()
    scene.steps.do_all()
    [asked] = scene.asked
    place.text = "083 000 1234"
    scene.dialer.answer(asked.id, 0)
    place.answer()
    assert scene.called() == ["0820001234"]
    assert isinstance(scene.ended[-1].error, TextChanged)


@pytest.mark.parametrize("index", [-1, 2])
def test_an_entry_that_is_not_in_the_offer_calls_nobody(scene: Scene, index: int) -> None:
    offer = scene.copy("082 000 1234, 083 000 1234")
    assert offer
    scene.dialer.answer_from_tray(offer.id, index)
    scene.dialer.answer(offer.id, index)
    assert scene.called() == []
    assert scene.dialer.offer == offer


def test_the_trays_entry_calls_the_number_of_its_index(scene: Scene) -> None:
    offer = scene.copy("082 000 1234")
    assert offer
    scene.dialer.answer_from_tray(offer.id, 1)
    assert scene.called() == []
    scene.dialer.answer_from_tray(offer.id, 0)
    assert scene.called() == ["0820001234"]


def test_a_key_press_on_a_changed_copy_shows_it_first(scene: Scene) -> None:
    place = copied(scene)
    scene.dialer.press("083 000 1234", place)
    assert scene.called() == []
    assert isinstance(scene.ended[0].error, TextChanged)
    scene.dialer.press("083 000 1234", place)  # a second press before it can be read
    assert scene.called() == []
    scene.now += 0.4
    scene.dialer.press("083 000 1234", place)
    assert scene.called() == ["0830001234"]
    elsewhere = Place("021 000 1234")
    assert scene.dialer.is_still_shown("021 000 1234", elsewhere)


def test_a_yes_does_not_answer_what_was_not_asked(scene: Scene) -> None:
    offer = scene.copy("+44 20 7946 0000")
    assert offer
    assert not offer.numbers[0].verdict.repeats
    number = offer.numbers[0].number
    scene.dialer.call(CallIntent(number, CallSource.COMMAND, confirmed=True), lambda _: None)
    scene.steps.do_all()
    scene.dialer.answer(offer.id, 0)
    scene.steps.do_all()
    [asked] = scene.asked
    assert asked.numbers[0].verdict.repeats
    scene.dialer.answer(asked.id, 0)
    assert scene.called() == ["00442079460000"] * 2
