"""Write a view of everything people see into build/pictures.

Run it: `python -m tests.pictures.prompt_and_tray`.

Each function in PICTURES yields names and images; a new window adds its function there. All is
drawn twice, at 100 % and at 200 % (a second process, since Qt decides at its start). Names of
functions as arguments: only those.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_dialer.model.call import CallSource
from desktop_dialer.model.offer import Offer
from desktop_dialer.ui.prompt.prompt import CallPrompt
from desktop_dialer.ui.tray.menu import TrayMenu
from desktop_dialer.ui.tray.requests import TrayRequests
from desktop_dialer.ui.tray.view import TrayCall, TrayState
from desktop_dialer.ui.widgets.theme import app_icon, tray_icon
from tests.support.repository import ROOT
from tests.support.ui import samples

Pictures = Iterator[tuple[str, QImage]]

FOLDER = ROOT / "build" / "pictures"
SIZES = (16, 22, 24, 32, 48, 64)
_CHILDREN = Qt.FindChildOption.FindDirectChildrenOnly
_NOTICE = "The hotkey Ctrl+Alt+B is taken by another program."
_TALKING = replace(
    samples.ARMED,
    offer=None,
    recent=(samples.incoming_call(samples.MOBILE), samples.past_call(samples.LANDLINE)),
    talks_here=True,
    registration="The softphone is registered at the PBX.",
)
CALLS = {
    "ringing": TrayCall("c", "Call from 082 000 1234", incoming=True),
    "talking": TrayCall("c", "In a call with 082 000 1234", talking=True),
}
PANELS = ("#f2f2f2", "#2b2b2b")


def icons() -> Pictures:
    """Every icon in every size, on a light and a dark panel; below, magnified as pixels."""
    shown = [(str(state), tray_icon(state)) for state in TrayState] + [("app", app_icon())]
    row_height = 150
    width = 100 + sum(SIZES) + 14 * len(SIZES)
    sheet = QImage(2 * width, row_height * len(shown), QImage.Format.Format_RGB32)
    painter = QPainter(sheet)
    for column, panel in enumerate(PANELS):
        painter.fillRect(column * width, 0, width, sheet.height(), QColor(panel))
        for row, (name, icon) in enumerate(shown):
            painter.setPen(QColor(PANELS[1 - column]))
            painter.drawText(column * width + 8, row * row_height + 20, name)
            _draw_sizes(painter, icon, QPoint(column * width + 100, row * row_height + 8))
    painter.end()
    yield "icons", sheet


def _draw_sizes(painter: QPainter, icon: QIcon, at: QPoint) -> None:
    left = at.x()
    for size in SIZES:
        pixmap = icon.pixmap(QSize(size, size), 1.0)
        painter.drawPixmap(left, at.y(), pixmap)
        left += size + 14
    for index, size in enumerate((16, 22, 32)):
        pixels = icon.pixmap(QSize(size, size), 1.0).toImage()
        large = pixels.scaledToHeight(64 if size != 22 else 66)
        painter.drawImage(at.x() + index * 80, at.y() + 70, large)


def menu() -> Pictures:
    """The tray's menu with an offer, and its list of recent calls."""
    for name, shade in (("menu", _light), ("menu-dark", _dark)):
        with shade():
            drawn = QMenu()
            several = samples.with_offer(samples.MOBILE, samples.FOREIGN, samples.PREMIUM)
            TrayMenu(drawn, TrayRequests()).fill(several)
            yield name, of_widget(drawn)
            for below in drawn.findChildren(QMenu, options=_CHILDREN):
                yield f"{name}-{below.title().split()[0].lower()}", of_widget(below)
            paused = replace(several, offer=None, paused=True, notices=(_NOTICE,))
            TrayMenu(drawn, TrayRequests()).fill(paused)
            yield f"{name}-paused", of_widget(drawn)
            for said, call in CALLS.items():
                TrayMenu(drawn, TrayRequests()).fill(replace(_TALKING, call=call))
                yield f"{name}-{said}", of_widget(drawn)


def prompt() -> Pictures:
    """The prompt in all it can say, light and dark."""
    one = samples.offer(samples.MOBILE)
    several = samples.offer(
        samples.MOBILE, samples.FOREIGN, samples.PREMIUM, samples.LANDLINE, samples.TOLL_FREE
    )
    variants = {
        "one": one,
        "question": samples.offer(samples.FOREIGN),
        "never": samples.offer(samples.PREMIUM),
        "link": samples.offer(samples.MOBILE, source=CallSource.LINK),
        "several": several,
        "many": samples.offer(*[samples.MOBILE, samples.FOREIGN, samples.TOLL_FREE] * 6),
    }
    for name, offer in variants.items():
        yield f"prompt-{name}", _prompt(offer)
    with _dark():
        yield "prompt-one-dark", _prompt(one)
        yield "prompt-several-dark", _prompt(several)


def _prompt(offer: Offer) -> QImage:
    shown = CallPrompt()
    shown.show_offer(offer, QRect())
    return of_widget(shown)


PICTURES: tuple[Callable[[], Pictures], ...] = (icons, menu, prompt)


def of_widget(widget: QWidget) -> QImage:
    """The widget as it is drawn; a hidden one in the size it would like to have."""
    if not widget.isVisible():
        widget.resize(widget.sizeHint())
    return widget.grab().toImage()


@contextmanager
def _light() -> Iterator[None]:
    yield


@contextmanager
def _dark() -> Iterator[None]:
    light = QGuiApplication.palette()
    QGuiApplication.setPalette(dark_palette())
    try:
        yield
    finally:
        QGuiApplication.setPalette(light)


def dark_palette() -> QPalette:
    """As dark desktops set it; offscreen there is no desktop to do that."""
    palette = QPalette(QColor("#353535"), QColor("#2b2b2b"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#1e1e1e"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#3777b3"))
    return palette


def main(wanted: list[str]) -> int:
    """Write all pictures, or those whose function is named in `wanted`."""
    app = QApplication([])
    app.setStyle("Fusion")
    FOLDER.mkdir(parents=True, exist_ok=True)
    at_200 = "@2x" if "QT_SCALE_FACTOR" in os.environ else ""
    for function in PICTURES:
        if wanted and function.__name__ not in wanted:
            continue
        for name, image in function():
            file = FOLDER / f"{name}{at_200}.png"
            if not image.save(str(file)):
                raise OSError(f"cannot write {file}")
            print(file)
    if at_200:
        return 0
    again = [sys.executable, "-m", "tests.pictures.prompt_and_tray", *wanted]
    return subprocess.run(again, env=os.environ | {"QT_SCALE_FACTOR": "2"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
