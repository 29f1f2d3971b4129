"""Whether the web engine, which the softphone needs, is installed: without loading it."""

import importlib.util
import sys
from pathlib import Path

from ...translation import tr


def engine_missing() -> str:
    """Why the softphone is not available here, as text; "" = it is.

    It only looks into one folder: neither the engine nor Qt is loaded.
    """
    if _engine_file():
        return ""
    if getattr(sys, "frozen", False):
        return tr("This build has no softphone. Install the full program.")
    if _windows_on_arm():
        return tr("The softphone is not available on Windows for ARM: Qt has no web engine for it.")
    return tr("The softphone needs a component that is not installed.")


def _engine_file() -> bool:
    # Finding the package imports nothing; finding a module in it would import the package.
    package = importlib.util.find_spec("PySide6")
    folders = (package.submodule_search_locations or ()) if package else ()
    names = ("QtWebEngineCore.*.so", "QtWebEngineCore.so", "QtWebEngineCore.pyd")
    return any(any(Path(folder).glob(name)) for folder in folders for name in names)


def _windows_on_arm() -> bool:
    """There the wheel of PySide6-Addons is empty (6.8 to 6.11 at least)."""
    if sys.platform != "win32":
        return False
    import platform

    return platform.machine() == "ARM64"


def adding_command(*, demo: bool = False) -> str:
    """The command that adds the engine to this installation, "" = there is none.

    `demo`: together with what the demo PBX needs for the softphone.
    """
    if getattr(sys, "frozen", False) or _windows_on_arm():
        return ""
    place = Path(sys.prefix).parts
    if "pipx" in place:
        # Pinned: otherwise pip would upgrade PySide6 beyond the versions that are supported.
        more = " aiortc websockets" if demo else ""
        return f"pipx inject desktop-dialer PySide6-Addons=={_qt_version()}{more}"
    extras = "webrtc,demo" if demo else "webrtc"
    if "uv" in place and "tools" in place:
        return f'uv tool install "desktop-dialer[{extras}]"'
    return f'pip install "desktop-dialer[{extras}]"'


def _qt_version() -> str:
    from importlib.metadata import version

    return version("PySide6-Essentials")
