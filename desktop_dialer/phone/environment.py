"""What has to are before Qt starts: environment, the engine's flags."""

import os
import sys
from collections.abc import MutableMapping, Sequence

FLAGS = (
    # A hidden page's timers drop to one a minute (Chromium's intensive throttling, measured).
    "--disable-background-timer-throttling",
    # Chromium asks before a page opens a socket to the local network, and nobody is asked here.
    "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets",
    # Nothing is ever drawn: 75 MiB of graphics driver less (PSS 254 to 179 MiB, measured).
    "--disable-gpu",
    # As for the PBX's REST interface: proxies of the environment are not used; audio has none.
    "--no-proxy-server",
)


def prepare(environ: MutableMapping[str, str], more_flags: Sequence[str] = ()) -> None:
    """Set what Qt and the engine read at their start. `more_flags`: of tests.

    What is inherited counts for nothing: it could open a port for developer tools or drop the
    sandbox.
    """
    environ.pop("QTWEBENGINE_REMOTE_DEBUGGING", None)
    environ.pop("QTWEBENGINE_DISABLE_SANDBOX", None)
    environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join([*FLAGS, *more_flags])
    environ["QT_QPA_PLATFORM"] = "offscreen"  # there is never a window
    if _is_root():
        environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # the engine does not start otherwise


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
