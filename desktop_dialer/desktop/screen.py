"""Whether there is a screen that windows can be shown on. Qt aborts the process where none is."""

import os
import sys

from ..translation import tr


def no_screen_reason() -> str:
    """Why nothing can be shown; "" = it can.

    Asks the X server as Qt would, with libxcb (which Qt loads anyway), so that a display that
    is dead, far away or not ours is found out in all its ways.
    """
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if sys.platform != "linux" or wayland or not f"{platform}xcb".startswith("xcb"):
        return ""
    display = os.environ.get("DISPLAY", "")
    if not display:
        return tr("There is no screen for the program (DISPLAY is not set).")
    if not _answers():
        return tr("The screen {display} (DISPLAY) cannot be reached.").format(
            display=repr(display[:80])
        )
    return ""


def _answers() -> bool:
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt brings or names what is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    error: int = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not error
