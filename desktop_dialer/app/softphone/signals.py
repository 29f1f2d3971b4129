"""What the softphone reports to the rest of the app."""

from PySide6.QtCore import QObject, Signal

from ...model.live_call import LiveCall
from ...model.registration import Certificate


class SoftphoneSignals(QObject):
    """Declared once; the parts of the softphone emit them."""

    changed = Signal()
    """Registration, call or unusable keys may have changed."""
    over = Signal(LiveCall)
    """A call has ended."""
    logged = Signal()
    """The call log has one more call, or another outcome."""
    sound_changed = Signal()
    """The devices may have changed."""
    level = Signal(float)
    """What the microphone hears, 0 to 1."""
    untrusted = Signal(Certificate)
    """A certificate that somebody must judge."""
