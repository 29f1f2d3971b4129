"""The menu's entries and the requests behind them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_dialer.model.call import PastCall, Status
from desktop_dialer.model.phone_number import PhoneNumber
from desktop_dialer.ui.tray.menu import TrayMenu
from desktop_dialer.ui.tray.requests import TrayRequests
from desktop_dialer.ui.tray.view import TrayCall, TrayView
from tests.support.ui import samples

NAMES = (
    "call_requested",
    "prompt_requested",
    "dial_window_requested",
    "redial_requested",
    "copy_requested",
    "caller_id_chosen",
    "pause_requested",
    "resume_requested",
    "settings_requested",
    "quit_requested",
    "line_settings_requested",
    "call_window_requested",
    "answer_requested",
    "decline_requested",
    "hang_up_requested",
    "mute_requested",
    "do_not_disturb_chosen",
)


class Filled:
    """A menu filled from pictures; `requests` is every signal that came, with its arguments."""

    def __init__(self) -> None:
        self.menu = QMenu()
        self.requests: list[tuple[object, ...]] = []
        signals = TrayRequests(self.menu)
        self._contents = TrayMenu(self.menu, signals)
        for name in NAMES:
            getattr(signals, name).connect(
                lambda *arguments, name=name: self.requests.append((name, *arguments))
            )

    def fill(self, view: TrayView) -> None:
        self._contents.fill(view)

    def texts(self, menu: QMenu | None = None) -> list[str]:
        return [action.text() for action in (menu or self.menu).actions()]

    def entry(self, *path: str) -> QAction:
        """The entry whose text begins with the last of `path`, below those before it."""
        menu: QMenu = self.menu
        for text in path:
            action = next(each for each in menu.actions() if each.text().startswith(text))
            menu = action.menu()  # type: ignore[assignment]  # the stub says QObject
        return action

    def choose(self, *path: str) -> tuple[object, ...]:
        self.entry(*path).trigger()
        return self.requests.pop()


@pytest.fixture
def filled(qtbot: QtBot) -> Filled:
    menu = Filled()
    menu.fill(samples.ARMED)
    return menu


def test_without_an_offer_only_what_is_always_there(filled: Filled) -> None:
    filled.fill(samples.READY)
    assert filled.texts() == [
        "Dial a number…", "Pause watching", "", "Line and sound…", "Settings…", "Quit",
    ]  # fmt: skip
    assert filled.choose("Dial") == ("dial_window_requested",)
    assert filled.choose("Line") == ("line_settings_requested",)
    assert filled.choose("Settings") == ("settings_requested",)
    assert filled.choose("Quit") == ("quit_requested",)


def test_the_first_entry_is_the_call(filled: Filled) -> None:
    assert filled.texts()[0] == "Call 082 000 1234"
    assert filled.choose("Call 082 000 1234") == ("call_requested", 1, 0)


def test_each_number_has_the_entry_its_verdict_allows(filled: Filled) -> None:
    numbers = samples.FOREIGN, samples.PREMIUM, samples.TOLL_FREE, samples.LANDLINE
    filled.fill(samples.with_offer(*numbers, offer_id=9))
    asked, never, called, extension = filled.menu.actions()[:4]
    assert asked.text() == "Call +44 20 7946 0018?"
    assert never.text() == "086 200 1234: Numbers that start with +2786 are blocked here."
    assert called.text() == "Call 080 000 0123"
    assert extension.text() == "Call 021 000 1234 ext. 12?"
    for action in asked, never, called, extension:
        action.trigger()
    asks = ("prompt_requested",)
    assert filled.requests == [asks, asks, ("call_requested", 9, 2), asks]


def test_recent_calls_can_be_redialled_and_copied(filled: Filled) -> None:
    path = "Recent calls", "021 000 1234"
    assert filled.choose(*path, "Redial") == ("redial_requested", "id-27210001234")
    assert filled.choose(*path, "Copy") == ("copy_requested", "021 000 1234")


def test_recent_calls_say_how_they_ended_and_none_says_connected(filled: Filled) -> None:
    recent = filled.texts(filled.entry("Recent calls").menu())  # type: ignore[arg-type]
    assert [text.rpartition("·   ")[2] for text in recent] == [
        "Accepted",
        "Outcome unknown",
        "Refused",
    ]


def test_the_call_of_now_has_no_outcome_yet(filled: Filled) -> None:
    past = samples.incoming_call(samples.MOBILE)
    now = TrayCall(past.id, "In a call with 082 000 1234", "Talking", talking=True)
    filled.fill(replace(samples.READY, recent=(past,), call=now))
    recent = filled.texts(filled.entry("Recent calls").menu())  # type: ignore[arg-type]
    assert recent[0].endswith("·   Talking")


@pytest.mark.parametrize("past", [samples.past_call, samples.incoming_call])
def test_nobody_is_called_again_beside_a_call(
    filled: Filled, past: Callable[[PhoneNumber], PastCall]
) -> None:
    free = replace(samples.READY, recent=(past(samples.MOBILE),))
    call = TrayCall("id", "Call from 021 000 1234", "Ringing", incoming=True)
    for view, possible in ((free, True), (replace(free, call=call), False)):
        filled.fill(view)
        menu: QMenu = filled.entry("Recent calls").menu().actions()[0].menu()  # type: ignore[attr-defined]
        again, copy = menu.actions()
        assert (again.isEnabled(), copy.isEnabled()) == (possible, True)


def test_a_call_whose_number_was_not_kept_is_left_out(filled: Filled) -> None:
    without_number = replace(samples.past_call(samples.MOBILE), e164="", display="")
    filled.fill(replace(samples.READY, recent=(without_number,)))
    assert "Recent calls" not in filled.texts()


def test_recent_calls_say_who_called_and_can_be_called_back(filled: Filled) -> None:
    call = samples.incoming_call(samples.MOBILE, talked_s=3725)
    withheld = replace(call, e164="", display="", status=Status.UNANSWERED, talked_s=None)
    filled.fill(replace(samples.READY, recent=(call, withheld)))
    recent = filled.texts(filled.entry("Recent calls").menu())  # type: ignore[arg-type]
    assert recent[0].startswith("From 082 000 1234   ·   ")
    assert recent[0].endswith("·   Answered 1:02:05")
    assert recent[1].startswith("From a withheld number   ·   ")
    assert recent[1].endswith("·   Missed")
    path = "Recent calls", "From 082 000 1234"
    assert filled.choose(*path, "Call back") == ("redial_requested", call.id)
    assert filled.choose(*path, "Copy") == ("copy_requested", "082 000 1234")
    assert filled.choose("Recent calls", "From a withheld") == ("dial_window_requested",)


def test_one_caller_id_is_chosen(filled: Filled) -> None:
    sales, support = filled.entry("Caller ID").menu().actions()  # type: ignore[attr-defined]
    assert (sales.isChecked(), support.isChecked()) == (True, False)
    assert support.text() == "Support && returns"
    support.trigger()
    assert filled.requests == [("caller_id_chosen", "27210002000")]
    assert (sales.isChecked(), support.isChecked()) == (False, True)


def test_a_caller_id_of_the_0_form_is_warned_of(filled: Filled) -> None:
    ids = (("Sales", "0210001000"), ("Support", "27210002000"))
    filled.fill(replace(samples.READY, caller_ids=ids, chosen_caller_id="0210001000"))
    warned = filled.choose(
        "Caller ID", "Providers often reject this form; 27210001000 is recommended."
    )
    assert warned == ("dial_window_requested",)


def test_watching_can_be_paused_and_resumed(filled: Filled) -> None:
    assert filled.choose("Pause watching", "For 15 minutes") == ("pause_requested", 15)
    assert filled.choose("Pause watching", "Until resumed") == ("pause_requested", 0)
    filled.fill(replace(samples.READY, paused=True))
    assert filled.choose("Resume watching") == ("resume_requested",)


def test_notices_can_be_read_and_lead_to_the_window(filled: Filled) -> None:
    filled.fill(replace(samples.READY, notices=("Ctrl+Alt+B is taken\tby R&D.",)))
    notice = filled.menu.actions()[0]
    assert notice.text() == "Ctrl+Alt+B is taken by R&&D."
    assert notice.isEnabled()
    notice.trigger()
    assert filled.requests == [("dial_window_requested",)]


def test_long_words_fit_on_a_small_screen(filled: Filled) -> None:
    said = f"The PBX says: {'no more than that ' * 20}"
    filled.fill(replace(samples.READY, talks_here=True, registration=said, notices=(said,)))
    cut = [action.text() for action in filled.menu.actions() if action.text().endswith("…")]
    assert [words for words in cut if words[:-1] in said] == [cut[0]] * 2
    assert filled.menu.sizeHint().width() < 800


def test_refilling_leaves_no_old_submenus_behind(filled: Filled, qtbot: QtBot) -> None:
    before = len(filled.menu.findChildren(QMenu))
    for offer_id in range(2, 12):
        filled.fill(samples.with_offer(samples.MOBILE, offer_id=offer_id))
    qtbot.waitUntil(lambda: len(filled.menu.findChildren(QMenu)) == before, timeout=2000)


def with_call(**what: bool) -> TrayView:
    words = "Call from R&D" if "incoming" in what else "In a call with 082 000 1234"
    return replace(samples.ARMED, call=TrayCall("live-1", words, "", **what))


def test_a_call_that_rings_can_be_answered_or_declined(filled: Filled) -> None:
    filled.fill(with_call(incoming=True))
    assert filled.texts()[:5] == ["Call from R&&D", "Answer", "Decline", "Show the call", ""]
    assert filled.choose("Answer") == ("answer_requested", "live-1")
    assert filled.choose("Decline") == ("decline_requested", "live-1")
    assert filled.choose("Call from") == ("call_window_requested",)
    assert filled.choose("Show the call") == ("call_window_requested",)


def test_a_call_that_is_talked_can_be_ended_and_muted(filled: Filled) -> None:
    filled.fill(with_call(talking=True))
    assert filled.texts()[:3] == ["In a call with 082 000 1234", "Hang up", "Mute"]
    assert filled.choose("Hang up") == ("hang_up_requested", "live-1")
    assert filled.choose("Mute") == ("mute_requested", "live-1", True)
    filled.fill(with_call(talking=True, muted=True))
    assert filled.choose("Unmute") == ("mute_requested", "live-1", False)


def test_a_call_that_is_dialled_can_be_ended_only(filled: Filled) -> None:
    filled.fill(with_call())
    assert filled.texts()[1:4] == ["Hang up", "Show the call", ""]


def test_the_state_of_the_line_is_a_line(filled: Filled) -> None:
    words = "The softphone is registered at the PBX."
    filled.fill(replace(samples.READY, talks_here=True, registration=words))
    assert filled.texts()[3:6] == [words, "Do not disturb", "Line and sound…"]
    assert filled.choose("The softphone") == ("line_settings_requested",)


@pytest.mark.parametrize("quiet", [False, True])
def test_do_not_disturb_is_checked_while_it_is_on(filled: Filled, quiet: bool) -> None:
    view = replace(samples.READY, talks_here=True, do_not_disturb=quiet)
    filled.fill(view)
    assert filled.entry("Do not").isChecked() is quiet
    assert filled.choose("Do not") == ("do_not_disturb_chosen", not quiet)
    filled.fill(view)  # the request came to nothing
    assert filled.entry("Do not").isChecked() is quiet
