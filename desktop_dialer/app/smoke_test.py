"""`--smoke-test`: start everything beside a running app, say how it went, end.

`ready_ms` counts from the kernel's start of the process until the icon is docked; the rest is
looked at after that, by the same steps as in the app itself.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from ..desktop.instance.instance import claim
from ..translation import tr
from .startup import new_application, real_context
from .startup_steps import assemble

if TYPE_CHECKING:
    from .root import App

_PATIENCE_MS = 5000
"""For an icon that no tray takes, and for answers that do not come."""
_PARTS = ("tray", "clipboard", "hotkey", "notifications", "keyring")


class Docking(QObject):
    """Notes when the icon is shown, and when an XEmbed tray first has it painted."""

    def __init__(self, painted: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.shown_ms = 0.0
        self.painted_ms: float | None = None
        self.on_painted = painted

    def note_shown(self) -> None:
        """The icon has been given to the desktop."""
        self.shown_ms = age_ms()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Notice the first paint of the icon's own window."""
        if self.painted_ms is None and event.type() is QEvent.Type.Paint and _is_icon(watched):
            self.painted_ms = age_ms()
            self.on_painted()
        return False


class SmokeTest(QObject):
    """Collects what each part says; prints it when all have spoken, or when patience ends."""

    def __init__(self, app: "App", docking: Docking, quit_application: Callable[[], None]) -> None:
        super().__init__(app)
        self._app = app
        self._quit = quit_application
        self._docking = docking
        self._found: dict[str, dict[str, str]] = {}
        self._ready_ms = docking.painted_ms
        app.ready.connect(self._look)
        app.keys.changed.connect(self._look_at_hotkey)
        docking.on_painted = self._painted
        if docking.painted_ms is not None:
            self._painted()
        QTimer.singleShot(_PATIENCE_MS, self._report)

    def _painted(self) -> None:
        self._ready_ms = self._docking.painted_ms
        self._note("tray", "XEmbed")

    def _look(self) -> None:
        app = self._app
        if app.session:
            reason = app.session.clipboard.unavailable_reason
            self._note("clipboard", "" if reason else "X11, XFixes", reason)
        app.notifications.probe(lambda how, why: self._note("notifications", how, why))
        app.set_up.look(self._look_at_keyring)
        app.icon.look(self._look_at_tray)

    def _look_at_keyring(self) -> None:
        from ..desktop.accounts.credentials import AccountState

        said = {
            AccountState.STORED: (tr("an account is stored"), ""),
            AccountState.NONE: (tr("no account is stored"), ""),
            AccountState.LOCKED: ("", tr("The keyring is locked.")),
            AccountState.NO_KEYRING: ("", tr("This desktop has no keyring.")),
            None: ("", tr("The keyring did not respond.")),
        }
        self._note("keyring", *said[self._app.set_up.state])

    def _look_at_tray(self, on_panel: bool) -> None:
        if on_panel:
            self._ready_ms = self._ready_ms or self._docking.shown_ms
            self._note("tray", "StatusNotifierItem")
        elif not self._app.icon.has_host:
            self._note("tray", "", tr("This desktop shows no tray icons."))

    def _look_at_hotkey(self) -> None:
        keys, wanted = self._app.keys, self._app.context.settings.hotkey_call
        if keys.grabbed or keys.unavailable_reason or not wanted:
            how = f"{wanted}, grabbed" if keys.grabbed else ""
            self._note(
                "hotkey", how, keys.unavailable_reason or "" if wanted else tr("No hotkey is set.")
            )

    def _note(self, part: str, how: str, reason: str = "") -> None:
        self._found.setdefault(part, {"how": how} if how else {"why_not": reason})
        if len(self._found) == len(_PARTS):
            self._report()

    def _report(self) -> None:
        import json

        silent = {"why_not": tr("It did not respond in time.")}
        ready = None if self._ready_ms is None else round(self._ready_ms, 1)
        found = {part: self._found.get(part, silent) for part in _PARTS}
        print(json.dumps({"ready_ms": ready} | found), flush=True)
        self._quit()


def _is_icon(watched: QObject) -> bool:
    """Whether it is the window that Qt makes for the icon in an XEmbed tray."""
    return watched.metaObject().className() == "QSystemTrayIconSys"


def age_ms() -> float:
    """Milliseconds since the kernel started this process (Linux: /proc, to 10 ms)."""
    if sys.platform != "linux":
        return time.process_time() * 1000
    with open("/proc/self/stat", encoding="ascii", errors="replace") as file:  # noqa: PTH123
        started = float(file.read().rpartition(")")[2].split()[19])
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")) * 1000


def run(once_shown: Callable[[], None] = lambda: None) -> int:
    """Carry out the smoke test; the exit code, 0. `once_shown`: see Start."""
    instance = claim(f"smoke-{os.getpid()}")
    application = new_application()
    docking = Docking()
    application.installEventFilter(docking)

    def shown() -> None:
        docking.note_shown()
        once_shown()

    app = assemble(real_context, shown, quiet=True)
    SmokeTest(app, docking, application.quit)  # the app's child
    app.start()
    if instance:
        instance.serve(lambda _message, _reply: None)
    QApplication.exec()
    if instance:
        instance.close()
    app.finish()
    app.gui.close()
    return 0
