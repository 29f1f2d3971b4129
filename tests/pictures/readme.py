"""The pictures of README.md, in docs/pictures: `python -m tests.pictures.readme [FOLDER]`.

Run on an X display of 2400 x 1700 pixels, as `make readme-pictures` does: windows are no larger
than their screen.

Each comes twice, for light and for dark pages, and with twice the pixels, as sharp screens want.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "xcb"
os.environ["QT_SCALE_FACTOR"] = "2"  # Qt reads it once, before the application is made

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_dialer.ui.call.call_window import CallWindow
from desktop_dialer.ui.prompt.prompt import CallPrompt
from desktop_dialer.ui.settings.first_run import FirstRunWindow
from desktop_dialer.ui.tray.menu import TrayMenu
from desktop_dialer.ui.tray.requests import TrayRequests
from desktop_dialer.ui.tray.view import TrayState
from desktop_dialer.ui.widgets.theme import tray_icon
from tests.pictures.calls import TALKING
from tests.pictures.prompt_and_tray import dark_palette, of_widget
from tests.pictures.windows import FILLED, dial_window
from tests.support.repository import ROOT
from tests.support.ui import samples

FOLDER = ROOT / "docs" / "pictures"
LIMIT = 60 * 1024
"""Bytes: a README is read on phones, too."""
_PANELS = {"": "#f2f2f2", "-dark": "#2b2b2b"}
_WORDS = {
    TrayState.READY: "ready",
    TrayState.ARMED: "number copied",
    TrayState.CALLING: "calling",
    TrayState.PROBLEM: "problem",
    TrayState.PAUSED: "paused",
    TrayState.NOT_SET_UP: "not set up",
    TrayState.RINGING: "call comes in",
    TrayState.IN_CALL: "in a call",
}


def prompt() -> QImage:
    """One offer."""
    shown = CallPrompt()
    shown.show_offer(samples.offer(samples.MOBILE, samples.FOREIGN), QRect())
    return of_widget(shown)


def menu() -> QImage:
    """The tray's menu with an offer."""
    drawn = QMenu()
    TrayMenu(drawn, TrayRequests()).fill(samples.with_offer(samples.MOBILE))
    return of_widget(drawn)


def dial() -> QImage:
    """The dial window with a number that can be called."""
    window = dial_window()
    window.show()
    window.fill("0820001234")
    return _shown(window)


def call() -> QImage:
    """The call window, in a call."""
    window = CallWindow()
    window.show_call(replace(TALKING, answered_at=time.monotonic() - 133))
    return _shown(window)


def first_run() -> QImage:
    """The first-run window, filled in."""
    window = FirstRunWindow(FILLED.with_values({"call.outbound_id": "27215550000"}))
    window.show_keyring("The keyring is ready.", True)
    return _shown(window)


def _shown(window: QWidget) -> QImage:
    window.show()
    QApplication.processEvents()
    image = window.grab().toImage()
    window.close()
    return image


def tray_states(panel: str) -> QImage:
    """Every state of the icon, side by side on a panel, with its name."""
    cell = QSize(104, 64)
    states = list(_WORDS)
    sheet = QImage(cell * 2, QImage.Format.Format_RGB32)
    sheet = QImage(cell.width() * 2 * len(states), cell.height() * 2, sheet.format())
    sheet.setDevicePixelRatio(2)
    sheet.fill(QColor(panel))
    painter = QPainter(sheet)
    painter.setPen(QColor("#1b1b1b" if QColor(panel).lightness() > 128 else "#e6e6e6"))
    for column, state in enumerate(states):
        left = column * cell.width()
        tray_icon(state).paint(painter, QRect(left + (cell.width() - 32) // 2, 6, 32, 32))
        words = QRect(left, 42, cell.width(), 18)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, _WORDS[state])
    painter.end()
    return sheet


WINDOWS: dict[str, Callable[[], QImage]] = {
    "prompt": prompt,
    "menu": menu,
    "dial-window": dial,
    "first-run": first_run,
    "call-window": call,
}


def all_pictures() -> Iterator[tuple[str, QImage]]:
    """Name and image of each, light ones first; leaves the application dark."""
    for suffix, panel in _PANELS.items():
        if suffix:
            QApplication.setPalette(dark_palette())
        yield f"tray-states{suffix}", tray_states(panel)
        for name, draw in WINDOWS.items():
            yield f"{name}{suffix}", draw()


def few_colours(image: QImage) -> QImage:
    """With the 256 most frequent colours only, each other one replaced by the nearest of them."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    frequent = Counter(memoryview(plain.constBits()).cast("I")).most_common(256)
    table = [colour for colour, _ in frequent]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, flags)


def main(folder: Path) -> int:
    """Write all of them; 1 where one is too large."""
    application = QApplication([])
    application.setStyle("Fusion")
    folder.mkdir(parents=True, exist_ok=True)
    too_large = 0
    for name, image in all_pictures():
        file = folder / f"{name}.png"
        if not few_colours(image).save(str(file), quality=0):  # 0: as small as can be
            raise OSError(f"cannot write {file}")
        size = file.stat().st_size
        too_large += size > LIMIT
        print(f"{size:>6}  {file}")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER))
