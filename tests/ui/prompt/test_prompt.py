"""What the prompt shows, and what it lets through."""

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop_dialer.model.call import CallSource
from desktop_dialer.model.offer import Offer
from desktop_dialer.ui.prompt.prompt import CallPrompt
from desktop_dialer.ui.widgets.marks import Mark, colour_of
from tests.pictures.prompt_and_tray import dark_palette
from tests.support.ui import samples
from tests.support.ui.contrast import contrast

NOWHERE = QRect()


@pytest.fixture
def prompt(qtbot: QtBot) -> CallPrompt:
    shown = CallPrompt()
    qtbot.addWidget(shown)
    return shown


@pytest.fixture
def answers(prompt: CallPrompt) -> list[tuple[object, ...]]:
    came: list[tuple[object, ...]] = []
    prompt.call_chosen.connect(lambda *arguments: came.append(("call", *arguments)))
    prompt.ignored.connect(lambda *arguments: came.append(("ignore", *arguments)))
    return came


def texts(prompt: CallPrompt) -> list[str]:
    return [label.text() for label in prompt.findChildren(QLabel) if label.isVisible()]


def buttons(prompt: CallPrompt) -> list[QPushButton]:
    assert prompt._contents
    return prompt._contents.buttons


def show_and_wait(prompt: CallPrompt, offer: Offer, qtbot: QtBot) -> None:
    prompt.show_offer(offer, NOWHERE)
    qtbot.waitUntil(lambda: prompt._guard.is_open, timeout=5000)


def test_it_shows_number_kind_country_and_what_is_sent(prompt: CallPrompt) -> None:
    prompt.show_offer(samples.offer(samples.MOBILE), NOWHERE)
    assert sorted(texts(prompt)) == [
        "082 000 1234",
        "Call this number?",
        "Mobile, South Africa",
        "The PBX will dial 0820001234",
    ]


def test_it_is_as_small_as_its_offer_after_a_larger_one(prompt: CallPrompt) -> None:
    prompt.show_offer(samples.offer(samples.MOBILE), NOWHERE)
    alone = prompt.size()
    prompt.show_offer(samples.offer(samples.MOBILE, samples.FOREIGN, offer_id=2), NOWHERE)
    assert prompt.height() > alone.height()
    prompt.withdraw()
    prompt.show_offer(samples.offer(samples.MOBILE, offer_id=3), NOWHERE)
    assert prompt.size() == alone


def test_it_says_why_it_asks(prompt: CallPrompt) -> None:
    prompt.show_offer(samples.offer(samples.LANDLINE, source=CallSource.LINK), NOWHERE)
    shown = texts(prompt)
    assert "A link asks for a call." in shown
    assert "021 000 1234 ext. 12" in shown
    assert "The number came from a link. The extension 12 cannot be dialled with it." in shown


def test_a_number_never_to_be_called_has_its_reason_and_no_call(prompt: CallPrompt) -> None:
    prompt.show_offer(samples.offer(samples.PREMIUM), NOWHERE)
    assert any("+2786" in text for text in texts(prompt))
    assert "This cannot be called." in texts(prompt)
    assert not any("will dial" in text for text in texts(prompt))
    call, ignore = buttons(prompt)
    assert not call.isEnabled()
    assert "blocked here" in call.accessibleDescription()
    assert ignore.isEnabled()


def test_every_button_says_what_it_does_to_those_who_hear(prompt: CallPrompt) -> None:
    prompt.show_offer(samples.offer(samples.MOBILE, samples.FOREIGN), NOWHERE)
    assert [button.accessibleName() for button in buttons(prompt)] == [
        "Call 082 000 1234",
        "Call +44 20 7946 0018",
        "Ignore this offer",
    ]
    assert buttons(prompt)[0].accessibleDescription() == (
        "Mobile, South Africa. The PBX will dial 0820001234"
    )


def test_the_tab_key_goes_from_call_to_call_and_then_to_ignore(prompt: CallPrompt) -> None:
    prompt.show_offer(samples.offer(samples.MOBILE, samples.FOREIGN), NOWHERE)
    chain: list[QWidget] = [buttons(prompt)[0]]
    while (following := chain[-1].nextInFocusChain()) and following is not chain[0]:
        chain.append(following)
    assert [widget for widget in chain if isinstance(widget, QPushButton)] == buttons(prompt)


def test_a_click_answers_once_and_the_next_offer_anew(
    prompt: CallPrompt, answers: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    show_and_wait(prompt, samples.offer(samples.MOBILE, samples.FOREIGN, offer_id=4), qtbot)
    for button in reversed(buttons(prompt)[:2]):
        button.click()
    assert answers == [("call", 4, 1)]
    show_and_wait(prompt, samples.offer(samples.MOBILE, offer_id=5), qtbot)
    buttons(prompt)[1].click()
    assert answers == [("call", 4, 1), ("ignore", 5)]


def test_nothing_counts_at_first_however_it_comes(
    prompt: CallPrompt, answers: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    show_and_wait(prompt, samples.offer(samples.MOBILE, offer_id=1), qtbot)
    prompt.show_offer(samples.offer(samples.FOREIGN, offer_id=2), NOWHERE)
    call, ignore = buttons(prompt)
    QTest.mouseClick(call, Qt.MouseButton.LeftButton)
    QTest.keyClick(call, Qt.Key.Key_Return)
    QTest.keyClick(ignore, Qt.Key.Key_Space)
    QTest.keyClick(prompt, Qt.Key.Key_Escape)
    call.click()  # as a screen reader presses it
    assert answers == []


def test_the_same_offer_again_does_not_wait_again(prompt: CallPrompt, qtbot: QtBot) -> None:
    show_and_wait(prompt, samples.offer(samples.MOBILE), qtbot)
    prompt.show_offer(samples.offer(samples.MOBILE), NOWHERE)
    assert prompt._guard.is_open


def test_a_key_that_was_held_down_before_is_no_answer(
    prompt: CallPrompt, answers: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    show_and_wait(prompt, samples.offer(samples.MOBILE), qtbot)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(buttons(prompt)[0], held)
    assert answers == []


def test_closing_its_window_is_ignoring(
    prompt: CallPrompt, answers: list[tuple[object, ...]]
) -> None:
    prompt.show_offer(samples.offer(samples.MOBILE, offer_id=3), NOWHERE)
    prompt.close()
    assert answers == [("ignore", 3)]


def test_withdrawn_it_hides_and_activating_it_shows_nothing(prompt: CallPrompt) -> None:
    prompt.show_offer(samples.offer(samples.MOBILE), NOWHERE)
    prompt.withdraw()
    prompt.activate()
    assert not prompt.isVisible()


def test_eight_numbers_fit_and_more_can_be_scrolled_to(prompt: CallPrompt) -> None:
    prompt.show_offer(samples.offer(*[samples.MOBILE] * 8), NOWHERE)
    assert _scroll_area(prompt).verticalScrollBar().maximum() == 0
    prompt.show_offer(samples.offer(*[samples.MOBILE] * 30, offer_id=2), NOWHERE)
    assert _scroll_area(prompt).verticalScrollBar().maximum() > 0
    assert prompt.height() < prompt.screen().availableSize().height()


def _scroll_area(prompt: CallPrompt) -> QScrollArea:
    return next(area for area in prompt.findChildren(QScrollArea) if area.isVisible())


@pytest.mark.parametrize("palette", [QPalette(QColor("#dddddd")), dark_palette()])
def test_coloured_text_can_be_read_on_light_and_dark(palette: QPalette) -> None:
    window = palette.color(QPalette.ColorRole.Window).name()
    for mark in Mark.QUESTION, Mark.NO:
        assert contrast(colour_of(mark, palette).name(), window) >= 4.5
