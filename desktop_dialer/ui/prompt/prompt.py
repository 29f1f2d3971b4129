"""The prompt: a small window that shows an offer, waits for an answer, and is in nobody's way."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QCursor,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QScreen,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...model.live_call import LiveCall
from ...model.offer import Offer
from ...translation import tr
from ..call.call_text import not_now
from ..widgets.click_guard import ClickGuard
from .contents import PromptContents
from .placement import place


class CallPrompt(QWidget):
    """Shows one offer at a time. It hides only on `withdraw`, or when its window is closed.

    It never takes the keyboard unless `activate` asks for it; it lets no click or key through
    in its first 300 ms on the screen, after a change likewise; and one offer is answered once:
    after that it is deaf until the next `show_offer`.
    """

    call_chosen = Signal(int, int)
    """Offer.id, and the index in Offer.numbers."""
    ignored = Signal(int)
    """Offer.id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(tr("Call a number"))
        self.setAccessibleName(tr("Call a number"))
        self._guard = ClickGuard(self)
        self._guard.watch(self)
        self._offer: Offer | None = None
        self._answered = False
        self._not_now = ""
        self._contents: PromptContents | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)

    def show_offer(self, offer: Offer, avoid: QRect) -> None:
        """Show `offer` beside `avoid`, the tray's icon (empty = unknown); `avoid` stays free."""
        if offer == self._offer and self.isVisible() and not self._answered:
            return
        had_keyboard = self.isActiveWindow()
        self._guard.close()
        self._offer, self._answered = offer, False
        self._rebuild(offer, _screen(avoid))
        self._move_beside(avoid)
        self.show()
        self.update()
        if had_keyboard:
            self._focus_first()

    def show_live(self, live: LiveCall | None) -> None:
        """Let nothing be called while this call lives, and say so."""
        words = not_now(live)
        if words == self._not_now:
            return
        self._not_now = words
        if self._contents:
            self._guard.close()
            self._contents.show_not_now(words)
            self.update()

    def activate(self) -> None:
        """Give the prompt the keyboard, because the person asked for it. No offer: nothing."""
        if self._offer is None:
            return
        self._guard.close()
        self._accept_keyboard(True)
        self.show()
        self.raise_()
        self.activateWindow()
        self._focus_first()
        self.update()

    def withdraw(self) -> None:
        """Hide it: the offer is used up, answered or faded."""
        self._offer = None
        self.hide()
        self._accept_keyboard(False)

    def _rebuild(self, offer: Offer, screen: QScreen) -> None:
        """New widgets for a new offer: a press that began on the old ones ends nowhere."""
        if self._contents:
            self._layout.removeWidget(self._contents)
            self._contents.hide()
            self._contents.deleteLater()
        self._contents = PromptContents(offer, screen.availableSize(), self)
        self._contents.show_not_now(self._not_now)
        for button in self._contents.buttons:
            self._guard.watch(button)
        self._contents.call_pressed.connect(self._choose)
        self._contents.ignore_pressed.connect(self._ignore)
        self._layout.addWidget(self._contents)
        self._contents.show()  # at once: a layout shows it one turn later, after a first painting
        self._layout.activate()  # else the offer before it still says how small it may be
        self.resize(self._contents.sizeHint() + QSize(2, 2))

    def _move_beside(self, icon: QRect) -> None:
        pointer = QCursor.pos()
        if self.isVisible() and self.geometry().contains(pointer):
            return  # it does not run away from a hand that is on it
        screen = _screen(icon)
        corner = place(self.size(), icon, pointer, screen.geometry(), screen.availableGeometry())
        self.move(corner)

    def _choose(self, index: int) -> None:
        if self._offer and self._guard.is_open and not self._answered:
            self._answered = True
            self.call_chosen.emit(self._offer.id, index)

    def _ignore(self) -> None:
        if self._guard.is_open:
            self._answer_ignored()

    def _answer_ignored(self) -> None:
        if self._offer and not self._answered:
            self._answered = True
            self.ignored.emit(self._offer.id)

    def _focus_first(self) -> None:
        if self._contents:
            enabled = [button for button in self._contents.buttons if button.isEnabled()]
            enabled[0].setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def _accept_keyboard(self, accept: bool) -> None:
        """The flag of the native window: changing the widget's would hide and remake it."""
        self.winId()
        self.windowHandle().setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, not accept)

    def changeEvent(self, event: QEvent) -> None:
        """Once the keyboard has gone elsewhere, a click here does not take it back."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._accept_keyboard(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed from outside (Alt+F4): that is Ignore, at any time, since it is gone then."""
        self._answer_ignored()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape is Ignore."""
        if event.key() == Qt.Key.Key_Escape:
            self._ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line around it, since it has no frame."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        self._guard.painted()


def _screen(icon: QRect) -> QScreen:
    """The screen of the tray's icon, or of the pointer."""
    where = QCursor.pos() if icon.isEmpty() else icon.center()
    return QGuiApplication.screenAt(where) or QGuiApplication.primaryScreen()
