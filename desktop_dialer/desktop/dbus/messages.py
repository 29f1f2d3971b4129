"""What goes over the D-Bus session bus: whom we speak with, what they answer and announce."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LOST = "desktop_dialer.Lost"
"""The error of a Reply where there is no connection, or there is none any more."""


@dataclass(frozen=True)
class Peer:
    """An object on the bus and the interface spoken with it."""

    name: str
    path: str
    interface: str


BUS = Peer("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


@dataclass(frozen=True)
class Reply:
    """What became of a method call. `error` is the error's D-Bus name, "" where all is well."""

    body: tuple[Any, ...] = ()
    sender: str = ""
    error: str = ""

    @property
    def words(self) -> str:
        """What the other side, or the bus, says about the error."""
        return str(self.body[0]) if self.body and isinstance(self.body[0], str) else self.error


@dataclass(frozen=True)
class BusSignal:
    """A received signal. `sender` is the unique name that the bus vouches for."""

    sender: str
    interface: str
    path: str
    member: str
    body: tuple[Any, ...]


@dataclass(frozen=True)
class Listener:
    """A signal that is wanted, and who wants it. `first_argument` narrows it down."""

    peer: Peer
    member: str
    first_argument: str | None
    heard: Callable[[BusSignal], None]

    def rule(self) -> str:
        """The match rule for the bus: what it need not send, does not wake us."""
        rule = (
            f"type='signal',sender='{self.peer.name}',path='{self.peer.path}',"
            f"interface='{self.peer.interface}',member='{self.member}'"
        )
        return rule if self.first_argument is None else f"{rule},arg0='{self.first_argument}'"

    def fits(self, signal: BusSignal) -> bool:
        """Whether it is meant. Needed beside the rule, which a signal sent to us alone passes by.

        Who sent it is known here for the bus itself only; others have to compare `sender`.
        """
        peer = self.peer
        if (signal.interface, signal.path, signal.member) != (
            *(peer.interface, peer.path),
            self.member,
        ):
            return False
        if peer == BUS and signal.sender != BUS.name:
            return False
        return self.first_argument is None or signal.body[:1] == (self.first_argument,)
