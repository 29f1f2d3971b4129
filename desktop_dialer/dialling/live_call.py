"""A call that is talked in here, as a value: who, how far, and what is heard of it.

The desk phone's calls have none of this: once the PBX took them, they are the phone's.
"""

from dataclasses import dataclass
from enum import StrEnum

from .call import Status


class Stage(StrEnum):
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


@dataclass(frozen=True, slots=True)
class LiveCall:
    """One call of the program's own line.

    `party`: the other's number as people write it, or the name the PBX gave, or "" for a
    withheld one. `number`: to be copied, "" = none. `answered_at`: seconds of the monotonic
    clock. `tones`: the keys pressed in this call. `audio_lost`: the other is not heard although
    the call stands. `signalling_lost`: the PBX is not reached, audio may go on. `words`,
    `advice`: what became of it once it has ended, or what is wrong now. `status`: None until
    it is known. Accepted once the call was being put through or rang, whatever became of it
    then; of an incoming call how it ended, if it was not talked.
    """

    id: str
    party: str
    number: str = ""
    incoming: bool = False
    stage: Stage = Stage.DIALLING
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


class Registered(StrEnum):
    """Whether the PBX knows where the agent's extension is."""

    OFF = "off"
    """The line is not in use, or cannot be."""
    STARTING = "starting"
    YES = "registered"
    RETRYING = "retrying"
    """It was lost, or never had, and is being tried again."""
    REFUSED = "refused"
    """The PBX said no; trying again would change nothing."""


@dataclass(frozen=True, slots=True)
class Registration:
    """The state of the line, in a word and in words."""

    state: Registered = Registered.OFF
    message: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class SoundChoice:
    """The chosen devices by label, "" = the system's own choice.

    Labels, because the engine gives each device another id at every start (measured).
    """

    microphone: str = ""
    speaker: str = ""
    ring: str = ""


@dataclass(frozen=True, slots=True)
class SoundDevices:
    """What there is to choose from, by label; the same devices serve for speaker and ring."""

    microphones: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    trouble: str = ""
    """Why there is no microphone, in words; "" = there is one."""
    missing: tuple[str, ...] = ()
    """Chosen ones that are not there: the system's own choice stands in for them."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that no authority vouches for. `fingerprint`: SHA-256, hexadecimal.

    `expires`: ISO 8601. `fault`: what else is wrong with it, "" = nothing.
    """

    fingerprint: str
    subject: str
    issuer: str
    expires: str
    fault: str
