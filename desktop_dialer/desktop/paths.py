"""Where things live on this system, by the system's own rules (XDG, AppData, Library).

Nothing is created here; a writer creates its folder with `private_folder`.
"""

import errno
import os
import sys
from pathlib import Path

from .instance.client import is_ours, runtime_folder

APP = "desktop-dialer"


def config_file() -> Path:
    """The user's settings."""
    import platformdirs

    return platformdirs.user_config_path(APP, appauthor=False, roaming=True) / "config.toml"


def system_config_file() -> Path:
    """The settings of the machine's administrator; need not exist.

    Linux: the first that exists in XDG_CONFIG_DIRS (sessions put folders of their own before
    /etc/xdg there), else the one in /etc/xdg.
    """
    import platformdirs

    if sys.platform == "linux":
        listed = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        folders = [Path(entry) for entry in listed.split(":") if entry.startswith("/")]
        candidates = [folder / APP / "config.toml" for folder in [*folders, Path("/etc/xdg")]]
        return next((file for file in candidates if file.exists()), candidates[-1])
    return platformdirs.site_config_path(APP, appauthor=False) / "config.toml"


def log_file() -> Path:
    """The log, in the state folder."""
    import platformdirs

    return platformdirs.user_state_path(APP, appauthor=False) / "desktop-dialer.log"


def watch_told_file() -> Path:
    """Exists once this user has seen the notice that the clipboard is watched."""
    import platformdirs

    return platformdirs.user_state_path(APP, appauthor=False) / "watch-told"


def call_log_file() -> Path:
    """The call log, in the data folder."""
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False) / "calls.sqlite3"


def call_guard_file() -> Path:
    """The latest calls, in the runtime folder: in memory, and gone after log-out."""
    if sys.platform == "win32":
        import platformdirs

        return platformdirs.user_runtime_path(APP, appauthor=False) / "latest-calls.sqlite3"
    return Path(runtime_folder()) / "latest-calls.sqlite3"


def applications_folder() -> Path:
    """The user's own desktop files (freedesktop desktops only)."""
    import platformdirs

    return platformdirs.user_data_path("applications", appauthor=False)


def former_tel_handlers_file() -> Path:
    """Who opened links before us, in the state folder."""
    import platformdirs

    return platformdirs.user_state_path(APP, appauthor=False) / "former-tel-handlers.json"


def private_folder(folder: Path) -> Path:
    """`folder`, created with its parents if need be, for its owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def own_folder(folder: Path) -> Path:
    """The same in a place where others may write; OSError where it is not ours alone."""
    private_folder(folder)
    entry = folder.lstat()
    if not is_ours(entry) or (sys.platform != "win32" and entry.st_mode & 0o077):
        raise PermissionError(errno.EACCES, "open to others", str(folder))
    return folder
