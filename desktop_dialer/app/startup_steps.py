"""The icon first; then everything behind it, a step at a time.

What this module loads at its top comes before the icon. The steps after it are small, and
between them the event loop runs, so that a tray is never kept waiting.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer

from ..ui.tray.icon import Tray
from ..ui.tray.view import TrayState, TrayView

if TYPE_CHECKING:
    from .context import AppContext
    from .root import App

_PARTS = (
    *("calling.dialer", "settings.store", "calling.factory", "desktop.background"),
    *("desktop.session", "app.dial_controller"),
)
"""What the app is made of, at most some 15 ms at a time."""
_FOR_THE_TRAY_MS = 15
"""An XEmbed tray has the icon painted in 1 to 10 ms. (Noticing that with an event filter would
cost 5 MiB: PySide6 builds a Python type for every kind of event and object that passes it.)"""
_AT_FIRST = TrayView(TrayState.READY, "Desktop Dialer")


class EarlyTrayIcon(QObject):
    """The icon before there is an app behind it. A click on it waits for the app."""

    def __init__(self) -> None:
        super().__init__()
        self.tray = Tray(lambda: _AT_FIRST, self)
        self._clicked = False
        self.tray.clicked.connect(self._keep)
        self.tray.show()

    def _keep(self) -> None:
        self._clicked = True

    def hand_over(self) -> bool:
        """The app hears clicks itself from here on; whether one waits for it."""
        self.tray.clicked.disconnect(self._keep)
        return self._clicked


def assemble(
    new_context: "Callable[[], AppContext]", once_shown: Callable[[], None], *, quiet: bool = False
) -> "App":
    """Show the icon, then build the app behind it; `App.start` is left to the caller.

    `once_shown` is called when the icon is shown. `quiet`: see App.
    """
    first = EarlyTrayIcon()
    _leave_to_the_tray()
    once_shown()
    for part in _PARTS:
        import_module(f"desktop_dialer.{part}")
        QCoreApplication.processEvents()
    from .root import App

    context = new_context()
    QCoreApplication.processEvents()
    app = App(context, first.tray, quiet=quiet)
    if first.hand_over():
        app.icon.tray.clicked.emit()
    return app


def _leave_to_the_tray() -> None:
    loop = QEventLoop()
    QTimer.singleShot(_FOR_THE_TRAY_MS, loop.quit)
    loop.exec()
