"""What is chosen at the tray, led to whoever carries it out."""

from ..calling.dialer import Dialer
from ..ui.tray.requests import TrayRequests
from .clipboard_watcher import ClipboardWatcher
from .dial_controller import DialController
from .settings_writer import SettingsWriter
from .setup_controller import SetupController
from .softphone.line_settings_controller import LineSettingsController
from .softphone.softphone import Softphone


def join_tray(
    tray: TrayRequests,
    *,
    dialer: Dialer,
    dial_desk: DialController,
    softphone: Softphone,
    line_desk: LineSettingsController,
    choices: SettingsWriter,
    watching: ClipboardWatcher,
    set_up: SetupController,
) -> None:
    """Join all wishes but those that depend on what is shown: a click, the prompt, the end."""
    tray.call_requested.connect(dialer.answer_from_tray)
    tray.dial_window_requested.connect(dial_desk.open)
    tray.redial_requested.connect(dial_desk.redial)
    tray.copy_requested.connect(dial_desk.copy)
    tray.caller_id_chosen.connect(choices.caller_id)
    tray.pause_requested.connect(watching.pause)
    tray.resume_requested.connect(watching.resume)
    tray.settings_requested.connect(softphone.put_end_away)  # it would stand above the settings
    tray.settings_requested.connect(set_up.open)
    tray.line_settings_requested.connect(line_desk.open)
    tray.do_not_disturb_chosen.connect(choices.do_not_disturb)
    tray.call_window_requested.connect(softphone.open_window)
    tray.answer_requested.connect(softphone.answer)
    tray.decline_requested.connect(softphone.decline)
    tray.hang_up_requested.connect(softphone.hang_up)
    tray.mute_requested.connect(softphone.mute)
