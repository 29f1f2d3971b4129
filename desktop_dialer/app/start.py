"""Starting the app, and its end."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QFileSystemWatcher
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from ..composition import call_log, settings_store
from ..desktop.credentials import Credentials
from ..desktop.instance import Instance
from ..desktop.paths import private_folder
from .desk import Desk
from .ending import Ending
from .messages import Messages
from .root import App

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Start:
    """How to start. `link`: shown first. `show`: with its window. `on_ready`: see App.ready."""

    link: str = ""
    show: bool = False
    on_ready: Callable[[], None] | None = None


def real_desk() -> Desk:
    """The desk of this user on this machine."""
    store = settings_store()
    return Desk(store, Credentials(), call_log(store.load().settings))


def new_application() -> QApplication:
    """The Qt application, named as the desktop knows it."""
    application = QApplication(["desktop-dialer"])  # its class for window managers
    application.setApplicationName("desktop-dialer")
    application.setApplicationDisplayName("Desktop Dialer")
    application.setDesktopFileName("desktop-dialer")
    application.setQuitOnLastWindowClosed(False)
    return application


def watch_settings(app: App) -> None:
    """Act on a changed settings file at once, whoever changed it. Costs no wake-up."""
    file = app.desk.store.user_file
    watcher = QFileSystemWatcher(app)

    def changed(_path: str = "") -> None:
        # Writing replaces the file, so its folder is watched too, and the file anew.
        if file.exists() and str(file) not in watcher.files():
            watcher.addPath(str(file))
        if app.desk.store.load() != app.desk.loaded:
            app.reload()

    watcher.addPath(str(private_folder(file.parent)))
    watcher.directoryChanged.connect(changed)
    watcher.fileChanged.connect(changed)
    changed()


def run(start: Start, instance: Instance, desk: Desk) -> int:
    """Run the app until it is told to end; the exit code."""
    application = new_application()
    app = App(desk)
    ending = Ending(app)
    messages = Messages(app, application.quit)

    cut_off = False

    def finish() -> None:
        nonlocal cut_off
        cut_off = not app.finish()
        QCoreApplication.processEvents()  # outcomes that came last reach those who wait for them
        instance.close()

    def session_ends(manager: QSessionManager) -> None:
        manager.setRestartHint(QSessionManager.RestartHint.RestartIfRunning)
        application.quit()

    application.commitDataRequest.connect(session_ends)
    ending.wished.connect(application.quit)
    app.quit_wanted.connect(application.quit)
    application.aboutToQuit.connect(finish)
    if start.on_ready:
        app.ready.connect(start.on_ready)
    app.start()
    instance.serve(messages.take)
    if instance.why_not:
        app.tell_trouble("instance", instance.why_not)
    if start.link:
        app.dialer.follow(start.link)
    elif start.show:
        app.ready.connect(app.open_window)
    watch_settings(app)
    code = application.exec()
    if cut_off:
        # A thread that still waits for the PBX would hold up the end of the session. The call
        # log has the wish without an outcome, which is what is known.
        _log.warning("work was cut off at the end; a call without an outcome is unknown")
        logging.shutdown()
        os._exit(code)
    return code
