"""Where the D-Bus session bus is, and a socket to it."""

import logging
import os
import socket
import sys
from pathlib import Path

from ...translation import tr

_log = logging.getLogger(__name__)


def session_address() -> str:
    """The D-Bus address of this session's bus, "" where there is none.

    DBUS_SESSION_BUS_ADDRESS, else `bus` in XDG_RUNTIME_DIR, as systemd has it.
    """
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if not address and runtime and Path(runtime, "bus").exists():
        return f"unix:path={runtime}/bus"
    return address


def connected(address: str) -> socket.socket:
    """A socket, connected without waiting, to the first place that takes us; else OSError."""
    from jeepney.bus import get_connectable_addresses

    if sys.platform == "win32":
        raise OSError(tr("Windows has no session bus"))
    failure = OSError(tr("its address cannot be used"))
    try:
        for place in get_connectable_addresses(address):
            end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            end.setblocking(False)
            try:
                end.connect(place)
            except OSError as error:
                end.close()
                failure = error
            else:
                return end
    except (ValueError, RuntimeError) as error:
        _log.error("not a usable D-Bus address: %s", error)
    raise failure
