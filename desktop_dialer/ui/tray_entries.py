"""Entries of the tray's menu."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


def add(menu: QMenu, text: str, wish: Callable[[], None]) -> QAction:
    """Append an entry that expresses a wish."""
    action = menu.addAction(text)
    action.triggered.connect(lambda _checked: wish())
    return action


def plain(text: str) -> str:
    """As a menu shows it: on one line, no mnemonic and no shortcut column."""
    return " ".join(text.split()).replace("&", "&&")
