"""The wishes a person can express at the tray, as signals."""

from PySide6.QtCore import QObject, Signal


class TrayWishes(QObject):
    """Signals only. Each is emitted once for each click; what may follow is decided elsewhere."""

    clicked = Signal()
    """The icon was clicked with the left or middle button; a double click is two clicks.

    While a call is talked or rings here it is `call_window_wanted` instead.
    """
    call_wanted = Signal(int, int)
    """Offer.id, and the index in Offer.numbers."""
    prompt_wanted = Signal()
    dial_window_wanted = Signal()
    redial_wanted = Signal(str)
    """PastCall.id."""
    copy_wanted = Signal(str)
    """The number as people write it."""
    caller_id_chosen = Signal(str)
    """The id, not the name."""
    pause_wanted = Signal(int)
    """Minutes; 0 = until resumed."""
    resume_wanted = Signal()
    settings_wanted = Signal()
    line_settings_wanted = Signal()
    """The window of line and sound."""
    call_window_wanted = Signal()
    answer_wanted = Signal(str)
    """The id of the call, here and below: the menu may be older than the call of now."""
    decline_wanted = Signal(str)
    hang_up_wanted = Signal(str)
    mute_wanted = Signal(str, bool)
    do_not_disturb_chosen = Signal(bool)
    quit_wanted = Signal()
