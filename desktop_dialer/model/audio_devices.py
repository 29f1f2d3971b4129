"""The sound devices of the softphone, as values: those there are, and those chosen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AudioChoice:
    """The chosen devices by label, "" = the system's own choice.

    Labels, because the engine gives each device another id at every start (measured).
    """

    microphone: str = ""
    speaker: str = ""
    ring: str = ""


@dataclass(frozen=True, slots=True)
class AudioDevices:
    """What there is to choose from, by label; the same devices serve for speaker and ring."""

    microphones: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    problem: str = ""
    """Why there is no microphone; "" = there is one."""
    missing: tuple[str, ...] = ()
    """Chosen devices that are missing: the system's default replaces them."""
