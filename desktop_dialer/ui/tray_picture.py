"""TrayPicture: all that the tray shows, as one value that somebody else fills in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..dialling.call import PastCall
    from ..dialling.offer import Offer


class TrayState(StrEnum):
    """What the icon says. The values are the endings of the icons' file names."""

    READY = "ready"
    ARMED = "armed"
    CALLING = "calling"
    PROBLEM = "problem"
    PAUSED = "paused"
    NOT_SET_UP = "not-set-up"


@dataclass(frozen=True, slots=True)
class TrayPicture:
    """What tray icon, tooltip and menu show.

    `headline`: first line of the tooltip, such as "Call 082 000 1234"; `detail`: the lines
    below, "" = none. `recent`: the latest call first. `caller_ids`: (name, id) each;
    `chosen_caller_id` is one of the ids. `paused`: the clipboard is not watched for now.
    `notices`: sentences the menu shows, such as "The hotkey is taken by another program."
    """

    state: TrayState
    headline: str
    detail: str = ""
    offer: "Offer | None" = None
    recent: "tuple[PastCall, ...]" = ()
    caller_ids: tuple[tuple[str, str], ...] = ()
    chosen_caller_id: str = ""
    paused: bool = False
    notices: tuple[str, ...] = ()

    @property
    def tooltip(self) -> str:
        """Headline and detail as one text."""
        return f"{self.headline}\n{self.detail}" if self.detail else self.headline
