"""Starting the app, and its end."""

import logging
import sys
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from ..composition import call_log, settings_store
from ..desktop.credentials import Credentials
from ..desktop.instance import Instance
from .desk import Desk
from .ending import Ending
from .messages import Messages
from .root import App

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Start:
    """How to start. `link`: shown first. `show`: with its window."""

    link: str = ""
    show: bool = False


def real_desk() -> Desk:
    """The desk of this user on this machine."""
    store = settings_store()
    return Desk(store, Credentials(), call_log(store.load().settings))


def new_application() -> QApplication:
    """The Qt application, named as the desktop knows it."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("desktop-dialer")
    application.setApplicationDisplayName("Desktop Dialer")
    application.setDesktopFileName("desktop-dialer")
    application.setQuitOnLastWindowClosed(False)
    return application


def run(start: Start, instance: Instance, desk: Desk) -> int:
    """Run the app until it is told to end; the exit code."""
    application = new_application()
    app = App(desk)
    ending = Ending(app)
    messages = Messages(app, application.quit)

    def finish() -> None:
        instance.close()
        if not app.finish():
            _log.warning("a call was being sent for more than 2 s; its outcome is not known")

    def session_ends(manager: QSessionManager) -> None:
        manager.setRestartHint(QSessionManager.RestartHint.RestartIfRunning)
        application.quit()

    application.commitDataRequest.connect(session_ends)
    ending.wished.connect(application.quit)
    app.quit_wanted.connect(application.quit)
    application.aboutToQuit.connect(finish)
    app.start()
    instance.serve(messages.take)
    if instance.why_not:
        app.tell_trouble("instance", instance.why_not)
    if start.link:
        app.dialer.follow(start.link)
    elif start.show:
        app.ready.connect(app.open_window)
    code = application.exec()
    QCoreApplication.processEvents()
    return code
