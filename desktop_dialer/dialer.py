"""The one state machine: offer → (question) → call → outcome.

It owns the offer, the flight and what was last told. One thread calls it; whatever may take
time runs through Background. Free of Qt: the app hands in callables.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from .dialling.call import CallSource
from .dialling.errors import DialerError
from .dialling.offer import Offer, Offered
from .dialling.phone_number import PhoneNumber
from .dialling.policy import Decision
from .placing import NeedsConfirmation, Placed, Placing, Wish

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

SETTLED_S = 0.3
"""Seconds an offer must have been shown unchanged before one click may call it."""
READ_S = 0.5
"""Seconds that another program may take to hand over what was copied in it."""

Ended = Callable[[Placed | Exception], None]
"""Takes what came of one wish."""


class Background(Protocol):
    """Runs work elsewhere and brings what came of it back to the calling thread."""

    def run(
        self,
        work: Callable[[], _T],
        on_result: Callable[[_T], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Run `work`, then exactly one of the two."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """How numbers are read: `find` those of a text, `read` the one of a link or a copied text.

    `typed`: the one that a person typed, which may be an extension. All may raise DialerError
    and run in the background.
    """

    find: Callable[[str], list[PhoneNumber]]
    read: Callable[[str], PhoneNumber]
    typed: Callable[[str], PhoneNumber]


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the dialer tells the app, on the dialer's own thread."""

    changed: Callable[[], None]
    """The offer or the flight is not what it was."""
    asked: Callable[[Offer], None]
    """This offer has to be answered: show it."""
    ended: Ended
    """A call has an outcome, or a wish came to nothing for a reason."""


class Dialer:
    """From a wish to call to its outcome, one call at a time. `clock`: monotonic seconds."""

    def __init__(
        self,
        placing: Placing,
        numerals: Numerals,
        background: Background,
        clock: Callable[[], float],
        hooks: Hooks,
    ) -> None:
        self.placing = placing
        self.numerals = numerals
        self.offer: Offer | None = None
        self.flight: Wish | None = None
        self._background = background
        self._clock = clock
        self._hooks = hooks
        self._looks = 0
        self._looked = 0
        """The latest look that has ended; before it equals `_looks`, the offer is an old one."""
        self._offers = 0
        self._waiting: list[tuple[Wish, Ended]] = []

    # --- texts come in -------------------------------------------------------------------

    def notice_copy(self) -> None:
        """Something was copied and is being read: one click no longer calls what is offered.

        It settles anew, should the copy turn out to be none for us, such as one of our own.
        """
        if self.offer and not self.offer.must_be_answered:
            self.offer = replace(self.offer, shown_since=self._clock() + READ_S)

    def consider(self, text: str) -> None:
        """Offer the numbers of a copied text; a text without one ends the offer before it."""
        self.notice_copy()
        self._look(text, CallSource.CLIPBOARD, self._offer_copy)

    def press(self, text: str) -> None:
        """Call the number of a text on a key press; ask where the policy does not say now."""
        self._look(text, CallSource.HOTKEY, self._call_or_ask)

    def follow(self, link: str) -> None:
        """Show the number of a tel: link, which has to be answered."""

        def work() -> Offer:
            return self._judged([self.numerals.read(link)], CallSource.LINK)

        self._background.run(work, self.ask, self._hooks.ended)

    def _look(self, text: str, source: CallSource, act: Callable[[Offer], None]) -> None:
        self._looks += 1
        turn = self._looks

        def done(offer: Offer) -> None:
            if turn == self._looks:  # else a newer text has come since
                self._looked = turn
                act(offer)

        def failed(error: Exception) -> None:
            self._looked = turn
            self._hooks.ended(error)

        self._background.run(lambda: self._judged(self.numerals.find(text), source), done, failed)

    def _judged(self, numbers: list[PhoneNumber], source: CallSource) -> Offer:
        first_of_each: dict[str, PhoneNumber] = {}
        for number in numbers:
            first_of_each.setdefault(number.e164, number)
        offered = (
            Offered(number, self.placing.judge(number, source)) for number in first_of_each.values()
        )
        return Offer(0, tuple(offered), source, 0)

    def _offer_copy(self, offer: Offer) -> None:
        if self.offer and self.offer.must_be_answered:
            return  # a copy does not push aside what somebody was asked
        self._show(offer if offer.numbers else None)

    def _call_or_ask(self, offer: Offer) -> None:
        if not offer.numbers:
            self._hooks.ended(NothingSelected())
        elif offer.ready:
            self.call(Wish(offer.ready.number, CallSource.HOTKEY))
        else:
            self.ask(offer)

    # --- the offer -----------------------------------------------------------------------

    def ask(self, offer: Offer) -> None:
        """Show an offer that has to be answered."""
        self._show(replace(offer, must_be_answered=True))
        if self.offer:
            self._hooks.asked(self.offer)

    def withdraw(self, offer_id: int) -> None:
        """End an offer: it was ignored, or its time is over."""
        if self.offer and self.offer.id == offer_id:
            self._show(None)

    def _show(self, offer: Offer | None) -> None:
        if offer is None and self.offer is None:
            return
        self._offers += 1
        self.offer = offer and replace(offer, id=self._offers, shown_since=self._clock())
        self._hooks.changed()
        if offer:
            self._background.run(self.placing.prepare, lambda _: None, _unprepared)

    # --- wishes to call ------------------------------------------------------------------

    def click(self) -> bool:
        """One click on the icon: call if that is certain. False: it was not, so ask."""
        offer = self.offer
        if (
            offer is None
            or offer.ready is None
            or offer.must_be_answered
            or self._looked != self._looks
            or self._clock() - offer.shown_since < SETTLED_S
        ):
            return False
        self._use_up(offer.ready, CallSource.TRAY, confirmed=False)
        return True

    def answer(self, offer_id: int, index: int, clicked: CallSource = CallSource.PROMPT) -> None:
        """Call one number of the shown offer: whoever clicked saw its question and says yes."""
        offer = self.offer
        if offer is None or offer.id != offer_id or not 0 <= index < len(offer.numbers):
            return  # a click on what is no longer shown
        source = clicked if offer.source is CallSource.CLIPBOARD else offer.source
        # Where no question was shown none was answered: the number may have been called since.
        asked = offer.numbers[index].verdict.decision is Decision.ASK
        self._use_up(offer.numbers[index], source, confirmed=asked)

    def answer_from_tray(self, offer_id: int, index: int) -> None:
        """Call one number of the offer from the tray's menu: now, or after its question."""
        offer = self.offer
        if offer and offer.id == offer_id and offer.ready:
            self._use_up(offer.ready, CallSource.TRAY, confirmed=False)
        elif offer and offer.id == offer_id and index < len(offer.numbers):
            self._use_up(offer.numbers[index], CallSource.TRAY, confirmed=False)

    def _use_up(self, chosen: Offered, source: CallSource, *, confirmed: bool) -> None:
        if self.flight:
            self._hooks.ended(LineBusy())  # and the offer stays
            return
        self.offer = None
        self.call(Wish(chosen.number, source, confirmed=confirmed))

    def call(self, wish: Wish, on_end: Ended | None = None) -> None:
        """Place a call. With `on_end` it waits for the call before it; without, it is refused.

        A wish whose verdict is "ask" is asked, unless `on_end` takes the answer.
        """
        ended = on_end or self._ended_for_people(wish)
        if self.flight is None:
            self._fly(wish, ended)
        elif on_end:
            self._waiting.append((wish, on_end))
        else:
            ended(LineBusy())

    def _fly(self, wish: Wish, ended: Ended) -> None:
        self.flight = wish
        self._hooks.changed()

        def land(end: Placed | Exception) -> None:
            self.flight = None
            ended(end)
            self._hooks.changed()
            if self._waiting and self.flight is None:
                self._fly(*self._waiting.pop(0))

        self._background.run(lambda: self.placing.place(wish), land, land)

    def _ended_for_people(self, wish: Wish) -> Ended:
        def ended(end: Placed | Exception) -> None:
            if isinstance(end, NeedsConfirmation):
                self.ask(Offer(0, (Offered(wish.number, end.verdict),), wish.source, 0))
            else:
                self._hooks.ended(end)

        return ended


class NothingSelected(DialerError):
    """The key was pressed on a text without a phone number."""

    def __init__(self) -> None:
        super().__init__(
            "There is no phone number in what was selected or copied last.",
            "Select or copy a number, then press the key again.",
        )


class LineBusy(DialerError):
    """A wish came while another call is being sent."""

    def __init__(self) -> None:
        super().__init__(
            "Another call is being sent. Nothing more was sent.", "Wait for its outcome."
        )


def _unprepared(error: Exception) -> None:
    # The call itself says so in words, if it is ever wished for.
    _log.info("not ready to call yet: %s", error)
