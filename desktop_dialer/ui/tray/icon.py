"""The tray icon: shows a view of the program's state and passes on requests."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ..widgets.foreign_text import plain_tray_tooltip
from ..widgets.theme import tray_icon
from .requests import TrayRequests
from .view import TrayView

if TYPE_CHECKING:
    from ..widgets.press_guard import PressGuard
    from .menu import TrayMenu

_CLICKS = (
    QSystemTrayIcon.ActivationReason.Trigger,
    QSystemTrayIcon.ActivationReason.DoubleClick,
    QSystemTrayIcon.ActivationReason.MiddleClick,
)


class Tray(TrayRequests):
    """The icon with its tooltip and menu.

    `view` is asked for at `refresh` and whenever the menu opens; it must answer at once.
    """

    def __init__(self, view: Callable[[], TrayView], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._shown = view()
        self._call_guard: PressGuard | None = None
        self._menu = QMenu()
        self._contents: TrayMenu | None = None
        self._menu.aboutToShow.connect(self._fill_menu)
        self._icon = self._new_icon()

    def show_views(self, view: Callable[[], TrayView]) -> None:
        """Take pictures from here from now on."""
        self._view = view
        self.refresh()

    def show(self) -> None:
        """Put the icon into the tray, where there is one."""
        self._icon.show()
        QTimer.singleShot(0, self._fill_exported_menu)

    def hide(self) -> None:
        """Take the icon out of the tray."""
        self._icon.hide()

    def recreate(self) -> None:
        """Recreate the icon: which kind of tray it uses is decided when it is created."""
        self._icon.hide()
        self._icon.deleteLater()
        self._icon = self._new_icon()
        self.refresh()
        self.show()

    def refresh(self) -> None:
        """Read the view again and show what has changed in it."""
        before, self._shown = self._shown, self._view()
        if self._shown == before:
            return
        if before.call and not self._shown.call:
            self._guard_clicks()
        if self._shown.state is not before.state:
            self._icon.setIcon(tray_icon(self._shown.state))
        if self._shown.tooltip != before.tooltip:
            self._icon.setToolTip(plain_tray_tooltip(self._shown.tooltip))
        self._fill_exported_menu()

    def geometry(self) -> QRect:
        """Where the icon is on the screen; empty where the desktop does not say."""
        return self._icon.geometry()

    def _new_icon(self) -> QSystemTrayIcon:
        icon = QSystemTrayIcon(tray_icon(self._shown.state), self)
        icon.setToolTip(plain_tray_tooltip(self._shown.tooltip))
        icon.setContextMenu(self._menu)
        icon.activated.connect(self._pass_on_click)
        return icon

    def _pass_on_click(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason not in _CLICKS:
            return
        if self._view().call or self._call_was_just_now():
            self.call_window_requested.emit()
        else:
            self.clicked.emit()

    def _guard_clicks(self) -> None:
        """The call is over: a hand may be on its way to it, and must not make another one."""
        # Loaded with the first softphone call.
        from ..widgets.press_guard import PressGuard

        self._call_guard = PressGuard()
        self._call_guard.restart()

    def _call_was_just_now(self) -> bool:
        if self._call_guard is None:
            return False
        if self._call_guard.open:
            self._call_guard = None
            return False
        self._call_guard.restart()
        return True

    def _fill_exported_menu(self) -> None:
        """Fill the menu ahead where the tray draws it, from entries it got over D-Bus.

        Such a tray (StatusNotifierItem) shows what it has, lays it out, and asks for changes
        afterwards; it never reports where the icon is. xfce4-panel 4.18 also never reports that it
        closed the menu, so an open one changes too: `call_requested` names its offer.
        """
        if self._icon.isVisible() and self.geometry().isEmpty():
            self._fill_menu()

    def _fill_menu(self) -> None:
        if self._contents is None:
            from .menu import TrayMenu  # not needed until the menu is

            self._contents = TrayMenu(self._menu, self)
        self._contents.fill(self._view())
