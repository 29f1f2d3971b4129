"""The wishes a person can express at the tray, as signals."""

from PySide6.QtCore import QObject, Signal


class TrayWishes(QObject):
    """Signals only. Each is emitted once for each click; what may follow is decided elsewhere."""

    clicked = Signal()
    """The icon was clicked with the left or middle button; a double click is two clicks."""
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
    quit_wanted = Signal()
