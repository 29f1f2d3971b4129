"""Who is on the line, how far it is, and for how long."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ...model.live_call import LiveCall
from ...translation import tr
from ..widgets.click_guard import ClickGuard
from ..widgets.fonts import embolden, enlarge
from ..widgets.foreign_text import PlainLabel
from ..widgets.icon_button import IconButton
from .call_text import party_of
from .call_timer import CallTimer

_LONGEST_WORD = 18
"""Characters of an address that stay together, in large type."""


class CallHeader(QWidget):
    """The party in large type, the number with its Copy button, state and time."""

    def __init__(self, guard: ClickGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.party, self.number, self.state = (
            PlainLabel(longest_word=_LONGEST_WORD) for _ in range(3)
        )
        for label in (self.party, self.number, self.state):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.time = CallTimer()
        self.copy_button = IconButton(tr("&Copy"), "copy", guard, key="Ctrl+C")
        self._lay_out()

    def show_call(self, call: LiveCall, state: str) -> None:
        """Show `call`, with `state` as the text for its state."""
        party = party_of(call)
        self.party.show_text(party)
        other = "" if _same(call.number, party) else call.number
        self.number.show_text(other)
        self.number.setVisible(bool(other))
        self.copy_button.setVisible(bool(call.number))
        name = tr("Copy the number {number}").format(number=call.number)
        self.copy_button.setAccessibleName(name)
        self.state.show_text(state)
        self.time.show_time(call.answered_at, call.ended_at)

    def _lay_out(self) -> None:
        enlarge(self.party, 1.6)
        for strong in (self.state, self.time):
            enlarge(strong, 1.15)
        embolden(self.state)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self.party)
        who.addWidget(self.number)
        upper = QHBoxLayout()
        upper.addLayout(who, 1)
        upper.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        lower = QHBoxLayout()
        lower.addWidget(self.state, 1)
        lower.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(upper)
        column.addLayout(lower)


def _same(number: str, party: str) -> bool:
    """Whether `party` ends in `number` as people write it, at home or from abroad."""
    party = party.rpartition(", ")[2]
    if number == party or not re.fullmatch(r"[0-9+ ()/-]+", party):
        return number == party
    digits, shown = (re.sub(r"[^0-9]", "", text) for text in (number, party))
    return digits.endswith(shown.removeprefix("0"))
