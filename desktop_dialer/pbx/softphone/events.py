"""What the phone tells the app. See `contract`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from .protocol import Message, read


class Event(Message):
    """From the phone to the app."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(Event):
    """The page is loaded and takes commands; told once. `engine`: as "Chromium 140.0.7339.225".

    It follows Configure, which the page is loaded for.
    """

    kind: ClassVar[str] = "ready"
    engine: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationChanged(Event):
    """`state`: registered, trying (it goes on on its own) or refused (it has stopped).

    `code`: the SIP code of a refusal, 0 = none came. `seconds`: until the next try, 0 = now.
    `asks`: the way of proving the password that the PBX asks for, such as "Digest AKAv1-MD5",
    where this program can do none that it offers. `elsewhere`: the PBX has contacts of other
    programs or phones for this extension too.
    """

    kind: ClassVar[str] = "registration"
    state: Literal["registered", "trying", "refused"]
    code: int = 0
    reason: str = ""
    errors: tuple[str, ...] = ()
    asks: str = ""
    seconds: float = 0
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Event):
    """The INVITE has left: from here on a phone may ring."""

    kind: ClassVar[str] = "sent"
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Event):
    """A provisional answer: 180 rings, 183 is being put through, 100 has arrived."""

    kind: ClassVar[str] = "progress"
    call: str
    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming(Event):
    """Somebody calls. `number`, `name`: as the PBX wrote them, "" where withheld."""

    kind: ClassVar[str] = "incoming"
    call: str
    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Established(Event):
    """Answered, by whichever side. It does not mean that anything is heard: see Media."""

    kind: ClassVar[str] = "established"
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Event):
    """The call is over. `by`: us, them, or fault (`reason` then says what broke here).

    `code`: the SIP code of a refusal; 0 for a call that was answered, or where none came.
    `errors`: the PBX's error headers, as it wrote them. `cause`: of the library, such as
    "WebRTC Error" or "User Denied Media Access". `q850`, `sip`: the causes in the PBX's Reason
    headers (RFC 3326), 0 = none.
    """

    kind: ClassVar[str] = "ended"
    call: str
    by: Literal["us", "them", "fault"]
    code: int = 0
    reason: str = ""
    errors: tuple[str, ...] = ()
    cause: str = ""
    q850: int = 0
    sip: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Media(Event):
    """What is heard of the other side: flowing, none (for 5 s since the answer), lost (for 5 s).

    reconnecting: another path for the sound is being looked for. `path`: with "none", whether
    the path is measured as working, so that the PBX sends nothing.
    """

    kind: ClassVar[str] = "media"
    call: str
    state: Literal["flowing", "none", "lost", "reconnecting"]
    path: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted(Event):
    """The call sends silence now, or the voice again."""

    kind: ClassVar[str] = "muted"
    call: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Event):
    """Hold began or ended, by the agent ("us") or the other ("them").

    `failed`: it did not, and `on` is what was requested.
    """

    kind: ClassVar[str] = "held"
    call: str
    by: Literal["us", "them"]
    on: bool
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsSent(Event):
    """Keys were sent, and how. `failed`: they were not."""

    kind: ClassVar[str] = "keyed"
    call: str
    digits: str
    way: Literal["rfc4733", "info"]
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityMeasured(Event):
    """Once a second while talking. `round_trip_ms` -1 = not known; packets since the answer.

    `heard`: level of the other's audio 0 to 1, `said`: of ours.
    """

    kind: ClassVar[str] = "quality"
    call: str
    loss: float
    jitter_ms: float
    round_trip_ms: float = -1
    packets_in: int = 0
    packets_out: int = 0
    heard: float = 0
    said: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFound(Event):
    """The devices there are, and those in use; `missing`: chosen labels that are not there."""

    kind: ClassVar[str] = "sound"
    microphones: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Event):
    """The microphone's level, 0 to 1."""

    kind: ClassVar[str] = "level"
    microphone: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneRefused(Event):
    """The microphone cannot be had: refused by the system, missing, or broken off."""

    kind: ClassVar[str] = "microphone"
    why: Literal["refused", "missing", "fault"]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateUntrusted(Event):
    """The server's certificate is vouched for by nobody and was not accepted."""

    kind: ClassVar[str] = "certificate"
    fingerprint: str
    subject: str = ""
    issuer: str = ""
    expires: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped(Event):
    """The answer to Stop: hung up and unregistered; the process ends. It waits 1 s for this."""

    kind: ClassVar[str] = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fatal(Event):
    """The phone cannot go on and ends: the engine is missing, or its page failed."""

    kind: ClassVar[str] = "fatal"
    reason: str


EVENTS: dict[str, type[Event]] = {
    kind.kind: kind
    for kind in (
        Ready,
        RegistrationChanged,
        Sent,
        Progress,
        Incoming,
        Established,
        Ended,
        Media,
        Muted,
        Held,
        DigitsSent,
        QualityMeasured,
        SoundFound,
        Level,
        MicrophoneRefused,
        CertificateUntrusted,
        Stopped,
        Fatal,
    )
}


def read_event(line: bytes) -> Event:
    """The event on a line. Raises ProtocolError."""
    return read(line, EVENTS)
