"""The icon first; then everything behind it, a step at a time.

What this module loads at its top comes before the icon. The steps after it are small, and
between them the event loop runs, so that a tray is never kept waiting.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer

from ..ui.tray import Tray
from ..ui.tray_picture import TrayPicture, TrayState

if TYPE_CHECKING:
    from .desk import Desk
    from .root import App

_PARTS = (
    *("dialer", "desktop.settings_store", "composition", "desktop.background"),
    *("desktop.session", "app.dial_desk"),
)
"""What the app is made of, at most some 15 ms at a time."""
_PAINTED_WITHIN_MS = 50
"""Trays take 1 to 30 ms for it; one that takes longer waits for one step of the rest at most."""
_AT_FIRST = TrayPicture(TrayState.READY, "Desktop Dialer")


class FirstPainting(QEventLoop):
    """Ends when an XEmbed tray has the icon painted, or soon: other trays draw it themselves."""

    def __init__(self) -> None:
        super().__init__()
        QTimer.singleShot(_PAINTED_WITHIN_MS, self, self.quit)

    def wait(self) -> None:
        """Run until then."""
        application = QCoreApplication.instance()
        assert application is not None  # noqa: S101  # for the type checker
        application.installEventFilter(self)
        self.exec()
        application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Notice the painting of the icon's own window."""
        if event.type() is QEvent.Type.Paint and is_icon(watched):
            self.quit()
        return False


def is_icon(watched: QObject) -> bool:
    """Whether it is the window that Qt makes for the icon in an XEmbed tray."""
    return watched.metaObject().className() == "QSystemTrayIconSys"


class FirstIcon(QObject):
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
    new_desk: "Callable[[], Desk]", once_shown: Callable[[], None], *, quiet: bool = False
) -> "App":
    """Show the icon, then build the app behind it; `App.start` is left to the caller.

    `once_shown` is called when the icon stands. `quiet`: see App.
    """
    first = FirstIcon()
    FirstPainting().wait()
    once_shown()
    for part in _PARTS:
        import_module(f"desktop_dialer.{part}")
        QCoreApplication.processEvents()
    from .root import App

    desk = new_desk()
    QCoreApplication.processEvents()
    app = App(desk, first.tray, quiet=quiet)
    if first.hand_over():
        app.icon.tray.clicked.emit()
    return app
