"""Text of others in our windows: as it was written, in full on demand, and never too wide."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_dialer.ui.widgets.foreign_text import breakable, plain_tooltip, plain_tray_tooltip
from desktop_dialer.ui.widgets.marks import Mark
from desktop_dialer.ui.widgets.status_label import LONGEST, StatusLabel
from desktop_dialer.ui.widgets.whole_text import WholeText
from tests.support.repository import ROOT
from tests.support.ui.full_windows import FULL, Build
from tests.support.ui.looking import name_of, show

UI = ROOT / "desktop_dialer/ui"
WORDS = {
    "latin": "W" * 1500,
    "chinese": "\u96fb" * 1500,
    "combining": "e\u0301" * 750,
    "right to left": "\u05e9" * 1500,
    "markup": "<b>" * 500,
}


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("build", FULL)
def test_a_word_of_1500_characters_makes_no_window_wider(
    qtbot: QtBot, build: Build, word: str
) -> None:
    window = build(word)
    show(qtbot, window)
    assert window.minimumSizeHint().width() <= 640
    assert window.width() <= 760


def test_a_long_text_is_cut_and_can_be_opened_in_full(qtbot: QtBot) -> None:
    words = StatusLabel()
    show(qtbot, words)
    words.show_words(Mark.NO, "short")
    assert not words.findChildren(QPushButton)
    text = "The PBX says no. " * 100
    words.show_words(Mark.NO, text)
    assert words.words == text
    assert words.height() < 600
    [more] = words.findChildren(QPushButton)
    assert name_of(more) == "Show the full text"
    assert more.focusPolicy() & Qt.FocusPolicy.TabFocus
    more.click()
    [whole] = words.findChildren(WholeText)
    assert whole.text.toPlainText() == text
    assert whole.text.isReadOnly()
    whole.reject()
    words.show_words(Mark.NO, "x" * LONGEST)
    assert more.isHidden()


TIPS = [
    "plain",
    "a <b>bold</b> & <img src='file:///etc/passwd'> name",
    "&lt;b&gt; as it was written",
    "&amp;",
    "two\nlines",
    "long " * 30,
]


@pytest.mark.parametrize("text", TIPS)
def test_a_tooltip_shows_what_was_written(text: str) -> None:
    tip = plain_tooltip(text)
    is_html = tip.startswith("<p ")
    shown = QTextDocumentFragment.fromHtml(tip).toPlainText() if is_html else tip
    assert shown.rstrip() == text.rstrip()
    assert is_html or not set("<&") & set(tip)


@pytest.mark.parametrize("text", [*TIPS, *WORDS.values()])
def test_a_tray_tooltip_has_nothing_that_a_host_could_take_for_markup(text: str) -> None:
    tip = plain_tray_tooltip(text)
    assert not set("<&") & set(tip)
    assert max(map(len, tip.splitlines())) <= 700


def test_words_that_are_not_long_are_left_alone() -> None:
    assert breakable("pbx.example.com said: 082 000 1234") == "pbx.example.com said: 082 000 1234"
    assert breakable("x" * 40).replace("\u200b", "") == "x" * 40


@pytest.mark.parametrize("file", sorted(UI.glob("*.py")), ids=lambda file: file.stem)
def test_every_tooltip_is_made_plain(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr == "setToolTip":
            line = file.read_text(encoding="utf-8").splitlines()[node.lineno - 1]
            assert "plain_tooltip(" in line or "plain_tray_tooltip(" in line, line
