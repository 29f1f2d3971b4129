"""From a text to an offer: its numbers are found and judged in the background."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ..model.call import CallSource
from ..model.offer import Offer, Offered, Origin
from ..model.phone_number import PhoneNumber
from ..model.policy import Verdict

_T = TypeVar("_T")

Judge = Callable[[PhoneNumber, CallSource], Verdict]


class BackgroundWork(Protocol):
    """Runs work elsewhere and brings what came of it back to the calling thread."""

    def run(
        self,
        work: Callable[[], _T],
        on_result: Callable[[_T], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Run `work`, then exactly one of the two."""


@dataclass(frozen=True, slots=True)
class NumberReader:
    """How numbers are read: `find` those of a text, `read` the one of a link or a copied text.

    `typed`: the one that a person typed, which may be an extension. All may raise DialerError
    and run in the background.
    """

    find: Callable[[str], list[PhoneNumber]]
    read: Callable[[str], PhoneNumber]
    typed: Callable[[str], PhoneNumber]


class NumberLookup:
    """Looks texts up; of several that are looked up at once, only the newest one counts."""

    def __init__(self, background: BackgroundWork, on_error: Callable[[Exception], None]) -> None:
        self._background = background
        self._on_error = on_error
        self._started = 0
        self._finished = 0

    @property
    def pending(self) -> bool:
        """Whether the newest text is still being looked up: what was offered before is old."""
        return self._finished != self._started

    def start(
        self,
        find: Callable[[], list[PhoneNumber]],
        judge: Judge,
        source: CallSource,
        origin: Origin | None,
        on_offer: Callable[[Offer], None],
    ) -> None:
        """Call `on_offer` with the numbers that `find` gives, unless a newer text comes first."""
        self._started += 1
        turn = self._started

        def done(offer: Offer) -> None:
            if turn == self._started:
                self._finished = turn
                on_offer(offer)

        def failed(error: Exception) -> None:
            self._finished = turn
            self._on_error(error)

        self._background.run(lambda: judged(find(), judge, source, origin), done, failed)


def judged(
    numbers: list[PhoneNumber], judge: Judge, source: CallSource, origin: Origin | None = None
) -> Offer:
    """The offer of these numbers, each once and in their order. Its `id` is not given yet."""
    first_of_each: dict[str, PhoneNumber] = {}
    for number in numbers:
        first_of_each.setdefault(number.e164, number)
    offered = (Offered(number, judge(number, source)) for number in first_of_each.values())
    return Offer(0, tuple(offered), source, 0, origin=origin)
