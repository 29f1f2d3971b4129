"""What the rules make of a text while it is being typed.

This module loads nothing, so that windows can name the type; `read_typed` loads the numbering
data with its first use.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..model.errors import NumberError
from ..model.internal_calls import SWITCHED_OFF, InternalCalls
from ..model.phone_number import PhoneNumber
from ..model.policy import Verdict


@dataclass(frozen=True, slots=True)
class TypedReading:
    """What `typed` is: a number with its verdict, or the reason why it is none.

    `display`: the number as people write it. `fault`: words, "" where a number was read.
    Nothing typed is neither: no verdict and no fault.
    """

    typed: str
    display: str = ""
    verdict: Verdict | None = None
    fault: str = ""
    advice: str = ""


def read_typed(
    typed: str,
    judge: Callable[[PhoneNumber], Verdict],
    region: str = "ZA",
    internal: InternalCalls = SWITCHED_OFF,
) -> TypedReading:
    """The reading of `typed`; never raises for anything in the text.

    `judge` gives the policy's verdict now. `region`: see `reading.read_number`; `internal`:
    which extensions may be called.
    """
    from .reading import read_dialled  # loads the numbering data

    if not typed.strip():
        return TypedReading(typed)
    try:
        number = read_dialled(typed, region, internal)
    except NumberError as error:
        return TypedReading(typed, fault=error.message, advice=error.advice)
    return TypedReading(typed, number.display, judge(number))
