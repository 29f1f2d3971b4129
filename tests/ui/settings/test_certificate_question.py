"""The question about a certificate: one answer, and never trust by accident."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_dialer.ui.settings.certificate_question import CertificateQuestion
from tests.pictures.lines import CERTIFICATE, FINGERPRINT
from tests.support.ui.looking import press, repeat, show

LEFT = Qt.MouseButton.LeftButton


class Asked:
    """The question on the screen, and its answers."""

    def __init__(self, qtbot: QtBot, *, wait: bool = True) -> None:
        self.window = CertificateQuestion(CERTIFICATE, "pbx.example")
        self.answers: list[str] = []
        self.window.trusted.connect(self.answers.append)
        self.window.refused.connect(lambda: self.answers.append("refused"))
        show(qtbot, self.window)
        if wait:
            qtbot.waitUntil(lambda: self.window.guard_open)


def readable_text(window: CertificateQuestion) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def test_everything_that_can_be_compared_is_shown(qtbot: QtBot) -> None:
    certificate = replace(CERTIFICATE, subject="<b>pbx</b>.example", issuer="Somebody")
    window = CertificateQuestion(certificate, "10.0.0.5")
    qtbot.addWidget(window)
    words = readable_text(window)
    assert "10.0.0.5 cannot prove" in words
    for told in (certificate.subject, certificate.issuer, "12 March 2034", certificate.fault):
        assert told in words
    assert "authority (it is for another name). Many" in words
    assert FINGERPRINT in words.replace(":", "").replace("\n", "").lower()
    [subject] = [one for one in window.findChildren(QLabel) if one.text() == certificate.subject]
    assert subject.textFormat() is Qt.TextFormat.PlainText
    assert subject.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_where_nothing_else_is_wrong_no_brackets_stand_empty(qtbot: QtBot) -> None:
    window = CertificateQuestion(replace(CERTIFICATE, fault="", expires="never"), "pbx.example")
    qtbot.addWidget(window)
    assert "signed by a trusted authority. Many" in readable_text(window)
    assert "\nnever" in readable_text(window)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_what_comes_by_itself_refuses(qtbot: QtBot, key: Qt.Key) -> None:
    asked = Asked(qtbot)
    assert asked.window.refuse_button.hasFocus()
    press(key)
    assert asked.answers == ["refused"]
    assert not asked.window.isVisible()


def test_closing_the_window_refuses_once(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    asked.window.close()
    asked.window.close()
    assert asked.answers == ["refused"]


def test_trusting_takes_its_own_button(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    QTest.mouseClick(asked.window.trust_button, LEFT)
    assert asked.answers == [FINGERPRINT]
    assert not asked.window.isVisible()


def test_trusting_by_keyboard(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    with qtbot.waitSignal(asked.window.trusted):
        press(Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)


def test_presses_that_were_meant_for_something_else_answer_nothing(qtbot: QtBot) -> None:
    asked = Asked(qtbot, wait=False)
    QTest.mouseClick(asked.window.trust_button, LEFT)
    QTest.mouseClick(asked.window.refuse_button, LEFT)
    press(Qt.Key.Key_Return)
    assert asked.answers == []
    qtbot.waitUntil(lambda: asked.window.guard_open)
    repeat(Qt.Key.Key_Return)  # still held down from before
    assert asked.answers == []
    QTest.mouseClick(asked.window.refuse_button, LEFT)
    assert asked.answers == ["refused"]
