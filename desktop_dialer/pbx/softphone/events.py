"""The events that the phone process sends to the app. See `protocol`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from .protocol import Message, read


class Event(Message):
    """From the phone to the app."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(Event):
    """The page is loaded and accepts commands; sent once, after Configure.

    `engine`: such as "Chromium 140.0.7339.225".
    """

    kind: ClassVar[str] = "ready"
    engine: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationChanged(Event):
    """`state`: registered, trying (it tries again automatically) or refused (it has stopped).

    `code`: the SIP code of a refusal, 0 = none. `seconds`: until the next try, 0 = now.
    `asks`: the authentication that the PBX asks for, such as "Digest AKAv1-MD5", where the
    softphone supports none that it offers. `elsewhere`: the PBX also has contacts of other
    programs or phones for this extension.
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
    """The INVITE was sent: from now on a phone may ring."""

    kind: ClassVar[str] = "sent"
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Event):
    """A provisional answer: 100 trying, 180 ringing, 183 session progress."""

    kind: ClassVar[str] = "progress"
    call: str
    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming(Event):
    """An incoming call. `number`, `name`: as the PBX sent them, "" where withheld."""

    kind: ClassVar[str] = "incoming"
    call: str
    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Established(Event):
    """The call was answered, by either side. Whether audio arrives is a matter of Media."""

    kind: ClassVar[str] = "established"
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Event):
    """The call has ended. `by`: us, them, or fault (`reason` then says what failed here).

    `code`: the SIP code of a refusal; 0 for a call that was answered, or where there is none.
    `errors`: the PBX's error headers, as it sent them. `cause`: of the SIP library, such as
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
    """The audio that arrives: flowing, none (5 s after the answer) or lost (for 5 s).

    reconnecting: a new network path for the audio is being sought. `path`: with "none", whether
    the path is known to work, so that the PBX sends nothing.
    """

    kind: ClassVar[str] = "media"
    call: str
    state: Literal["flowing", "none", "lost", "reconnecting"]
    path: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted(Event):
    """The microphone was muted or unmuted."""

    kind: ClassVar[str] = "muted"
    call: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Event):
    """The call was held or resumed, by the agent ("us") or the remote party ("them").

    `failed`: it was not, and `on` is what was requested.
    """

    kind: ClassVar[str] = "held"
    call: str
    by: Literal["us", "them"]
    on: bool
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsSent(Event):
    """DTMF digits were sent, and how. `failed`: they were not."""

    kind: ClassVar[str] = "keyed"
    call: str
    digits: str
    way: Literal["rfc4733", "info"]
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityMeasured(Event):
    """Once a second during a call. `round_trip_ms`: -1 = unknown. Packets since the answer.

    `heard`: level of the audio that arrives, 0 to 1; `said`: of ours.
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
    """The audio devices that are connected; `missing`: labels of chosen ones that are not."""

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
    """The microphone cannot be used: refused by the system, missing, or faulty."""

    kind: ClassVar[str] = "microphone"
    why: Literal["refused", "missing", "fault"]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateUntrusted(Event):
    """The server's certificate is not trusted and was not accepted."""

    kind: ClassVar[str] = "certificate"
    fingerprint: str
    subject: str = ""
    issuer: str = ""
    expires: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped(Event):
    """The page's answer to Stop: hung up and unregistered. The process waits 1 s for it."""

    kind: ClassVar[str] = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fatal(Event):
    """The phone cannot continue and exits: the engine is missing, or its page failed."""

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
