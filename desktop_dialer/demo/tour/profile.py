"""A profile that is thrown away: one folder with everything a run of the program writes."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ...desktop.links.launch_command import launch_command

_OF_THE_DESKTOP = re.compile(
    "DBUS_SESSION_BUS_ADDRESS|WAYLAND_DISPLAY|XAUTHORITY|SESSION_MANAGER|XDG_CURRENT_DESKTOP|QT_.*"
)
_SHORT = 45
"""Longer temporary folders leave no room for a socket's path: 107 bytes, unix(7)."""


class Profile:
    """The folder, and the environments of programs that live in it."""

    def __init__(self) -> None:
        short = len(tempfile.gettempdir()) <= _SHORT or os.name == "nt"
        room = None if short else "/tmp"  # noqa: S108  # mkdtemp makes it safe
        self.folder = Path(tempfile.mkdtemp(prefix="desktop-dialer-demo-", dir=room))
        for name in ("home", "run", "state", "cache", "data", "config", "tmp"):
            (self.folder / name).mkdir(mode=0o700)
        watch_told = self.folder / "state/desktop-dialer/watch-told"  # the demo explains it itself
        watch_told.parent.mkdir(mode=0o700)
        watch_told.touch()

    @property
    def log_file(self) -> Path:
        """The log of the programs in this profile."""
        return log_file_in(self.folder)

    @property
    def call_log_file(self) -> Path:
        """The call log of the app in this profile."""
        return self.folder / "calls.sqlite3"

    def throw_away(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def on_this_desktop(self, environment: Mapping[str, str]) -> dict[str, str]:
        """For the app on the desktop of `environment`: its screen, bus and looks, our files.

        XDG_CONFIG_HOME stays, because the desktop's colours and fonts are there; nothing is
        written to it.
        """
        ours = dict(environment) | self._files()
        runtime = environment.get("XDG_RUNTIME_DIR", "")
        if runtime and not ours.get("DBUS_SESSION_BUS_ADDRESS"):
            ours["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={runtime}/bus"
        wayland = environment.get("WAYLAND_DISPLAY", "")
        if runtime and wayland and not wayland.startswith("/"):
            ours["WAYLAND_DISPLAY"] = f"{runtime}/{wayland}"
        return ours

    def on_display(self, environment: Mapping[str, str], display: str) -> dict[str, str]:
        """For programs on an X server of our own: nothing of the person's desktop."""
        theirs = _OF_THE_DESKTOP.fullmatch
        kept = {key: value for key, value in environment.items() if not theirs(key)}
        return kept | self._files() | {
            "HOME": str(self.folder / "home"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "DISPLAY": display,
            # Named, because libdbus would start a bus of its own where it knows none.
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.folder}/no-bus",
            "NO_AT_BRIDGE": "1",
            "QT_QPA_PLATFORM": "xcb",
        }  # fmt: skip

    def _files(self) -> dict[str, str]:
        return {
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "TMPDIR": str(self.folder / "tmp"),
        }


def log_file_in(folder: Path) -> Path:
    """The log of programs whose profile is in `folder`."""
    return folder / "state/desktop-dialer/desktop-dialer.log"


def own_command() -> list[str]:
    """The words that start this very program again."""
    if getattr(sys, "frozen", False) or "APPIMAGE" in os.environ:
        return launch_command()
    return [sys.executable, "-m", "desktop_dialer"]
