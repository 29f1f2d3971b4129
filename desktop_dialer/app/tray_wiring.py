"""What is chosen at the tray, led to whoever carries it out."""

from ..calling.dialer import Dialer
from ..ui.tray.requests import TrayWishes
from .clipboard_watcher import Watching
from .dial_controller import DialDesk
from .settings_writer import Choices
from .setup_controller import SetUp
from .softphone.line_settings_controller import LineDesk
from .softphone.softphone import OwnLine


def join_tray(
    tray: TrayWishes,
    *,
    dialer: Dialer,
    dial_desk: DialDesk,
    own_line: OwnLine,
    line_desk: LineDesk,
    choices: Choices,
    watching: Watching,
    set_up: SetUp,
) -> None:
    """Join all wishes but those that depend on what is shown: a click, the prompt, the end."""
    tray.call_wanted.connect(dialer.answer_from_tray)
    tray.dial_window_wanted.connect(dial_desk.open)
    tray.redial_wanted.connect(dial_desk.redial)
    tray.copy_wanted.connect(dial_desk.copy)
    tray.caller_id_chosen.connect(choices.caller_id)
    tray.pause_wanted.connect(watching.pause)
    tray.resume_wanted.connect(watching.resume)
    tray.settings_wanted.connect(own_line.put_end_away)  # it would stand above the settings
    tray.settings_wanted.connect(set_up.open)
    tray.line_settings_wanted.connect(line_desk.open)
    tray.do_not_disturb_chosen.connect(choices.do_not_disturb)
    tray.call_window_wanted.connect(own_line.open_window)
    tray.answer_wanted.connect(own_line.answer)
    tray.decline_wanted.connect(own_line.decline)
    tray.hang_up_wanted.connect(own_line.hang_up)
    tray.mute_wanted.connect(own_line.mute)
