"""One field of a form: an editor, and below it a hint, a warning or a fault."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QComboBox, QWidget

from .foreign_text import plain_tooltip
from .marks import Mark, is_dark
from .status_label import StatusLabel, announce

_FAULTY_BASE = ("#ffe3e0", "#4a2522")
"""The ground of a faulty field on light and on dark windows."""


class FormField:
    """An editor with its note. `hint` is shown while there is no fault."""

    def __init__(self, name: str, editor: QWidget, hint: str = "") -> None:
        """`name`: for screen readers."""
        self.name = name
        self.editor = editor
        self.note = StatusLabel()
        self.faulty = False
        self.locked = False
        self._lock_words = ""
        self._hint = hint
        editor.setAccessibleName(name)
        if isinstance(editor, QComboBox):
            editor.view().setAccessibleName(name)
        self.clear()

    def explain(self, text: str) -> None:
        """Explain the setting when the pointer rests on the editor."""
        self.editor.setToolTip(plain_tooltip(text))

    def clear(self) -> None:
        """Back to the hint."""
        self._show(Mark.NONE, self._hint)

    def show_note(self, words: str) -> None:
        """Show a note that is not a fault."""
        self._show(Mark.INFO, words)

    def warn(self, words: str) -> None:
        """Say what may go wrong; the value is allowed."""
        self._show(Mark.WARNING, words)

    def mark_faulty(self, words: str) -> None:
        """Say what is wrong with the value, which stays as it is."""
        self._show(Mark.NO, words)
        announce(self.editor, f"{self.name}: {words}")

    def lock(self, words: str) -> None:
        """Nobody but the administrator may change the value; `words` say so."""
        self.locked = True
        self._lock_words = words
        self.editor.setEnabled(False)
        self.editor.setToolTip(plain_tooltip(words))
        self._describe()

    def _show(self, mark: Mark, words: str) -> None:
        self.note.setVisible(bool(words))
        self.note.show_words(mark, words, quiet=mark in (Mark.NONE, Mark.INFO))
        self._describe()
        self.faulty = mark is Mark.NO
        palette = QPalette()
        if self.faulty:
            palette.setColor(
                QPalette.ColorRole.Base, QColor(_FAULTY_BASE[is_dark(self.note.palette())])
            )
        self.editor.setPalette(palette)

    def _describe(self) -> None:
        text = f"{self._lock_words} {self.note.words}".strip()
        self.editor.setAccessibleDescription(text)
