"""Waiting for other programs, which do not report when they are done."""

import time
from collections.abc import Callable
from typing import TypeVar

from ...model.errors import DesktopError

_T = TypeVar("_T")
_LOOK_EVERY_S = 0.05


class StepFailed(DesktopError):
    """A step of the tour did not happen; the words say which."""


def until(condition: Callable[[], _T | None], what: str, within_s: float = 20.0) -> _T:
    """The first true value of `condition`; StepFailed, with `what` in it, when time is over."""
    deadline = time.monotonic() + within_s
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise StepFailed(f"The demo waited {within_s:g} seconds for {what}, in vain.")
        time.sleep(_LOOK_EVERY_S)
    return value
