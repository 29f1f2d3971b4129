"""What the softphone needs of the rest of the app, as one value."""

from collections.abc import Callable
from dataclasses import dataclass

from ...calling.number_lookup import BackgroundWork
from ...desktop.gui_thread import GuiThread
from ...desktop.notifications.notifications import Notifications
from ..context import AppContext
from ..notification_router import NotificationRouter
from ..settings_writer import SettingsWriter


@dataclass(frozen=True)
class Dependencies:
    """`copy`: puts a text on the clipboard. `failed`: announces what went wrong."""

    context: AppContext
    gui: GuiThread
    background: BackgroundWork
    notifications: Notifications
    router: NotificationRouter
    writer: SettingsWriter
    copy: Callable[[str], None]
    failed: Callable[[Exception], None]
