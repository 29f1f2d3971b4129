"""TrayView: all that the tray shows, as one value that somebody else fills in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...model.call import PastCall
    from ...model.offer import Offer


class TrayState(StrEnum):
    """What the icon says. The values are the endings of the icons' file names."""

    READY = "ready"
    ARMED = "armed"
    CALLING = "calling"
    RINGING = "ringing"
    """Somebody calls the agent."""
    IN_CALL = "in-call"
    PROBLEM = "problem"
    PAUSED = "paused"
    NOT_SET_UP = "not-set-up"


@dataclass(frozen=True, slots=True)
class TrayCall:
    """What the tray shows of a call that is talked or rings here.

    Not a LiveCall: that one changes every second, and an open menu with it. `words`: such as
    "In a call with 082 000 1234"; `progress`: how far it is, in a word for the list of calls.
    `incoming`: it rings here and can be answered.
    """

    id: str
    words: str
    progress: str = ""
    incoming: bool = False
    talking: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class TrayView:
    """What tray icon, tooltip and menu show.

    `headline`: first line of the tooltip, such as "Call 082 000 1234"; `detail`: the lines
    below, "" = none. `recent`: the latest call first. `caller_ids`: (name, id) each;
    `chosen_caller_id` is one of the ids. `paused`: the clipboard is not watched for now.
    `notices`: sentences the menu shows, such as "The hotkey is taken by another program."
    `call`: the one that is talked or rings here. `talks_here`: calls are made with the program's
    softphone; `registration`: its state in a sentence, "" = none.
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
    call: TrayCall | None = None
    talks_here: bool = False
    registration: str = ""
    do_not_disturb: bool = False

    @property
    def tooltip(self) -> str:
        """Headline and detail as one text."""
        return f"{self.headline}\n{self.detail}" if self.detail else self.headline
