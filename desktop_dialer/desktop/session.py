"""What this desktop session offers, chosen once: by mechanism where there is one, else why not."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..translation import tr
from .clipboard import Clipboard, NoClipboard
from .dbus.session_bus import SessionBus
from .hotkey import Hotkeys, NoHotkeys
from .links.tel_handler import NoTelHandler, TelHandler
from .notifications.notifications import NoNotifications, NotificationEvents, Notifications
from .tray.host import TrayHost, UnwatchedTrayHost


@dataclass(frozen=True)
class DesktopSession:
    """The mechanisms of one session. `close` ends them all and waits for that, at most 1 s."""

    clipboard: Clipboard
    hotkeys: Hotkeys
    tray_host: TrayHost
    close: Callable[[], None]


def choose_session(
    on_lost: Callable[[str], None], environment: Mapping[str, str] | None = None
) -> DesktopSession:
    """The mechanisms of the session this program runs in; never fails.

    Call it on a worker: loading the X library takes some 90 ms. `on_lost` is called at most
    once, with words, on a thread of the session, when its mechanisms end unexpectedly.
    `environment`: os.environ if not given.
    """
    variables = os.environ if environment is None else environment
    if sys.platform != "linux":
        return _without(tr("This is not supported on this system yet."))
    if variables.get("WAYLAND_DISPLAY"):
        # XWayland's clipboard shows what X programs copy and little else: not worth a promise.
        return _without(tr("This is not supported in a Wayland session yet."))
    if not variables.get("DISPLAY"):
        return _without(tr("This needs a desktop, and there is none (DISPLAY is not set)."))
    return _x11(variables["DISPLAY"], on_lost)


def _without(reason: str) -> DesktopSession:
    other_ways = tr("Type the number in the window, or click a tel: link.")
    return DesktopSession(
        NoClipboard(
            tr("Copied numbers are not noticed. {reason} {other_ways}").format(
                reason=reason, other_ways=other_ways
            )
        ),
        NoHotkeys(
            tr("Hotkeys do not work. {reason} {other_ways}").format(
                reason=reason, other_ways=other_ways
            )
        ),
        UnwatchedTrayHost(tr("Trays are not noticed. {reason}").format(reason=reason)),
        lambda: None,
    )


def _x11(display: str, on_lost: Callable[[str], None]) -> DesktopSession:
    from .x11.connection import X11Connection
    from .x11.hotkeys import X11Hotkeys
    from .x11.selections import X11Clipboard
    from .x11.tray_host import X11TrayHost

    try:
        connection = X11Connection(display, on_lost)
    except ConnectionError as error:
        return _without(str(error))
    session = DesktopSession(
        X11Clipboard(connection),
        X11Hotkeys(connection),
        X11TrayHost(connection),
        connection.stop,
    )
    connection.start()
    return session


def notifications_on(bus: SessionBus, events: NotificationEvents) -> Notifications:
    """The notifications of this desktop. Opens no connection yet."""
    if not bus.has_address:
        return NoNotifications(bus.unavailable_reason)
    from .notifications.freedesktop import DBusNotifications

    return DBusNotifications(bus, events)


def tel_handler() -> TelHandler:
    """The one of this system."""
    if sys.platform == "win32":
        return NoTelHandler(tr("Opening links is not supported on Windows yet."))
    if sys.platform == "darwin":
        return NoTelHandler(tr("Opening links is not supported on macOS yet."))
    from . import paths
    from .links.tel_handler_xdg import XdgTelHandler

    return XdgTelHandler(paths.applications_folder(), paths.former_tel_handlers_file())
