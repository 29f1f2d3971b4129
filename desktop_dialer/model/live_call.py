"""A softphone call as a value: with whom, its stage, and how it sounds.

The desk phone's calls have none of this: once the PBX took them, they are the phone's.
"""

from dataclasses import dataclass
from enum import StrEnum

from .call import Status


class CallStage(StrEnum):
    """How far a live call is."""

    DIALLING = "dialling"
    """Asked for; no phone is known to ring."""
    RINGING = "ringing"
    """The callee's phone rings."""
    INCOMING = "incoming"
    """Somebody calls the agent, and it rings here."""
    TALKING = "talking"
    ENDED = "ended"


class HeldBy(StrEnum):
    """Who put the call on hold."""

    NOBODY = ""
    AGENT = "agent"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Quality:
    """How the call sounds: `loss` 0 to 1, milliseconds; None = not known (RFC 3550 reports)."""

    loss: float
    jitter_ms: float
    round_trip_ms: float | None = None


def clock_time(seconds: float) -> str:
    """A length of time as a phone shows it: 133 → "2:13", 3723 → "1:02:03"."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


@dataclass(frozen=True, slots=True)
class LiveCall:
    """One call of the softphone.

    `party`: the remote party: the name the PBX gave and the number as people write it, one of
    them, or "" for a withheld one. `number`: to be copied, "" = none. `answered_at`: seconds of
    the monotonic clock. `tones`: the keys pressed in this call. `audio_lost`: the other is not
    heard although the call goes on. `signalling_lost`: the PBX is not reached, audio may go on.
    `words`, `advice`: what became of it once it has ended, or what is wrong now. `status`: None
    until it is known. Accepted once the call was being put through or rang; of an incoming call
    how it ended, if it was not talked.
    """

    id: str
    party: str
    number: str = ""
    incoming: bool = False
    stage: CallStage = CallStage.DIALLING
    answered_at: float | None = None
    ended_at: float | None = None
    muted: bool = False
    held_by: HeldBy = HeldBy.NOBODY
    tones: str = ""
    quality: Quality | None = None
    audio_lost: bool = False
    signalling_lost: bool = False
    words: str = ""
    advice: str = ""
    status: Status | None = None
