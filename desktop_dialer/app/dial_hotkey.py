"""The hotkey that calls: held as the settings say, and the number it calls."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ..desktop.clipboard import Clipboard, CopiedReading, ReadOutcome
from ..desktop.gui_thread import GuiThread
from ..desktop.hotkey import GrabOutcome, Hotkeys
from ..model.offer import TextSource
from ..settings.schema import Settings
from .copied_text import CopiedText

_CALL = "call"


class DialHotkey(QObject):
    """Holds the key that calls; a press reads whichever of selection and clipboard changed last.

    `on_text` gets the text and its source, `on_nothing` the words why there is none.
    """

    changed = Signal()

    def __init__(
        self,
        gui: GuiThread,
        on_text: Callable[[str, TextSource | None], None],
        on_nothing: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._gui = gui
        self._on_text = on_text
        self._on_nothing = on_nothing
        self._clipboard: Clipboard | None = None
        self._hotkeys: Hotkeys | None = None
        self._wanted = ""
        self.unavailable_reason = ""
        """Why the hotkey does not work; "" = it does, or none is set."""
        self.grabbed = False

    def use(self, hotkeys: Hotkeys, clipboard: Clipboard, settings: Settings) -> None:
        """Hold the keys of these settings instead of those before."""
        key = settings.hotkey_call
        if self._hotkeys is hotkeys and self._wanted == key and not self.unavailable_reason:
            return
        self._hotkeys, self._clipboard, self._wanted = hotkeys, clipboard, key
        if key:
            hotkeys.hold(
                _CALL,
                key,
                lambda: self._gui.post(self._press),
                lambda outcome: self._gui.post(lambda: self._take_outcome(outcome)),
            )
        else:
            hotkeys.release(_CALL)
            self._take_outcome(GrabOutcome(""))

    def _take_outcome(self, outcome: GrabOutcome) -> None:
        if outcome.key == self._wanted:
            self.unavailable_reason = outcome.unavailable_reason
            self.grabbed = outcome.grabbed and bool(outcome.key)
            self.changed.emit()

    def _press(self) -> None:
        if self._clipboard:
            self._clipboard.read(
                None, lambda reading: self._gui.post(lambda: self._take_reading(reading))
            )

    def _take_reading(self, reading: CopiedReading) -> None:
        if reading.outcome is ReadOutcome.TEXT:
            source = (
                CopiedText(self._gui, self._clipboard, reading.selection)
                if self._clipboard and reading.selection
                else None
            )
            self._on_text(reading.text, source)
        else:
            self._on_nothing(reading.words)
