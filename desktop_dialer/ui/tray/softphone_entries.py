"""The entries of the softphone: the current call, registration, do not disturb."""

from PySide6.QtWidgets import QMenu

from ...translation import tr
from .entries import add, plain
from .requests import TrayRequests
from .view import TrayCall, TrayView


def add_call(menu: QMenu, call: TrayCall, requests: TrayRequests) -> None:
    """What can be done with the current call, which the first entry names."""
    # Not greyed, so that it can be read; it leads to the window that shows the whole call.
    add(menu, plain(call.words), requests.call_window_requested.emit)
    if call.incoming:
        add(menu, tr("Answer"), lambda: requests.answer_requested.emit(call.id))
        add(menu, tr("Decline"), lambda: requests.decline_requested.emit(call.id))
    else:
        add(menu, tr("Hang up"), lambda: requests.hang_up_requested.emit(call.id))
    if call.talking:
        words = tr("Unmute") if call.muted else tr("Mute")
        add(menu, words, lambda: requests.mute_requested.emit(call.id, not call.muted))
    add(menu, tr("Show the call"), requests.call_window_requested.emit)


def add_line(menu: QMenu, view: TrayView, requests: TrayRequests) -> None:
    """How the line is, and what can be chosen of it."""
    if view.registration:
        add(menu, plain(view.registration), requests.line_settings_requested.emit)
    if view.talks_here:
        quiet = menu.addAction(tr("Do not disturb"))
        quiet.setCheckable(True)
        quiet.setChecked(view.do_not_disturb)
        quiet.triggered.connect(requests.do_not_disturb_chosen)
    add(menu, tr("Line and sound…"), requests.line_settings_requested.emit)
