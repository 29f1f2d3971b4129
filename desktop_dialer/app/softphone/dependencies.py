"""What the program's own line needs of the program around it, as one value."""

from collections.abc import Callable
from dataclasses import dataclass

from ...calling.number_lookup import Background
from ...desktop.gui_thread import GuiThread
from ...desktop.notifications.notifications import Notifications
from ..context import Desk
from ..notification_router import Notified
from ..settings_writer import Choices


@dataclass(frozen=True)
class Around:
    """`copy`: puts a text on the clipboard. `failed`: tells what went wrong, in words."""

    desk: Desk
    gui: GuiThread
    background: Background
    notifications: Notifications
    notified: Notified
    choices: Choices
    copy: Callable[[str], None]
    failed: Callable[[Exception], None]
