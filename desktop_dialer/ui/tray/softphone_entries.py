"""The entries of the program's own line: the call of now, registration, do not disturb."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from .entries import add, plain
from .requests import TrayRequests
from .view import TrayCall, TrayView


def add_call(menu: QMenu, call: TrayCall, wishes: TrayRequests) -> None:
    """What can be done with the call of now, which the first entry names."""
    # Not greyed, so that it can be read; it leads to the window that shows the whole call.
    add(menu, plain(call.words), wishes.call_window_requested.emit)
    if call.incoming:
        add(menu, _tr("Answer"), lambda: wishes.answer_requested.emit(call.id))
        add(menu, _tr("Decline"), lambda: wishes.decline_requested.emit(call.id))
    else:
        add(menu, _tr("Hang up"), lambda: wishes.hang_up_requested.emit(call.id))
    if call.talking:
        words = _tr("Unmute") if call.muted else _tr("Mute")
        add(menu, words, lambda: wishes.mute_requested.emit(call.id, not call.muted))
    add(menu, _tr("Show the call"), wishes.call_window_requested.emit)


def add_line(menu: QMenu, picture: TrayView, wishes: TrayRequests) -> None:
    """How the line is, and what can be chosen of it."""
    if picture.registration:
        add(menu, plain(picture.registration), wishes.line_settings_requested.emit)
    if picture.talks_here:
        quiet = menu.addAction(_tr("Do not disturb"))
        quiet.setCheckable(True)
        quiet.setChecked(picture.do_not_disturb)
        quiet.triggered.connect(wishes.do_not_disturb_chosen)
    add(menu, _tr("Line and sound…"), wishes.line_settings_requested.emit)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Tray", text)
