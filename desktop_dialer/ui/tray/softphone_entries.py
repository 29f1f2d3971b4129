"""The entries of the softphone: the current call, registration, do not disturb."""

from PySide6.QtWidgets import QMenu

from ...translation import tr
from .entries import add, plain
from .requests import TrayRequests
from .view import TrayCall, TrayView


def add_call(menu: QMenu, call: TrayCall, wishes: TrayRequests) -> None:
    """What can be done with the current call, which the first entry names."""
    # Not greyed, so that it can be read; it leads to the window that shows the whole call.
    add(menu, plain(call.words), wishes.call_window_requested.emit)
    if call.incoming:
        add(menu, tr("Answer"), lambda: wishes.answer_requested.emit(call.id))
        add(menu, tr("Decline"), lambda: wishes.decline_requested.emit(call.id))
    else:
        add(menu, tr("Hang up"), lambda: wishes.hang_up_requested.emit(call.id))
    if call.talking:
        words = tr("Unmute") if call.muted else tr("Mute")
        add(menu, words, lambda: wishes.mute_requested.emit(call.id, not call.muted))
    add(menu, tr("Show the call"), wishes.call_window_requested.emit)


def add_line(menu: QMenu, view: TrayView, wishes: TrayRequests) -> None:
    """How the line is, and what can be chosen of it."""
    if view.registration:
        add(menu, plain(view.registration), wishes.line_settings_requested.emit)
    if view.talks_here:
        quiet = menu.addAction(tr("Do not disturb"))
        quiet.setCheckable(True)
        quiet.setChecked(view.do_not_disturb)
        quiet.triggered.connect(wishes.do_not_disturb_chosen)
    add(menu, tr("Line and sound…"), wishes.line_settings_requested.emit)
