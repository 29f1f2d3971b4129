"""Which program opens tel: and callto: links, and how ours becomes it and gives it back.

The mechanism of each system is in a module of its own; where there is none, NoTelHandler
says why.
"""

from dataclasses import dataclass
from typing import Protocol

from ...model.errors import DesktopError
from ...translation import tr

SCHEMES = ("tel", "callto")


@dataclass(frozen=True)
class LinkOwner:
    """The program that opens links of a scheme.

    `id`: as the desktop names it, "" for nobody. `name`: as people know it. `former_id`: the
    one remembered, to be given back by `remove`; "" for nobody.
    """

    id: str = ""
    name: str = ""
    ours: bool = False
    former_id: str = ""
    former_name: str = ""


class TelHandler(Protocol):
    """Opening links. Every method runs programs of the desktop: never in the GUI thread."""

    @property
    def unavailable_reason(self) -> str:
        """Why the app cannot handle links here; "" = it can."""

    def owners(self) -> dict[str, LinkOwner]:
        """Who opens the links of each scheme now."""

    def install(self) -> dict[str, LinkOwner]:
        """Become the one who does; the owners then. DesktopError where that fails."""

    def remove(self) -> dict[str, LinkOwner]:
        """Give back what is ours to those who had it; the owners then. DesktopError as above."""


class NoTelHandler:
    """Links cannot be taken over on this system, and why."""

    def __init__(self, unavailable_reason: str) -> None:
        self.unavailable_reason = unavailable_reason

    def owners(self) -> dict[str, LinkOwner]:
        """Nobody is known."""
        return {scheme: LinkOwner() for scheme in SCHEMES}

    def install(self) -> dict[str, LinkOwner]:
        """Raise DesktopError."""
        raise DesktopError(
            self.unavailable_reason, tr("Copy the number and call it from the tray instead.")
        )

    def remove(self) -> dict[str, LinkOwner]:
        """There is nothing to give back."""
        return self.owners()
