"""An offer: the numbers of one copy, link or key press, each with its verdict."""

from dataclasses import dataclass

from .call import CallSource
from .phone_number import PhoneNumber
from .policy import Decision, Verdict


@dataclass(frozen=True, slots=True)
class Offered:
    """One number and what the policy says of calling it now."""

    number: PhoneNumber
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Offer:
    """Numbers that can be called with one click each. Used up by its call.

    `id` grows with every offer. `shown_since`: monotonic seconds. `must_be_answered`: it came
    by a link, or a key press raised a question, so it stays until it is answered.
    """

    id: int
    numbers: tuple[Offered, ...]
    source: CallSource
    shown_since: float
    must_be_answered: bool = False

    @property
    def ready(self) -> Offered | None:
        """The number that one click may call: the only one, and the policy says now."""
        if len(self.numbers) == 1 and self.numbers[0].verdict.decision is Decision.NOW:
            return self.numbers[0]
        return None
