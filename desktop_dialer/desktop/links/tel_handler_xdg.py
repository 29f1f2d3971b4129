"""tel: and callto: links on freedesktop desktops: a desktop file, and being its default owner."""

import json
import logging
import re
import shlex
from pathlib import Path

from ...model.errors import DesktopError
from ...translation import tr
from ..files import replace_file
from . import mime_apps
from .launch_command import exec_value, launch_command
from .tel_handler import SCHEMES, LinkOwner

_log = logging.getLogger(__name__)
ID = "desktop-dialer-tel.desktop"
_ENTRY = """[Desktop Entry]
Type=Application
Name=Desktop Dialer
Comment=Call the number of a link
Exec={command} %u
Icon=call-start
Terminal=false
NoDisplay=true
StartupNotify=false
MimeType={kinds}
"""
_PLAIN = re.compile(r"[A-Za-z0-9_./+:@,-]+")


class XdgTelHandler:
    """The owner of links, asked and set with xdg-mime.

    `applications`: the user's folder of desktop files. `formers`: where those who owned the
    links before us are remembered.
    """

    unavailable_reason = ""

    def __init__(self, applications: Path, formers: Path) -> None:
        self._applications = applications
        self._formers = formers
        self._starter = applications.parent / "desktop-dialer" / "open-link"

    def owners(self) -> dict[str, LinkOwner]:
        """See TelHandler."""
        formers = self._remembered()
        return {scheme: self._owner(scheme, formers.get(scheme, "")) for scheme in SCHEMES}

    def install(self) -> dict[str, LinkOwner]:
        """See TelHandler. Doing it again renews the command, and keeps who is remembered."""
        before = self.owners()
        formers = {
            scheme: owner.former_id if owner.ours else owner.id for scheme, owner in before.items()
        }
        kinds = "".join(f"x-scheme-handler/{scheme};" for scheme in SCHEMES)
        try:
            replace_file(self._formers, json.dumps(formers).encode(), 0o600)
            entry = _ENTRY.format(command=exec_value(self._command()), kinds=kinds)
            replace_file(self._applications / ID, entry.encode(errors="surrogateescape"), 0o644)
        except OSError as error:
            raise _unwritable(error) from error
        mime_apps.refresh(self._applications)
        for scheme in SCHEMES:
            mime_apps.set_owner(ID, scheme)
        owners = self.owners()
        for scheme, owner in owners.items():
            if not owner.ours:
                raise DesktopError(
                    tr(
                        "{scheme}: links are still opened by {name}: another list of "
                        "this desktop goes before the user's own."
                    ).format(scheme=scheme, name=owner.name or "nobody"),
                    tr("Choose Desktop Dialer for these links in the settings of your desktop."),
                )
        return owners

    def remove(self) -> dict[str, LinkOwner]:
        """See TelHandler. Links that someone else has taken over meanwhile stay theirs."""
        before = self.owners()
        try:
            mime_apps.forget(ID, SCHEMES, self._applications)
            (self._applications / ID).unlink(missing_ok=True)
            self._starter.unlink(missing_ok=True)
            if self._applications.is_dir():
                mime_apps.refresh(self._applications)
            for scheme, owner in before.items():
                if owner.ours:
                    self._give_back(scheme, owner.former_id)
            self._formers.unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(error) from error
        return self.owners()

    def _give_back(self, scheme: str, former: str) -> None:
        """Often taking ourselves out was enough: the desktop's own order holds again."""
        if mime_apps.owner_of(scheme) == former:
            return
        if mime_apps.name_of(former, self._applications) is not None:
            mime_apps.set_owner(former, scheme)

    def _owner(self, scheme: str, former: str) -> LinkOwner:
        present = mime_apps.owner_of(scheme)
        return LinkOwner(
            id=present,
            name=mime_apps.name_of(present, self._applications) or present,
            ours=present == ID,
            former_id=former,
            former_name=mime_apps.name_of(former, self._applications) or former,
        )

    def _remembered(self) -> dict[str, str]:
        """Who owned the links before; nobody where the file is missing or damaged."""
        try:
            content = json.loads(self._formers.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.warning("who opened links before is not known: %s", error)
            return {}
        entries = content.items() if isinstance(content, dict) else ()
        return {scheme: former for scheme, former in entries if isinstance(former, str)}

    def _command(self) -> list[str]:
        """The command for Exec.

        xdg-open 1.1.3 (Debian 12, Ubuntu 22.04) and xdg-mime beside it cut Exec at its spaces
        and do not know quotes, so that a path with a space gets a starter without one.
        """
        words = launch_command()
        if all(_PLAIN.fullmatch(word) for word in words):
            return words
        script = f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n'
        replace_file(self._starter, script.encode(errors="surrogateescape"), 0o700)
        return [str(self._starter)]


def _unwritable(error: OSError) -> DesktopError:
    return DesktopError(
        tr("{file} cannot be written ({reason}).").format(
            file=error.filename, reason=error.strerror
        ),
        tr("Check its owner and the free space, then try again."),
    )
