"""ClipboardWatcher the clipboard: on, off, or paused for a while."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from ..desktop.clipboard import Clipboard, CopiedReading, ReadOutcome, Selection
from ..desktop.gui_thread import GuiThread
from ..model.offer import TextSource
from .copied_text import CopiedText


class ClipboardWatcher(QObject):
    """Hands every copied text and its source to `on_text`, on the GUI thread, while it watches.

    `on_noticed` comes first, while the text is still being read.

    `changed`: paused, resumed, or the watch was lost.
    """

    changed = Signal()

    def __init__(
        self,
        gui: GuiThread,
        on_text: Callable[[str, TextSource], None],
        on_noticed: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._gui = gui
        self._on_text = on_text
        self._on_noticed = on_noticed
        self._clipboard: Clipboard | None = None
        self._wanted = False
        self._resuming = QTimer(self)
        self._resuming.setSingleShot(True)
        self._resuming.timeout.connect(self.resume)
        self.paused = False
        self.unavailable_reason = ""
        """Why the clipboard cannot be watched although it should be."""

    def use(self, clipboard: Clipboard, *, wanted: bool) -> None:
        """Watch from now on if `wanted` (`clipboard.watch`) and possible."""
        self._clipboard = clipboard
        self._wanted = wanted
        self.unavailable_reason = clipboard.unavailable_reason if wanted else ""
        self._apply()

    def pause(self, minutes: int) -> None:
        """Pause for this many minutes; 0 = until resumed."""
        self.paused = True
        self._apply()
        if minutes:
            self._resuming.start(minutes * 60_000)
        else:
            self._resuming.stop()

    def resume(self) -> None:
        """Watch again."""
        self._resuming.stop()
        self.paused = False
        self._apply()

    def _apply(self) -> None:
        clipboard = self._clipboard
        if clipboard:
            if self._wanted and not self.paused:
                clipboard.watch(
                    lambda reading: self._gui.post(lambda: self._take(clipboard, reading)),
                    lambda: self._gui.post(self._on_noticed),
                )
            else:
                clipboard.pause()
        self.changed.emit()

    def _take(self, clipboard: Clipboard, reading: CopiedReading) -> None:
        if self.paused or not self._wanted:
            return  # it was on its way when the watch ended
        if reading.outcome is ReadOutcome.UNAVAILABLE:
            self.unavailable_reason = reading.words
            self.changed.emit()
        else:
            # A copy without readable text ends the offer before it, as one without a number.
            self._on_text(reading.text, CopiedText(self._gui, clipboard, Selection.CLIPBOARD))
