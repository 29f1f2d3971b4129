"""The program's own icons.

Qt's SVG icon engine draws them when they are first shown, in the size and pixel ratio that the
screen wants, and only the one state that is needed. Measured beside a ready-made pixmap:
3 ms and 1 MiB; importing PySide6.QtSvg instead costs as much again.
"""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon

from ..resource_files import resources

if TYPE_CHECKING:
    from .tray_picture import TrayState


@cache
def app_icon() -> QIcon:
    """The program's icon, for windows."""
    return _icon("desktop-dialer")


@cache
def tray_icon(state: "TrayState") -> QIcon:
    """The icon of one state: readable on light and dark panels, from 16 to 64 pixels."""
    return _icon(f"tray-{state}")


def _icon(name: str) -> QIcon:
    return QIcon(str(resources() / "icons" / f"{name}.svg"))
