"""Text of others, such as PBX, callers and devices, in our windows: plain and never too wide."""

import re
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_LONGEST_WORD = 30
"""Characters that stay together. Numbers and host names are shorter."""
_LONGEST_TIP = 300
_ONE_LINE = 80
_BREAK = "\u200b"
"""A place to break the line, without a width (U+200B)."""


def breakable(text: str, longest_word: int = _LONGEST_WORD) -> str:
    """`text` with places to break very long words, such as an address; hyphens are such places."""
    return re.sub(rf"[^\s-]{{{longest_word},}}", lambda word: _BREAK.join(word[0]), text)


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters of `text`."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def plain_tooltip(text: str) -> str:
    """A tooltip that shows `text` as it is, in lines that fit on a screen.

    Qt takes a text with `<` or `&lt;` in it for markup (Qt::mightBeRichText), which could name
    files and hosts. And it wraps no plain text.
    """
    if len(text) <= _ONE_LINE and not set(text) & set("<&"):
        return text
    shown = breakable(shortened(text, _LONGEST_TIP))
    return f'<p style="white-space: pre-wrap">{escape(shown)}</p>'


def plain_tray_tooltip(text: str) -> str:
    """The same for the tray, whose host may show markup as it is written, or read it.

    So the two characters that begin markup are replaced by ones that look alike.
    """
    lines = [breakable(shortened(line, _LONGEST_TIP)) for line in text.splitlines()]
    return "\n".join(lines).replace("<", "‹").replace("&", "＆")


class PlainLabel(QLabel):
    """Shows text of others: no markup, and wrapped wherever there is no room.

    `longest_word`: characters that stay together, 0 = words are not broken, for a text that is
    copied from here.
    """

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, longest_word: int = _LONGEST_WORD
    ) -> None:
        super().__init__(parent)
        self._longest_word = longest_word
        self.whole = ""
        """The text, without places to break it."""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show `text`; a screen reader says it without the places to break it."""
        self.whole = text
        self.setText(breakable(text, self._longest_word) if self._longest_word else text)
        self.setAccessibleName(text)
