"""Starting the app, and its end. What is loaded at the top comes before the icon."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from ..desktop.instance.instance import Instance
from .startup_steps import assemble

if TYPE_CHECKING:
    from PySide6.QtGui import QSessionManager

    from ..settings.store import LoadedSettings
    from .context import AppContext
    from .root import App


@dataclass(frozen=True, slots=True)
class StartOptions:
    """How to start. `link`: shown first. `show`: with its window. `on_ready`: see App.ready.

    `once_shown`: called when the icon is shown, before the rest is loaded.
    """

    link: str = ""
    show: bool = False
    on_ready: Callable[[], None] | None = None
    once_shown: Callable[[], None] = lambda: None


def real_context() -> "AppContext":
    """The context of this user on this machine."""
    from ..calling.factory import call_log, settings_store
    from ..desktop.accounts.credentials import Credentials
    from .context import AppContext

    store = settings_store()
    loaded = store.load()
    return AppContext(store, Credentials(), call_log(loaded.settings), loaded)


def new_application() -> QApplication:
    """The Qt application, named as the desktop knows it."""
    application = QApplication(["desktop-dialer"])  # its class for window managers
    application.setApplicationName("desktop-dialer")
    application.setApplicationDisplayName("Desktop Dialer")
    application.setDesktopFileName("desktop-dialer")
    application.setQuitOnLastWindowClosed(False)
    QPixmapCache.setCacheLimit(0)  # it wakes up 30 s after each painting to tidy itself
    return application


def watch_settings(app: "App") -> None:
    """Act on a changed settings file at once, no matter who changed it. Costs no wake-up."""
    from PySide6.QtCore import QFileSystemWatcher

    from ..desktop.paths import private_folder

    file = app.context.store.user_file
    watcher = QFileSystemWatcher(app)

    def use(loaded: "LoadedSettings") -> None:
        if loaded != app.context.loaded:
            app.use_settings(loaded)

    def changed(_path: str = "") -> None:
        # Writing replaces the file, so its folder is watched too, and the file again.
        if file.exists() and str(file) not in watcher.files():
            watcher.addPath(str(file))
        app.background.run(app.context.store.load, use, app.failed)

    watcher.addPath(str(private_folder(file.parent)))
    watcher.directoryChanged.connect(changed)
    watcher.fileChanged.connect(changed)
    changed()


def run(
    start: StartOptions, instance: Instance, new_context: "Callable[[], AppContext]" = real_context
) -> int:
    """Run the app until it is asked to end; the exit code."""
    application = new_application()
    app = assemble(new_context, start.once_shown)
    from ..desktop.shutdown_signals import ShutdownSignals
    from .messages import Messages

    ending = ShutdownSignals(app)
    messages = Messages(app, application.quit)
    cut_off = False

    def finish() -> None:
        nonlocal cut_off
        messages.end()
        cut_off = not app.finish()
        # Outcomes that came last reach their clients. A click that came meanwhile is too late.
        application.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        messages.give_up()
        app.gui.close()
        instance.close()

    def session_ends(manager: "QSessionManager") -> None:
        manager.setRestartHint(manager.RestartHint.RestartIfRunning)
        application.quit()

    application.commitDataRequest.connect(session_ends)
    ending.requested.connect(application.quit)
    app.quit_requested.connect(application.quit)
    application.aboutToQuit.connect(finish)
    if start.on_ready:
        app.ready.connect(start.on_ready)
    app.start()
    instance.serve(messages.take)
    if instance.unavailable_reason:
        app.show_unavailable("instance", instance.unavailable_reason)
    if start.link:
        app.dialer.follow(start.link)
    elif start.show:
        app.ready.connect(app.open_window)
    watch_settings(app)
    code = application.exec()
    if cut_off:
        _end_at_once(code)
    return code


def _end_at_once(code: int) -> NoReturn:
    """End without waiting for threads: one may wait for the PBX, and so would the session.

    The call log has the intent without an outcome, which is what is known.
    """
    logging.getLogger(__name__).warning(
        "work was cut off at the end; a call without an outcome is unknown"
    )
    logging.shutdown()
    os._exit(code)
