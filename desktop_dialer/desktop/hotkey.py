"""Key combinations that work in any program: what the rest of the program knows of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..translation import tr, tr_later

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
_KEY = re.compile(r"[A-Z0-9]|F([1-9]|[12][0-9]|3[0-5])")


@dataclass(frozen=True)
class KeyCombination:
    """A key ("A"-"Z", "0"-"9", "F1"-"F35") with modifiers out of MODIFIERS."""

    modifiers: frozenset[str]
    key: str


def parse_key(written: str) -> KeyCombination:
    """Read a combination like "Ctrl+Alt+B" or "F9"; ValueError, with words, for another text."""
    *modifiers, key = written.split("+")
    if not _KEY.fullmatch(key) or not set(modifiers) <= set(MODIFIERS):
        raise ValueError(
            tr('"{key}" cannot be a hotkey. Try a key such as Ctrl+Alt+B.').format(key=written)
        )
    return KeyCombination(frozenset(modifiers), key)


_IN_USE = {
    "call": tr_later("{key} is already the key to call. Choose another hotkey."),
    "answer": tr_later("{key} is already the key to answer. Choose another hotkey."),
    "hang up": tr_later("{key} is already the key to hang up. Choose another hotkey."),
    "mute": tr_later("{key} is already the key to mute. Choose another hotkey."),
}


def already_ours(written: str, name: str) -> str:
    """Why `written` cannot be a hotkey: it is the hotkey `name` already."""
    text = _IN_USE.get(name, tr_later("{key} is already in use. Choose another hotkey."))
    return tr(text).format(key=written)


@dataclass(frozen=True)
class GrabOutcome:
    """Whether `key` is grabbed now; `unavailable_reason`: why not, "" = it is."""

    key: str
    unavailable_reason: str = ""

    @property
    def grabbed(self) -> bool:
        """The key is ours."""
        return not self.unavailable_reason


class Hotkeys(Protocol):
    """Holds key combinations, each under a name. Never waits.

    A name says what its key does ("hang up"), for error messages. Callbacks come on the
    watcher's own thread (on the caller's, at once, where there can be no hotkey); a program
    with a GUI turns them into queued signals.
    """

    @property
    def unavailable_reason(self) -> str:
        """Why there are no hotkeys here; "" = they can be grabbed."""

    def hold(
        self,
        name: str,
        key: str,
        on_pressed: Callable[[], None],
        on_outcome: Callable[[GrabOutcome], None],
    ) -> None:
        """Hold `key` (like "Ctrl+Alt+B") under `name`, instead of the one it had before.

        `on_pressed`: once for each press, however long it is held down. `on_outcome`: once for
        this call, and again whenever a change of the keyboard layout or of the other names
        changes it. A key belongs to one name: the one that was first held, of those that want it.
        """

    def release(self, name: str) -> None:
        """Hold no key under `name`, so that other programs get it again."""


class NoHotkeys:
    """There can be no hotkeys here, and why."""

    def __init__(self, unavailable_reason: str) -> None:
        self.unavailable_reason = unavailable_reason

    def hold(
        self,
        name: str,  # noqa: ARG002 -- the seam has it
        key: str,
        on_pressed: Callable[[], None],  # noqa: ARG002 -- the seam has it
        on_outcome: Callable[[GrabOutcome], None],
    ) -> None:
        """Say at once that there is none."""
        on_outcome(GrabOutcome(key, self.unavailable_reason))

    def release(self, name: str) -> None:
        """There is nothing to release."""
