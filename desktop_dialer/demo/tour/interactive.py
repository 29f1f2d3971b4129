"""The person at the terminal of a demo: what they type, until they or the app end it."""

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable

from ...model.errors import DesktopError
from .profile import Profile
from .running_app import RunningApp

_APP_ENDED = "app ended"
_SIGNALLED = "signalled"
_ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP


def stay(
    app: RunningApp,
    profile: Profile,
    words: str,
    obey: Callable[[str], bool] = lambda _line: False,
) -> None:
    """Show `words` and stay until Enter, Ctrl-C or Quit in the app's menu; then end the app.

    `obey` gets each typed line and returns whether the demo goes on. Raises
    DesktopError where the app fails.
    """
    events: queue.SimpleQueue[str] = queue.SimpleQueue()
    # Not KeyboardInterrupt: it is lost where it comes while Python runs a finaliser.
    signals = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    before = {each: signal.signal(each, lambda *_: events.put(_SIGNALLED)) for each in signals}
    try:
        print(words, end="", flush=True)
        _wait(app, obey, events)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        code = app.end()
    if code:
        raise DesktopError(f"The app ended with {code}.", f"Its log: {profile.log_file}")


def _wait(app: RunningApp, obey: Callable[[str], bool], events: "queue.SimpleQueue[str]") -> None:
    def read() -> None:
        # Not sys.stdin: Python's end would wait for the lock of a thread that reads it.
        while typed := os.read(sys.stdin.fileno(), 1024):
            events.put(typed.decode(errors="replace").strip())
        events.put("")

    threading.Thread(target=read, daemon=True).start()
    app.when_it_ends(lambda: events.put(_APP_ENDED))
    while (typed := events.get()) not in (_APP_ENDED, _SIGNALLED) and obey(typed):
        pass
    if typed == _SIGNALLED:
        print("\nEnding.")
