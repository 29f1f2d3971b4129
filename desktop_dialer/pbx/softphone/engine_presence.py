"""Whether the engine for calls in the program is installed, found out without loading it."""

import importlib.util
import sys
from pathlib import Path

from ...translation import tr


def engine_missing() -> str:
    """Why there can be no calls in the program, as text; "" = there can.

    A look into one folder: neither the engine nor Qt is loaded.
    """
    if _engine_file():
        return ""
    if getattr(sys, "frozen", False):
        return tr("This build has no softphone. Install the full program.")
    if _windows_on_arm():
        return tr("The softphone is not available on Windows for ARM: Qt has no web engine for it.")
    return tr("The softphone needs a component that is not installed.")


def _engine_file() -> bool:
    # The package's own spec imports nothing; that of a module in it would import the package.
    package = importlib.util.find_spec("PySide6")
    folders = (package.submodule_search_locations or ()) if package else ()
    names = ("QtWebEngineCore.*.so", "QtWebEngineCore.so", "QtWebEngineCore.pyd")
    return any(any(Path(folder).glob(name)) for folder in folders for name in names)


def _windows_on_arm() -> bool:
    """PySide6-Addons has a wheel for it, of 6.8 to 6.11 at least, with nothing in it."""
    if sys.platform != "win32":
        return False
    import platform

    return platform.machine() == "ARM64"


def adding_command(*, demo: bool = False) -> str:
    """The command that adds the engine to this installation, "" = none would.

    `demo`: and what the demo PBX needs for calls in the program.
    """
    if getattr(sys, "frozen", False) or _windows_on_arm():
        return ""
    place = Path(sys.prefix).parts
    if "pipx" in place:
        # Of the very version: without one, pip would raise PySide6 above what is safe here.
        more = " aiortc websockets" if demo else ""
        return f"pipx inject desktop-dialer PySide6-Addons=={_qt_version()}{more}"
    extras = "webrtc,demo" if demo else "webrtc"
    if "uv" in place and "tools" in place:
        return f'uv tool install "desktop-dialer[{extras}]"'
    return f'pip install "desktop-dialer[{extras}]"'


def _qt_version() -> str:
    from importlib.metadata import version

    return version("PySide6-Essentials")
