"""Whether the PBX knows the softphone, as values: its registration and its certificate."""

from dataclasses import dataclass
from enum import StrEnum


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
    """The state of the line, and a message about it."""

    state: Registered = Registered.OFF
    message: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that no authority has signed. `fingerprint`: SHA-256, hexadecimal.

    `expires`: ISO 8601. `fault`: what else is wrong with it, "" = nothing.
    """

    fingerprint: str
    subject: str
    issuer: str
    expires: str
    fault: str
