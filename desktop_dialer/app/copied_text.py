"""A text that was copied or selected, as a place that can be read again."""

from collections.abc import Callable
from dataclasses import dataclass

from ..desktop.clipboard import REREAD_LIMIT_S, Clipboard, CopiedReading, ReadOutcome, Selection
from ..desktop.gui_thread import GuiThread


@dataclass(frozen=True, slots=True)
class CopiedText:
    """A TextSource: the clipboard or the selection. Answers come on the GUI thread."""

    gui: GuiThread
    clipboard: Clipboard
    selection: Selection

    def read_again(self, on_read: Callable[[str | None, str], None]) -> None:
        """See TextSource. The owner has REREAD_LIMIT_S to answer."""

        def take(reading: CopiedReading) -> None:
            there = reading.outcome is ReadOutcome.TEXT
            on_read(reading.text if there else None, reading.words)

        self.clipboard.read(
            self.selection, lambda reading: self.gui.post(lambda: take(reading)), REREAD_LIMIT_S
        )
