"""An offer: the numbers of one copy, link or key press, each with its verdict."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from .call import CallSource
from .phone_number import PhoneNumber
from .policy import Decision, Verdict


@dataclass(frozen=True, slots=True)
class Offered:
    """One number and what the policy says of calling it now."""

    number: PhoneNumber
    verdict: Verdict

    def asked_because(self, reason: str) -> "Offered":
        """The same number with one more question; one that is never called stays so."""
        if self.verdict.decision is Decision.NEVER:
            return self
        reasons = (*self.verdict.reasons, reason)
        return replace(self, verdict=replace(self.verdict, decision=Decision.ASK, reasons=reasons))


class TextSource(Protocol):
    """Where a text was read. Two of them are equal where the same place is meant."""

    def read_again(self, on_read: Callable[[str | None, str], None]) -> None:
        """Read the place again, without waiting, and call `on_read(text, why_not)` once.

        `text` is None where it cannot be read, and `reason` then says why, as a sentence.
        """


@dataclass(frozen=True, slots=True)
class Origin:
    """The text that an offer was made from: where it was, and a hash of it, never the text.

    The hash is Python's own: 64 bits, with a random key in each process (PEP 456).
    """

    source: TextSource
    text_hash: int

    @classmethod
    def of(cls, source: TextSource, text: str) -> "Origin":
        """The origin of an offer that is made from `text`."""
        return cls(source, hash(text))

    def holds(self, text: str) -> bool:
        """Whether `text` is the one that the offer was made from."""
        return self.text_hash == hash(text)


@dataclass(frozen=True, slots=True)
class Offer:
    """Numbers that can be called with one click each. Used up by its call.

    `id` grows with every offer. `shown_since`: monotonic seconds. `must_be_answered`: it came
    by a link, or a key press raised a question, so it stays until it is answered. `origin`:
    what is read again before a click calls; None where there is nothing to read.
    """

    id: int
    numbers: tuple[Offered, ...]
    source: CallSource
    shown_since: float
    must_be_answered: bool = False
    origin: Origin | None = None

    @property
    def ready(self) -> Offered | None:
        """The number that one click may call: the only one, and the policy says now."""
        if len(self.numbers) == 1 and self.numbers[0].verdict.decision is Decision.NOW:
            return self.numbers[0]
        return None

    def is_outdated_by(self, newer: Origin | None) -> bool:
        """Whether the place that this offer was read from holds another text now."""
        return (
            self.origin is not None
            and newer is not None
            and self.origin.source == newer.source
            and self.origin.text_hash != newer.text_hash
        )
