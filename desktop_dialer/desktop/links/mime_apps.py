"""The lists in which a freedesktop desktop keeps who opens what, read and cleaned of one program.

MIME Applications Associations Specification 1.0.1. `xdg-mime` asks and sets; what it cannot do
is take a program out again.
"""

import os
import subprocess
from pathlib import Path

from ...model.errors import DesktopError
from ...translation import tr
from ..files import replace_file

_LONGEST_S = 20
_KIND = "x-scheme-handler/"


def owner_of(scheme: str) -> str:
    """The desktop file id of the program that opens `scheme`: links, "" for nobody.

    DesktopError where xdg-utils is missing or hangs.
    """
    return _xdg_mime("query", "default", _KIND + scheme).strip()


def set_owner(desktop_id: str, scheme: str) -> None:
    """Make a program the one that opens `scheme`: links. DesktopError as above."""
    _xdg_mime("default", desktop_id, _KIND + scheme)


def refresh(applications: Path) -> None:
    """Have the desktop look at its desktop files again.

    Without the program the desktop works from the lists alone, which is enough for an owner.
    """
    try:
        subprocess.run(
            ["update-desktop-database", "-q", str(applications)],
            check=False,
            timeout=_LONGEST_S,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        return
    except subprocess.TimeoutExpired as error:
        raise DesktopError(
            tr("update-desktop-database does not respond."), tr("Log in again, then try again.")
        ) from error


def forget(desktop_id: str, schemes: tuple[str, ...], applications: Path) -> None:
    """Take a program out of the user's own lists; every other line stays as it is. OSError."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser())
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
    prefixes = ["", *(f"{desktop}-" for desktop in desktops if desktop)]
    for folder in (config, applications):
        for prefix in prefixes:
            _forget_in(folder / f"{prefix}mimeapps.list", desktop_id, schemes)


def name_of(desktop_id: str, applications: Path) -> str | None:
    """The program's own name for itself, None where it is not installed.

    Desktop Entry Specification 1.5, "Desktop File ID": a `-` may stand for a folder.
    """
    system = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    below = [Path(entry, "applications") for entry in system.split(":") if entry]
    for folder in [applications, *below]:
        for relative in (desktop_id, desktop_id.replace("-", "/", 1)):
            file = folder / relative
            if desktop_id and file.is_file():
                return _name_in(file) or desktop_id
    return None


def _xdg_mime(*words: str) -> str:
    try:
        done = subprocess.run(
            ["xdg-mime", *words],
            check=True,
            timeout=_LONGEST_S,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
    except FileNotFoundError as error:
        raise DesktopError(
            tr("xdg-mime is missing, so the program that opens links is unknown."),
            tr("Install the package xdg-utils."),
        ) from error
    except subprocess.TimeoutExpired as error:
        raise DesktopError(
            tr("xdg-mime does not respond."), tr("Log in again, then try again.")
        ) from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise DesktopError(
            tr("xdg-mime {words} failed ({value}).").format(
                words=words[0], value=said or error.returncode
            ),
            tr("Choose the program for links in your desktop's settings."),
        ) from error
    return done.stdout.decode(errors="replace")


def _forget_in(file: Path, desktop_id: str, schemes: tuple[str, ...]) -> None:
    try:
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return
    kinds = {_KIND + scheme for scheme in schemes}
    lines = [_without(line, desktop_id, kinds) for line in text.splitlines(keepends=True)]
    cleaned = "".join(lines)
    if cleaned != text:
        replace_file(file, cleaned.encode(errors="surrogateescape"))


def _without(line: str, desktop_id: str, kinds: set[str]) -> str:
    kind, equals, value = line.rstrip("\r\n").partition("=")
    programs = value.strip().split(";")
    if not equals or kind.strip() not in kinds or desktop_id not in programs:
        return line
    kept = [program for program in programs if program != desktop_id]
    return f"{kind}={';'.join(kept)}\n" if any(kept) else ""


def _name_in(file: Path) -> str:
    inside = False
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        key, _, value = line.partition("=")
        if line.startswith("["):
            inside = line.strip() == "[Desktop Entry]"
        elif inside and key.strip() == "Name":
            return value.strip()
    return ""
