"""A button with an icon, shortcuts and a guard: one deliberate press is one request."""

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import (
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QShortcut,
)

from ...translation import tr
from ..dial.call_button import CallButton
from .click_guard import ClickGuard
from .foreign_text import plain_tooltip
from .glyphs import glyph
from .marks import Mark, colour_of
from .press_guard import ENTER_KEYS, PressGuard

_FRAME = 3


class IconButton(CallButton):
    """Emits `wanted` for a press that counts: not in the window's first moment, not twice.

    A checkable one does not check itself: it shows what `setChecked` was given, with a frame and
    a sign in the colour of `mark`.
    """

    requested = Signal()

    def __init__(
        self,
        words: str,
        name: str,
        guard: ClickGuard,
        *,
        key: str = "",
        mark: Mark = Mark.NONE,
        checkable: bool = False,
    ) -> None:
        """`name`: of the drawing, "" = none. `key`: as in "Ctrl+H". `mark`: NONE = no colour."""
        super().__init__(words)
        self.setCheckable(checkable)
        self._name = name
        self._mark = mark
        self._guard = guard
        self._presses = PressGuard()
        self._key = QKeySequence(key)
        if key:
            shortcut = QShortcut(self._key, self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.click)
            self.show_hotkey("")
        side = round(1.2 * self.fontMetrics().height())
        self.setIconSize(QSize(side, side))
        self.setAutoDefault(True)  # the Enter key presses it, too
        guard.watch(self)
        self.clicked.connect(self._press)
        self.toggled.connect(self._draw)
        self._draw()

    def show_hotkey(self, hotkey: str) -> None:
        """Tell the keys: the one of this window, and `hotkey`, "" = none, of any program."""
        here = tr("{words} ({key})")
        tooltip = tr("{words} ({key} here, {hotkey} in any program)") if hotkey else here
        native = QKeySequence.SequenceFormat.NativeText
        words, key = self.text().replace("&", ""), self._key.toString(native)
        self.setToolTip(plain_tooltip(tooltip.format(words=words, key=key, hotkey=hotkey)))

    def note_release(self, event: QKeyEvent) -> None:
        """Take a key's release: a press right behind it is the held key (see PressGuard)."""
        released = QKeySequence(event.keyCombination())
        mine = released in (self._key, QKeySequence.mnemonic(self.text()))
        if mine or (event.key() in ENTER_KEYS and self.hasFocus()):
            self._presses.restart()

    def nextCheckState(self) -> None:  # noqa: N802  # Qt's name
        """Stay: only the phone knows whether it is on."""

    def changeEvent(self, event: QEvent) -> None:
        """A desktop may turn dark while we look on."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._draw()

    def event(self, event: QEvent) -> bool:
        """See QWidget. Another screen may have another pixel ratio."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._draw()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame around what is on: in every style, and in more than a shade of grey."""
        super().paintEvent(event)
        if not self.isChecked() or self._mark is Mark.NONE:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour_of(self._mark, self.palette()), _FRAME))
        inset = _FRAME // 2 + 1
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 4, 4)
        painter.end()

    def _press(self) -> None:
        if self._guard.is_open and self._presses.take():
            self.requested.emit()

    def _draw(self) -> None:
        palette = self.palette()
        plain = self._mark is Mark.NONE or not self.isEnabled() or not self._is_on()
        words = palette.color(QPalette.ColorRole.ButtonText)
        colour = words if plain else colour_of(self._mark, palette)
        side = self.iconSize().height()
        if not self._name:
            return
        self.setIcon(QIcon(glyph(self._name, side, self.devicePixelRatioF(), colour)))

    def _is_on(self) -> bool:
        return self.isChecked() or not self.isCheckable()
