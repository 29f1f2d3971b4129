"""What the program's own line needs of the program around it, as one value."""

from collections.abc import Callable
from dataclasses import dataclass

from ..desktop.gui_thread import GuiThread
from ..desktop.notifications import Notifications
from ..number_lookup import Background
from .choices import Choices
from .desk import Desk
from .notified import Notified


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
