"""Entries of the tray's menu."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

_LONGEST = 80
"""Characters. What says more leads to a window that shows all of it."""


def add(menu: QMenu, text: str, request: Callable[[], None]) -> QAction:
    """Append an entry that emits a request."""
    action = menu.addAction(text)
    action.triggered.connect(lambda _checked: request())
    return action


def plain(text: str) -> str:
    """As a menu shows it: on one line that fits on a screen, no mnemonic, no shortcut column."""
    line = " ".join(text.split())
    short = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
    return short.replace("&", "&&")
