"""What is chosen at the tray, and the part of the app that carries it out."""

from ..calling.dialer import Dialer
from ..ui.tray.icon import Tray
from ..ui.widgets.press_guard import PressGuard
from .clipboard_watcher import ClipboardWatcher
from .context import AppContext
from .dial_controller import DialController
from .offers import Offers
from .settings_writer import SettingsWriter
from .setup_controller import SetupController
from .softphone.line_settings_controller import LineSettingsController
from .softphone.softphone import Softphone


def wire_tray(
    tray: Tray,
    *,
    dialer: Dialer,
    dial_controller: DialController,
    softphone: Softphone,
    line_settings: LineSettingsController,
    writer: SettingsWriter,
    watcher: ClipboardWatcher,
    set_up: SetupController,
    offers: Offers,
    context: AppContext,
) -> None:
    """Connect every request but to quit."""
    click_guard = PressGuard()

    def click() -> None:
        if dialer.flight or dialer.checking or not click_guard.open:
            click_guard.restart()  # more of the click that has called, however many come
        elif set_up.missing:
            set_up.open()
        elif dialer.offer is None:
            dial_controller.open()
        elif context.settings.tray_click == "call" and dialer.click():
            click_guard.restart()
        else:
            offers.show_prompt(activate=True)

    tray.clicked.connect(click)
    tray.prompt_requested.connect(lambda: offers.show_prompt(activate=True))
    tray.call_requested.connect(dialer.answer_from_tray)
    tray.dial_window_requested.connect(dial_controller.open)
    tray.redial_requested.connect(dial_controller.redial)
    tray.copy_requested.connect(dial_controller.copy)
    tray.caller_id_chosen.connect(writer.caller_id)
    tray.pause_requested.connect(watcher.pause)
    tray.resume_requested.connect(watcher.resume)
    tray.settings_requested.connect(softphone.put_end_away)  # it would be above the settings
    tray.settings_requested.connect(set_up.open)
    tray.line_settings_requested.connect(line_settings.open)
    tray.do_not_disturb_chosen.connect(writer.do_not_disturb)
    tray.call_window_requested.connect(softphone.open_window)
    tray.answer_requested.connect(softphone.answer)
    tray.decline_requested.connect(softphone.decline)
    tray.hang_up_requested.connect(softphone.hang_up)
    tray.mute_requested.connect(softphone.mute)
