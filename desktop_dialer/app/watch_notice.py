"""The one sentence that says that the clipboard is watched."""

from collections.abc import Callable

from ..desktop import paths
from ..translation import tr
from .clipboard_watcher import ClipboardWatcher
from .outcome_announcer import OutcomeAnnouncer

_PAUSE = "pause"
_OFF = "off"
PAUSE_MINUTES = 15


class WatchNotice:
    """Shows it once to each user; the first-run window shows it to everybody else."""

    def __init__(
        self,
        announcer: OutcomeAnnouncer,
        watcher: ClipboardWatcher,
        turn_off: Callable[[], None],
        open_window: Callable[[], None],
    ) -> None:
        self._announcer = announcer
        self._watcher = watcher
        self._turn_off = turn_off
        self._open_window = open_window
        self._number = 0

    def tell_once(self) -> None:
        """Show it, unless it was shown before. ClipboardWatcher does not wait for it."""
        if paths.watch_told_file().exists():
            return
        self._number = self._announcer.notify(
            "Desktop Dialer",
            tr(
                "Phone numbers that you copy are offered for calling. Nothing else of "
                "the copied text is kept."
            ),
            {_PAUSE: tr("Pause for 15 minutes"), _OFF: tr("Turn this off")},
        )

    def shown(self, notification: int, _with_actions: bool) -> None:
        """The desktop has a notification: what was not shown is shown at the next start."""
        if notification == self._number:
            seen = paths.watch_told_file()
            paths.private_folder(seen.parent)
            seen.touch()

    def take_action(self, notification: int, key: str) -> None:
        """A button was pressed."""
        if notification != self._number or not notification:
            return
        if key == _PAUSE:
            self._watcher.pause(PAUSE_MINUTES)
        elif key == _OFF:
            self._turn_off()
        else:
            self._open_window()
