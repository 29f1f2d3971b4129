"""What either side of the demo PBX checks before it listens, and says when it cannot."""

import errno
import ipaddress
import math
import os
import socket

from ...model.errors import SettingsError

AGENT = "204"
"""The extension that the demo PBX knows for WebRTC."""
PASSWORD = "demo-secret"  # noqa: S105  # no secret: it is in the help of `demo-pbx`
"""And what it registers with."""


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach a server on `host`, a name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_for_urls(host: str) -> str:
    """The host of a server bound to `host`, as a URL on this machine has it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # not bound here
    return f"[{host}]" if ":" in host else host


def check(
    version: int, port: int, pace: float, versions: tuple[int, ...], purpose: str = ""
) -> None:
    """Raise SettingsError for a value that cannot be. `versions`: those for `purpose`."""
    if version not in versions:
        *first, last = map(str, versions)
        right = f"Use {', '.join(first)} or {last}."
        raise SettingsError(f"There is no demo PBX version {version}{purpose}.", right)
    if not 0 <= port <= 65535:
        raise SettingsError(
            f"{port} is not a valid port.", "Use 1 to 65535, or 0 for any free one."
        )
    if not (math.isfinite(pace) and pace >= 0):
        raise SettingsError(f"{pace} is not a valid pace.", "Use 1 for real time, less for faster.")


def cannot_listen(host: str, port: int, error: Exception) -> SettingsError:
    """The message for `error`, raised by listening on `host` and `port`."""
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return SettingsError(f"{host!r} is not an address.", "Use 127.0.0.1 or ::1.")
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return SettingsError(
            f"Port {port} on {host} is taken by another program.",
            "Stop that program, or choose another port.",
        )
    if number == errno.EADDRNOTAVAIL:
        return SettingsError(f"{host} is not an address of this machine.", "Use 127.0.0.1 or ::1.")
    why = os.strerror(number) if number else str(error)
    return SettingsError(
        f"The demo PBX cannot listen on port {port} of {host}: {why}.",
        "Choose another port or host.",
    )
