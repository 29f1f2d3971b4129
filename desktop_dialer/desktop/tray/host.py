"""Whether a program that shows tray icons runs: what the rest of the program knows."""

from collections.abc import Callable
from typing import Protocol


class TrayHost(Protocol):
    """Reports when a tray host comes and goes, so that the icon can be recreated.

    Callbacks come on the watcher's own thread; a program with a GUI turns them into queued
    signals.
    """

    @property
    def unavailable_reason(self) -> str:
        """Why tray hosts are not watched here; "" = they are."""

    def present(self) -> bool:
        """Whether one runs now. From any thread, without waiting."""

    def watch(self, on_changed: Callable[[bool], None]) -> None:
        """From now on call `on_changed` (present?) when one comes, goes, or is replaced."""


class UnwatchedTrayHost:
    """Tray hosts are not watched here, and why. Whether there is one, the GUI must ask."""

    def __init__(self, unavailable_reason: str) -> None:
        self.unavailable_reason = unavailable_reason

    def present(self) -> bool:
        """Not known, so not promised."""
        return False

    def watch(self, on_changed: Callable[[bool], None]) -> None:
        """Nothing will be noticed."""
