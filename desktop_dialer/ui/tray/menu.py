"""The tray's menu, drawn from a view. Loaded when the menu is first needed.

A tray of the StatusNotifierItem kind needs it at start, so it does without the name `Qt`:
PySide6 takes some 15 ms to make that namespace.
"""

from collections.abc import Callable

from PySide6.QtCore import QDate, QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from ...model.call import PastCall
from ...model.offer import Offer
from ...model.policy import Decision
from ...numbers.own_numbers import caller_id_warning
from ...translation import tr, tr_plural
from ..dial.number_text import written
from ..dial.status_text import other_of, outcome_of, time_of
from .entries import add, plain
from .requests import TrayRequests
from .softphone_entries import add_call, add_line
from .view import TrayCall, TrayView

PAUSE_MINUTES = 15


class TrayMenu(QObject):
    """Fills `menu` from views; what is chosen there is emitted by `requests`."""

    def __init__(self, menu: QMenu, requests: TrayRequests) -> None:
        super().__init__(menu)
        self._menu = menu
        self._requests = requests
        self._filled: tuple[TrayView, QDate] | None = None
        requests.do_not_disturb_chosen.connect(self._doubt)

    def fill(self, view: TrayView) -> None:
        """Replace all entries by those of `view`, unless they are there already."""
        wanted = (view, QDate.currentDate())
        if self._filled == wanted:
            return
        self._filled = wanted
        self._empty()
        if view.call:
            add_call(self._menu, view.call, self._requests)
            self._menu.addSeparator()
        if view.offer:
            self._add_offer(view.offer)
            self._menu.addSeparator()
        for notice in view.notices:
            # Not greyed, so that it can be read; it leads to the window that shows it whole.
            add(self._menu, plain(notice), self._requests.dial_window_requested.emit)
        if view.notices:
            self._menu.addSeparator()
        add(self._menu, tr("Dial a number…"), self._requests.dial_window_requested.emit)
        self._add_recent([call for call in view.recent if call.e164 or call.incoming], view.call)
        self._add_caller_ids(view)
        self._add_pause(view.paused)
        self._menu.addSeparator()
        add_line(self._menu, view, self._requests)
        add(self._menu, tr("Settings…"), self._requests.settings_requested.emit)
        add(self._menu, tr("Quit"), self._requests.quit_requested.emit)

    def _doubt(self) -> None:
        """Qt has checked the entry, which may have no effect yet: fill the next menu again."""
        self._filled = None

    def _empty(self) -> None:
        self._menu.clear()
        for submenu in self._menu.findChildren(QMenu):
            submenu.deleteLater()

    def _add_offer(self, offer: Offer) -> None:
        for index, offered in enumerate(offer.numbers):
            number = written(offered.number)
            match offered.verdict.decision:
                case Decision.NOW:
                    text = plain(tr("Call {number}").format(number=number))
                    add(self._menu, text, self._calling(offer.id, index))
                case Decision.ASK:
                    text = plain(tr("Call {number}?").format(number=number))
                    add(self._menu, text, self._requests.prompt_requested.emit)
                case Decision.NEVER:
                    text = plain(f"{number}: {offered.verdict.words}")
                    add(self._menu, text, self._requests.prompt_requested.emit)

    def _calling(self, offer_id: int, index: int) -> Callable[[], None]:
        return lambda: self._requests.call_requested.emit(offer_id, index)

    def _add_recent(self, calls: list[PastCall], now: TrayCall | None) -> None:
        """Calls of ours have a number: none is kept where the log keeps nothing."""
        if not calls:
            return
        recent = self._menu.addMenu(tr("Recent calls"))
        for call in calls:
            outcome = now.progress if now and now.id == call.id else outcome_of(call)
            words = (other_of(call), time_of(call), outcome)
            title = "   ·   ".join(map(plain, words))
            if call.display:
                self._add_past_call(recent.addMenu(title), call, now)
            else:  # a withheld number: to be read only
                add(recent, title, self._requests.dial_window_requested.emit)

    def _add_past_call(self, menu: QMenu, call: PastCall, now: TrayCall | None) -> None:
        if call.e164:
            words = tr("Call back") if call.incoming else tr("Redial")
            again = add(menu, words, lambda: self._requests.redial_requested.emit(call.id))
            again.setEnabled(now is None)  # one call at a time; the menu's first entry is that one
        add(menu, tr("Copy number"), lambda: self._requests.copy_requested.emit(call.display))

    def _add_caller_ids(self, view: TrayView) -> None:
        if not view.caller_ids:
            return
        choices = self._menu.addMenu(tr("Caller ID"))
        group = QActionGroup(choices)
        for name, outbound_id in view.caller_ids:
            action = add(choices, plain(name), self._choosing(outbound_id))
            action.setCheckable(True)
            action.setChecked(outbound_id == view.chosen_caller_id)
            group.addAction(action)
        if warning := caller_id_warning(view.chosen_caller_id):
            choices.addSeparator()
            add(choices, plain(warning), self._requests.dial_window_requested.emit)

    def _choosing(self, outbound_id: str) -> Callable[[], None]:
        return lambda: self._requests.caller_id_chosen.emit(outbound_id)

    def _add_pause(self, paused: bool) -> None:
        if paused:
            add(self._menu, tr("Resume watching"), self._requests.resume_requested.emit)
            return
        pause = self._menu.addMenu(tr("Pause watching"))
        for_minutes = tr_plural("For {count} minute", "For {count} minutes", PAUSE_MINUTES).format(
            count=PAUSE_MINUTES
        )
        add(pause, for_minutes, lambda: self._requests.pause_requested.emit(PAUSE_MINUTES))
        add(pause, tr("Until resumed"), lambda: self._requests.pause_requested.emit(0))
