"""What a test of the way to the PBX found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """Whether anything answered over HTTP, and what to do if not. No call was asked for."""

    ok: bool
    words: str
    advice: str = ""
