"""A program with our tray and prompt, for tests on a real desktop.

Commands come as JSON lines on standard input, [name, *arguments]. Each answer and each signal
is a JSON line on standard output: ["answer", value] or [signal, *arguments].
"""

import json
import os
import sys
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QRect, QSocketNotifier
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_dialer.model.live_call import CallStage, LiveCall
from desktop_dialer.ui.call.call_window import CallWindow
from desktop_dialer.ui.prompt.prompt import CallPrompt
from desktop_dialer.ui.tray.icon import Tray
from desktop_dialer.ui.tray.view import TrayCall
from tests.support.ui import samples

SIGNALS = (
    "clicked",
    "call_requested",
    "prompt_requested",
    "dial_window_requested",
    "redial_requested",
    "copy_requested",
    "caller_id_chosen",
    "pause_requested",
    "resume_requested",
    "settings_requested",
    "quit_requested",
    "call_window_requested",
    "mute_requested",
    "call_chosen",
    "ignored",
    "answer_requested",
    "decline_requested",
    "hang_up_requested",
    "meter_requested",
)

NUMBERS = {
    "mobile": samples.MOBILE,
    "toll_free": samples.TOLL_FREE,
    "foreign": samples.FOREIGN,
    "premium": samples.PREMIUM,
}


class ShownProgram(QObject):
    def __init__(self) -> None:
        super().__init__()
        self._view = samples.READY
        self._tray = Tray(lambda: self._view)
        self._prompt = CallPrompt()
        self._calls = CallWindow()
        for shown in (self._tray, self._prompt, self._calls):
            for name in SIGNALS:
                if hasattr(shown, name):
                    getattr(shown, name).connect(_reporting(name))
        self._tray.show()
        self._commands = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._commands.activated.connect(self._read)

    def _read(self) -> None:
        for line in os.read(sys.stdin.fileno(), 65536).decode().splitlines():
            name, *arguments = json.loads(line)
            report("answer", getattr(self, name)(*arguments))

    def arm(self, offer_id: int, *numbers: str) -> None:
        shown = [NUMBERS[name] for name in numbers]
        self._view = samples.with_offer(*shown, offer_id=offer_id)
        self._tray.refresh()

    def disarm(self) -> None:
        self._view = samples.READY
        self._tray.refresh()

    def live(self, call_id: str, **how: bool) -> None:
        """A call is talked or rings here."""
        self._view = replace(self._view, call=TrayCall(call_id, "A call", "", **how))
        self._tray.refresh()

    def recreate(self) -> None:
        self._tray.recreate()

    def icon(self) -> list[int]:
        """Where the icon is; nothing before the tray has put it there from the corner."""
        place = self._tray.geometry()
        return [] if place.topLeft().isNull() else _numbers(place)

    def prompt(self, offer_id: int, *numbers: str) -> list[int]:
        shown = samples.offer(*(NUMBERS[name] for name in numbers), offer_id=offer_id)
        self._prompt.show_offer(shown, self._tray.geometry())
        return _numbers(self._prompt.geometry())

    def activate(self) -> None:
        self._prompt.activate()

    def withdraw(self) -> None:
        self._prompt.withdraw()

    def is_open(self) -> bool:
        return self._prompt._guard.is_open

    def has_keyboard(self) -> bool:
        return self._prompt.isActiveWindow()

    def buttons(self) -> dict[str, list[int]]:
        """The centre of each button on the screen, by its accessible name."""
        return {
            button.accessibleName(): _centre(button)
            for button in self._prompt.findChildren(QPushButton)
            if button.isVisible()
        }

    def call(self, stage: str, call_id: str = "1") -> list[int]:
        """Show a call; the window's frame on the screen, once it has one."""
        number = "0820001234"
        self._calls.show_call(
            LiveCall(call_id, "082 000 1234", number, stage=CallStage(stage)) if stage else None
        )
        return self.call_frame()

    def call_frame(self) -> list[int]:
        return _numbers(self._calls.frameGeometry()) if self._calls.isVisible() else []

    def call_is_open(self) -> bool:
        return self._calls.guard_open

    def call_has_keyboard(self) -> bool:
        return self._calls.isActiveWindow()

    def activate_call(self) -> None:
        self._calls.activate()

    def call_buttons(self) -> dict[str, list[int]]:
        """The centre of each button on the screen, by its words."""
        shown = [one for one in self._calls.findChildren(QPushButton) if one.isVisible()]
        return {button.text().replace("&", ""): _centre(button) for button in shown}

    def focused(self) -> str:
        widget: QWidget | None = QApplication.focusWidget()
        return widget.accessibleName() if widget else ""


def _centre(widget: QWidget) -> list[int]:
    centre = widget.mapToGlobal(widget.rect().center())
    return [centre.x(), centre.y()]


def _numbers(rect: QRect) -> list[int]:
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def _reporting(name: str) -> Any:
    return lambda *arguments: report(name, *arguments)


def report(*words: object) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    program = ShownProgram()
    sys.exit(app.exec())
