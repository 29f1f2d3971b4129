"""What has to be set before Qt starts: the environment and the engine's flags."""

import os
import sys
from collections.abc import MutableMapping, Sequence

FLAGS = (
    # Else a hidden page's timers run once a minute (Chromium's intensive throttling, measured).
    "--disable-background-timer-throttling",
    # Chromium asks the user before a page connects to the local network; nobody can answer here.
    "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets",
    # Nothing is ever drawn: saves 75 MiB of graphics driver (PSS 254 to 179 MiB, measured).
    "--disable-gpu",
    # As for the PBX's REST interface, proxies of the environment are not used.
    "--no-proxy-server",
)


def prepare(environ: MutableMapping[str, str], more_flags: Sequence[str] = ()) -> None:
    """Set what Qt and the engine read at their start. `more_flags`: for tests.

    Inherited flags are dropped: they could open a port for developer tools or disable the
    sandbox.
    """
    environ.pop("QTWEBENGINE_REMOTE_DEBUGGING", None)
    environ.pop("QTWEBENGINE_DISABLE_SANDBOX", None)
    environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join([*FLAGS, *more_flags])
    environ["QT_QPA_PLATFORM"] = "offscreen"  # it has no window
    if _is_root():
        environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # otherwise the engine does not start


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
