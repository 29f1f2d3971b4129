"""The commands that the app sends to the phone process. See `protocol`."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from .protocol import Message, read


class Command(Message):
    """From the app to the phone."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Configure(Command):
    """The first command, sent once and without waiting: the page is loaded for this one `url`.

    Register, Devices and Meter may follow at once; calls wait for Ready.

    `url`: of the WebSocket. `server`: the host in SIP addresses. `header_prefix`: such as
    X-Platforma. `ice_servers`: stun: and turn: URLs; a TURN server gets the extension and its
    password. `certificate`: SHA-256 fingerprint (hexadecimal) of the only certificate that is
    accepted although it is not trusted, "" = none. `expires_s`: of a registration.
    """

    kind: ClassVar[str] = "configure"
    url: str
    server: str
    header_prefix: str = "X-Platforma"
    ice_servers: tuple[str, ...] = ()
    certificate: str = ""
    expires_s: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Command):
    """Register, and stay registered.

    `instance`: a UUID by which the PBX recognises this program (RFC 5626), "" = a new one.
    """

    kind: ClassVar[str] = "register"
    extension: str
    password: str = field(repr=False)
    instance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial(Command):
    """Call `callee`. `call`: the app's id of the call, in every event about it."""

    kind: ClassVar[str] = "call"
    call: str
    callee: str
    outbound_id: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Command):
    """Answer an incoming call."""

    kind: ClassVar[str] = "answer"
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Command):
    """Decline an incoming call, for one of the reasons of `reject_codes.js`."""

    kind: ClassVar[str] = "reject"
    call: str
    why: Literal["declined", "undisturbed", "in a call"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp(Command):
    """End a call at any stage. `ended` follows at once, whatever the PBX does."""

    kind: ClassVar[str] = "hangup"
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute(Command):
    """Mute or unmute the microphone."""

    kind: ClassVar[str] = "mute"
    call: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Command):
    """Hold or resume the call."""

    kind: ClassVar[str] = "hold"
    call: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dtmf(Command):
    """Send DTMF digits (0-9 * # A-D): RFC 4733 where negotiated, else INFO."""

    kind: ClassVar[str] = "dtmf"
    call: str
    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices(Command):
    """Use the devices with these labels, "" = the system's choice; also during a call.

    Answered by SoundFound. `ring_volume` 0 to 1.
    """

    kind: ClassVar[str] = "devices"
    microphone: str = ""
    speaker: str = ""
    ring: str = ""
    ring_volume: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter(Command):
    """Report the microphone's level ten times a second, or stop; this opens the microphone."""

    kind: ClassVar[str] = "meter"
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRing(Command):
    """Ring briefly on the ring device."""

    __test__ = False  # pytest would collect it by its name
    kind: ClassVar[str] = "test_ring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Command):
    """Hang up, unregister and exit; the end of input does the same."""

    kind: ClassVar[str] = "stop"


COMMANDS: dict[str, type[Command]] = {
    kind.kind: kind
    for kind in (
        Configure,
        Register,
        Dial,
        Answer,
        Reject,
        HangUp,
        Mute,
        Hold,
        Dtmf,
        Devices,
        Meter,
        TestRing,
        Stop,
    )
}


def read_command(line: bytes) -> Command:
    """The command on a line. Raises ProtocolError."""
    return read(line, COMMANDS)
