"""The requests that can be made at the tray, as signals."""

from PySide6.QtCore import QObject, Signal


class TrayRequests(QObject):
    """Signals only. Each is emitted once for each click; what may follow is decided elsewhere."""

    clicked = Signal()
    """The icon was clicked with the left or middle button; a double click is two clicks.

    While a call is talked or rings here it is `call_window_requested` instead.
    """
    call_requested = Signal(int, int)
    """Offer.id, and the index in Offer.numbers."""
    prompt_requested = Signal()
    dial_window_requested = Signal()
    redial_requested = Signal(str)
    """PastCall.id."""
    copy_requested = Signal(str)
    """The number as people write it."""
    caller_id_chosen = Signal(str)
    """The id, not the name."""
    pause_requested = Signal(int)
    """Minutes; 0 = until resumed."""
    resume_requested = Signal()
    settings_requested = Signal()
    line_settings_requested = Signal()
    """The window of line and sound."""
    call_window_requested = Signal()
    answer_requested = Signal(str)
    """The id of the call, here and below: the menu may be older than the current call."""
    decline_requested = Signal(str)
    hang_up_requested = Signal(str)
    mute_requested = Signal(str, bool)
    do_not_disturb_chosen = Signal(bool)
    quit_requested = Signal()
