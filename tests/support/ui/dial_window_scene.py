"""An agent's desk for tests: the dial window, the real rules behind it, every request kept."""

import time

from pytestqt.qtbot import QtBot

from desktop_dialer.model.call import CallSource, PastCall, Status
from desktop_dialer.model.phone_number import PhoneNumber
from desktop_dialer.model.policy import PolicyRules, Verdict, judge
from desktop_dialer.numbers.as_you_type import group_as_typed
from desktop_dialer.numbers.typed_text import TypedReading, read_typed
from desktop_dialer.ui.dial.call_status import CallStatus, Phase
from desktop_dialer.ui.dial.dial_window import DialWindow
from tests.support.ui.looking import show


def judged(number: PhoneNumber) -> Verdict:
    """The verdict under the default rules."""
    return judge(number, CallSource.DIAL_WINDOW, PolicyRules(blocked_prefixes=("+2786",)))


def reading_of(text: str) -> TypedReading:
    """What the real rules make of `text`."""
    return read_typed(text, judged)


def past(call_id: str, display: str = "082 000 1234", status: Status = Status.ACCEPTED) -> PastCall:
    """A call of the log."""
    words = "What the log says."
    source = CallSource.TRAY
    return PastCall(call_id, time.time(), source, "ref", "+27820001234", display, status, words)


class Desk:
    """`answers`: the status shown at once after each request, None = the PBX is slow."""

    def __init__(self, qtbot: QtBot, *, reads: bool = True) -> None:
        self.window = DialWindow()
        self.calls: list[tuple[str, bool]] = []
        self.redials: list[str] = []
        self.answers: CallStatus | None = None
        self.window.call_requested.connect(self._call)
        self.window.redial_requested.connect(self._redial)
        if reads:
            self.window.text_changed.connect(self._read)
            self.window.use_grouping(group_as_typed)
        show(qtbot, self.window)

    def answer(self, phase: Phase = Phase.ACCEPTED, message: str = "Your phone rings.") -> None:
        """Show an outcome."""
        self.window.show_status(CallStatus(phase, message))

    def _read(self, text: str) -> None:
        self.window.show_reading(text, reading_of(text))

    def _call(self, text: str, confirmed: bool) -> None:
        self.calls.append((text, confirmed))
        self._reply()

    def _redial(self, call_id: str) -> None:
        self.redials.append(call_id)
        self._reply()

    def _reply(self) -> None:
        if self.answers:
            self.window.show_status(CallStatus(Phase.SENDING))
            self.window.show_status(self.answers)
