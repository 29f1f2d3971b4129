"""The one state machine: offer → (question) → call → outcome.

It owns the offer and the call in flight. One thread calls it; whatever may take
time runs through BackgroundWork. Free of Qt: the app hands in callables.
"""

import logging
from collections.abc import Callable
from dataclasses import replace

from ..model.call import CallSource
from ..model.errors import BeingCalled, LineBusy, NothingSelected, ProgramEnds, TextChanged
from ..model.offer import Offer, Offered, Origin, TextSource
from ..model.policy import Decision
from ..translation import tr
from .call_result import CallResult
from .dialer_hooks import DialerHooks, Ended
from .number_lookup import BackgroundWork, NumberLookup, NumberReader, judged
from .placer import CallIntent, CallPlacer

_log = logging.getLogger(__name__)

SETTLED_S = 0.3
"""Seconds an offer must have been shown unchanged before one click may call it."""
READ_S = 0.5
"""Seconds that another program may take to hand over what was copied in it."""


class Dialer:
    """From an intent to call to its outcome, one call at a time. `clock`: monotonic seconds."""

    def __init__(
        self,
        placer: CallPlacer,
        number_reader: NumberReader,
        background: BackgroundWork,
        clock: Callable[[], float],
        hooks: DialerHooks,
    ) -> None:
        self.placer = placer
        self.number_reader = number_reader
        self.offer: Offer | None = None
        self.flight: CallIntent | None = None
        self.checking = False
        """A click has chosen a number, and the text that it came from is being read again."""
        self._background = background
        self._clock = clock
        self._hooks = hooks
        self._lookup = NumberLookup(background, self._failed)
        self._offers = 0
        self._instead = 0
        """The offer that took the place of one whose text had changed."""
        self._waiting: list[tuple[CallIntent, Ended]] = []
        self._ending = False

    # --- texts come in -------------------------------------------------------------------

    def notice_copy(self) -> None:
        """Something was copied and is being read: one click no longer calls what is offered.

        The offer settles again if the copy turns out to be none for us, such as one of our own.
        """
        if self.offer and not self.offer.must_be_answered:
            self.offer = replace(self.offer, shown_since=self._clock() + READ_S)

    def consider(self, text: str, source: TextSource | None = None) -> None:
        """Offer the numbers of a copied text; a text without one ends the offer before it."""
        self.notice_copy()
        self._look(text, CallSource.CLIPBOARD, source, self._offer_copy)

    def press(self, text: str, source: TextSource | None = None) -> None:
        """Call the number of a text on a key press; ask where the policy does not say now."""
        self._look(text, CallSource.HOTKEY, source, self._call_or_ask)

    def follow(self, link: str) -> None:
        """Show the number of a tel: link, which has to be answered."""
        read, judge = self.number_reader.read, self.placer.judge
        self._background.run(
            lambda: judged([read(link)], judge, CallSource.LINK), self.ask, self._failed
        )

    def is_still_shown(self, text: str, source: TextSource) -> bool:
        """Whether the offer on the screen, if it came from `source`, was made from `text`.

        If not, the numbers of `text` are offered instead.
        """
        offer = self.offer
        if offer is None or not offer.is_outdated_by(Origin.of(source, text)):
            return True
        self._look(text, offer.source, source, self._show_instead)
        return False

    def _look(
        self,
        text: str,
        source: CallSource,
        place: TextSource | None,
        act: Callable[[Offer], None],
    ) -> None:
        find = self.number_reader.find
        origin = Origin.of(place, text) if place else None
        self._lookup.start(lambda: find(text), self.placer.judge, source, origin, act)

    def _offer_copy(self, offer: Offer) -> None:
        if self.offer and self.offer.must_be_answered:
            return  # a copy does not push aside what somebody was asked
        self._show(offer if offer.numbers else None)

    def _call_or_ask(self, offer: Offer) -> None:
        shown = self.offer
        if shown and shown.id == self._instead and self._clock() - shown.shown_since < SETTLED_S:
            return  # the key was pressed twice, before anybody can have read the new number
        if shown and shown.is_outdated_by(offer.origin):
            self._show_instead(offer)
        elif not offer.numbers:
            self._failed(NothingSelected())
        elif offer.ready:
            self.call(CallIntent(offer.ready.number, CallSource.HOTKEY), origin=offer.origin)
        else:
            self.ask(offer)

    def _show_instead(self, offer: Offer) -> None:
        """The text has changed without a word: show what is there now, and call nothing."""
        self._show(offer if offer.numbers else None)
        if self.offer:
            self._instead = self.offer.id
            self._hooks.asked(self.offer)
        self._failed(TextChanged())

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
            self._background.run(self.placer.prepare, lambda _: None, _unprepared)

    # --- intents to call ------------------------------------------------------------------

    def click(self) -> bool:
        """One click on the icon: call if that is certain. False: it was not, so ask."""
        offer = self.offer
        if (
            offer is None
            or offer.ready is None
            or offer.must_be_answered
            or self._lookup.pending
            or self._clock() - offer.shown_since < SETTLED_S
        ):
            return False
        self._choose(offer, offer.ready, CallSource.TRAY, confirmed=False)
        return True

    def answer(self, offer_id: int, index: int, clicked: CallSource = CallSource.PROMPT) -> None:
        """Call one number of the shown offer: a click answers its question with yes."""
        offer, chosen = self._shown(offer_id, index)
        if offer and chosen:
            source = clicked if offer.source is CallSource.CLIPBOARD else offer.source
            # Without a question nobody said yes: the number may have been called since.
            asked = chosen.verdict.decision is Decision.ASK
            self._choose(offer, chosen, source, confirmed=asked)

    def answer_from_tray(self, offer_id: int, index: int) -> None:
        """Call one number of the offer from the tray's menu: now, or after its question."""
        offer, chosen = self._shown(offer_id, index)
        if offer and chosen:
            self._choose(offer, chosen, CallSource.TRAY, confirmed=False)

    def _shown(self, offer_id: int, index: int) -> tuple[Offer | None, Offered | None]:
        """The offer and its number, or nothing where they are no longer on the screen."""
        offer = self.offer
        if offer is None or offer.id != offer_id or not 0 <= index < len(offer.numbers):
            return None, None
        return offer, offer.numbers[index]

    def _choose(
        self, offer: Offer, chosen: Offered, source: CallSource, *, confirmed: bool
    ) -> None:
        """Call the number, if the text that it came from is still what was copied."""
        if self.flight:
            self._keep(offer)
            return
        if self.checking:
            return  # more of the click that is being carried out
        intent = CallIntent(chosen.number, source, confirmed=confirmed, answered=chosen.verdict)
        origin = offer.origin
        if origin is None:
            self._use_up(offer, intent)
            return

        def take(text: str | None, reason: str) -> None:
            self.checking = False
            if self.offer is None or self.offer.id != offer.id:
                return  # it was ignored, or something newer is on the screen
            if text is None and not offer.must_be_answered:
                self._ask_unread(chosen, source, reason)
            elif text is None or origin.holds(text):
                self._use_up(offer, intent)
            else:
                self._look(text, offer.source, origin.source, self._show_instead)

        self.checking = True
        origin.source.read_again(take)

    def _ask_unread(self, chosen: Offered, source: CallSource, reason: str) -> None:
        message = tr("The copied text cannot be read again. {reason}").format(reason=reason)
        judge = self.placer.judge

        def asked(offer: Offer) -> None:
            self.ask(replace(offer, numbers=tuple(n.asked_because(message) for n in offer.numbers)))

        self._background.run(lambda: judged([chosen.number], judge, source), asked, self._failed)

    def _keep(self, offer: Offer) -> None:
        """Say that another call is being sent. The offer is shown again, so it can be clicked."""
        self._show(offer)
        self._failed(LineBusy())

    def _use_up(self, offer: Offer, intent: CallIntent) -> None:
        if self.flight:
            self._keep(offer)
            return
        self.offer = None
        self.call(intent, origin=offer.origin)

    def call(
        self, intent: CallIntent, on_end: Ended | None = None, *, origin: Origin | None = None
    ) -> None:
        """Place a call. With `on_end` it waits for the call before it; without, it is refused.

        An intent whose verdict is "ask" is asked, unless `on_end` takes the answer. `origin`: where
        its number was read, which is read again before that question's answer calls.
        """
        ended = on_end or self._ended_for_people(intent, origin)
        if self._ending:
            ended(CallResult.failed(ProgramEnds()))
        elif self.flight is None:
            self._fly(intent, ended)
        elif self.flight.number.e164 == intent.number.e164:
            ended(CallResult.failed(BeingCalled()))
        elif on_end:
            self._waiting.append((intent, on_end))
        else:
            ended(CallResult.failed(LineBusy()))

    def end(self) -> None:
        """Place no further call: the program ends. The call in flight goes on."""
        self._ending = True
        waiting, self._waiting = self._waiting, []
        for _, on_end in waiting:
            on_end(CallResult.failed(ProgramEnds()))

    def _fly(self, intent: CallIntent, ended: Ended) -> None:
        self.flight = intent
        self._hooks.changed()

        def land(result: CallResult) -> None:
            self.flight = None
            ended(result)
            self._hooks.changed()
            self._waiting = [entry for entry in self._waiting if not entry[0].go_ahead.withdrawn]
            if self._waiting and self.flight is None:
                self._fly(*self._waiting.pop(0))

        self._background.run(lambda: self.placer.place(intent), land, self._failed)

    def _ended_for_people(self, intent: CallIntent, origin: Origin | None) -> Ended:
        def ended(result: CallResult) -> None:
            if result.question:
                asked = (Offered(intent.number, result.question),)
                self.ask(Offer(0, asked, intent.source, 0, origin=origin))
            else:
                self._hooks.ended(result)

        return ended

    def _failed(self, error: Exception) -> None:
        self._hooks.ended(CallResult.failed(error))


def _unprepared(error: Exception) -> None:
    # The call itself reports this, if one is requested.
    _log.info("not ready to call yet: %s", error)
