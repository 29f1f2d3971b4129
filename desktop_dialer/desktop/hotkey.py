"""The one key combination that calls from any program: what the rest of the program knows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

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
        raise ValueError(f'"{written}" is no key that can be a hotkey. Try one like Ctrl+Alt+B.')
    return KeyCombination(frozenset(modifiers), key)


@dataclass(frozen=True)
class GrabOutcome:
    """Whether `key` is now ours; `trouble` says in words why not, "" if it is."""

    key: str
    trouble: str = ""

    @property
    def grabbed(self) -> bool:
        """The key is ours."""
        return not self.trouble


class Hotkey(Protocol):
    """Holds one key combination. Never waits.

    Callbacks come on the watcher's own thread (on the caller's, at once, where there can be no
    hotkey); a program with a GUI turns them into queued signals.
    """

    @property
    def absence(self) -> str:
        """Why there is no hotkey here, in words; "" where there can be one."""

    def grab(
        self,
        key: str,
        on_pressed: Callable[[], None],
        on_outcome: Callable[[GrabOutcome], None],
    ) -> None:
        """Hold `key` (like "Ctrl+Alt+B") instead of the one before.

        `on_pressed`: once for each press, however long it is held. `on_outcome`: once for
        this call, and again whenever a change of the keyboard layout changes it.
        """

    def release(self) -> None:
        """Hold no key."""


class NoHotkey:
    """There can be no hotkey here, and why."""

    def __init__(self, absence: str) -> None:
        self.absence = absence

    def grab(
        self,
        key: str,
        on_pressed: Callable[[], None],  # noqa: ARG002 -- the seam has it
        on_outcome: Callable[[GrabOutcome], None],
    ) -> None:
        """Say at once that there is none."""
        on_outcome(GrabOutcome(key, self.absence))

    def release(self) -> None:
        """There is nothing to release."""
