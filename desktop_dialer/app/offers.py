"""Offers on the screen: prompt, notification, and the end of their time."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer

from ..calling.dialer import Dialer
from ..desktop.notifications.notifications import Notifications, Urgency
from ..model.call import CallSource
from ..model.live_call import LiveCall
from ..model.offer import Offer
from ..model.policy import Decision
from ..settings.schema import Settings
from ..translation import tr
from .answerable_notification import AnswerableNotification

if TYPE_CHECKING:
    from ..ui.prompt.prompt import CallPrompt

_CALL = "call-"
_IGNORE = "ignore"
_LOOK = "default"
_ON_A_NOTIFICATION = 3
"""Buttons that fit on one; more numbers are shown by the prompt."""
_CHECKED_WITHIN_MS = 1000
"""Reading the copied text again takes at most 0.3 s (REREAD_LIMIT_S)."""


class Offers(QObject):
    """Shows the dialer's offer as `offer.style` says, and ends it when its time is over.

    `avoid`: what no prompt may cover, at the moment it is asked.
    """

    def __init__(
        self,
        dialer: Dialer,
        notifications: Notifications,
        avoid: Callable[[], QRect],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._dialer = dialer
        self._notification = AnswerableNotification(notifications, self.show_prompt, self)
        self._avoid = avoid
        self._prompt: CallPrompt | None = None
        self._prompted = 0
        """The id of the offer in the prompt, 0 = it is not shown."""
        self._notified = 0
        """The id of the offer in the notification."""
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.timeout.connect(self._fade)
        self._shown = 0
        self._live: LiveCall | None = None
        self._kept_back = False
        """It is not to be seen, because a call is talked or rings."""

    def refresh(self, settings: Settings, live: LiveCall | None = None) -> None:
        """Bring the screen to the dialer's present offer.

        `live`: a softphone call that rings or is answered, so that no other can be made. An offer
        that need not be answered is not shown before its end.
        """
        self._live = live
        if self._prompt:
            self._prompt.show_live(live)
        offer = self._dialer.offer
        if offer is None:
            self._take_down()
            return
        kept_back = live is not None and not offer.must_be_answered
        if (offer.id, kept_back) != (self._shown, self._kept_back):
            self._take_down_notification()
            self._shown, self._kept_back = offer.id, kept_back
            self._put_up(offer, settings)

    def show_prompt(self, *, activate: bool = False) -> None:
        """Show the present offer in the prompt. `activate`: with the keyboard focus."""
        offer = self._dialer.offer
        if offer is None:
            return
        prompt = self._ready_prompt()
        if self._prompted != offer.id:
            prompt.show_offer(offer, self._avoid())
            self._prompted = offer.id
        if activate:
            prompt.activate()

    def take_action(self, notification: int, key: str) -> bool:
        """A button of a notification was pressed; whether it was one of an offer."""
        if not self._notification.owns(notification):
            return False
        offer_id = self._notified
        if key.startswith(_CALL) and key.removeprefix(_CALL).isdecimal():
            index = int(key.removeprefix(_CALL))
            self._dialer.answer(offer_id, index, CallSource.NOTIFICATION)
        elif key == _IGNORE:
            self._dialer.withdraw(offer_id)
        elif self._dialer.offer and self._dialer.offer.id == offer_id:
            self.show_prompt(activate=True)
        return True

    def _put_up(self, offer: Offer, settings: Settings) -> None:
        style = settings.offer_style
        crowd = len(offer.numbers) > _ON_A_NOTIFICATION
        by_prompt = style in ("prompt", "both") or (style == "notification" and crowd)
        if offer.must_be_answered or (by_prompt and not self._kept_back):
            # Not hidden in between: it stays under a hand that is on it.
            self.show_prompt(activate=False)
        else:
            self._take_down_prompt()
        if not offer.must_be_answered:
            self._fading.start(round(settings.clipboard_offer_s * 1000))
            if style in ("notification", "both") and not crowd and not self._kept_back:
                self._notify(offer, settings)

    def _notify(self, offer: Offer, settings: Settings) -> None:
        actions = {_LOOK: tr("Look")}
        for index, offered in enumerate(offer.numbers):
            if offered.verdict.decision is not Decision.NEVER:
                actions[f"{_CALL}{index}"] = tr("Call {number}").format(
                    number=offered.number.display
                )
        actions[_IGNORE] = tr("Ignore")
        lines = [
            f"{offered.number.display}  {offered.verdict.words}".strip()
            for offered in offer.numbers
        ]
        self._notified = offer.id
        self._notification.show(
            tr("Call this number?") if len(lines) == 1 else tr("Call one of these numbers?"),
            "\n".join(lines),
            actions,
            urgency=Urgency.NORMAL,
            expire_ms=round(settings.clipboard_offer_s * 1000),
        )

    def shown(self, notification: int, with_actions: bool) -> None:
        """The desktop has a notification; one without buttons cannot be answered."""
        self._notification.shown(notification, with_actions)

    def not_shown(self, notification: int) -> None:
        """The desktop will not show a notification."""
        self._notification.not_shown(notification)

    def _take_down(self) -> None:
        self._shown = 0
        self._take_down_prompt()
        self._take_down_notification()

    def _take_down_prompt(self) -> None:
        if self._prompt and self._prompted:
            self._prompt.withdraw()
        self._prompted = 0

    def _take_down_notification(self) -> None:
        self._fading.stop()
        self._notification.close()

    def _fade(self) -> None:
        if self._dialer.checking:  # somebody has just clicked it
            self._fading.start(_CHECKED_WITHIN_MS)
        else:
            self._dialer.withdraw(self._shown)

    def _ready_prompt(self) -> "CallPrompt":
        if self._prompt is None:
            from ..ui.prompt.prompt import CallPrompt  # not needed until the first offer

            self._prompt = CallPrompt()
            self._prompt.show_live(self._live)
            self._prompt.call_chosen.connect(self._dialer.answer)
            self._prompt.ignored.connect(self._dialer.withdraw)
        return self._prompt
