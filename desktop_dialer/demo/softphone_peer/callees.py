"""The callees of the demo PBX that do something other than answer and talk."""

from dataclasses import dataclass
from enum import Enum


class Manner(Enum):
    """How a callee behaves."""

    TALKS = "answers, plays a tone and repeats what the agent says"
    REFUSES = "refuses"
    ANNOUNCES = "plays an announcement (183) and then refuses"
    RINGS_ON = "rings and never answers"
    SENDS_NOTHING = "answers and sends no audio at all"
    HANGS_UP = "answers and hangs up after 3 seconds"


@dataclass(frozen=True, slots=True)
class Callee:
    """`code`: of the refusal, else 200. `error`: the error header's text, "" = no such header.

    `cause`: of Q.850, in a Reason header (RFC 3326), 0 = no such header.
    """

    manner: Manner
    code: int = 200
    error: str = ""
    cause: int = 0

    @property
    def refuses(self) -> bool:
        """Whether the call ends with `code`."""
        return self.manner in (Manner.REFUSES, Manner.ANNOUNCES)

    def __str__(self) -> str:
        if not self.refuses:
            return str(self.manner.value)
        return f"{self.code}, error header {self.error!r}" if self.error else f"{self.code} alone"


CALLEES = {
    "0215550486": Callee(Manner.REFUSES, 486, "The number is busy."),
    "0215550404": Callee(Manner.REFUSES, 404, "The number does not exist."),
    "0215550403": Callee(Manner.REFUSES, 403, "The extension may not call this number."),
    "0215550480": Callee(Manner.REFUSES, 480, "The number is not available."),
    "0215550503": Callee(Manner.REFUSES, 503, "All lines are in use."),
    "0215550603": Callee(Manner.REFUSES, 603),
    "0215550921": Callee(Manner.REFUSES, 503, cause=21),
    "0215550494": Callee(Manner.ANNOUNCES, 404, "The number does not exist.", cause=1),
    "0215550180": Callee(Manner.RINGS_ON),
    "0215550183": Callee(Manner.SENDS_NOTHING),
    "0215550003": Callee(Manner.HANGS_UP),
}
"""By number as it is dialled in South Africa. Every other number talks."""


def callee_for(number: str) -> Callee:
    """What `number`, in any of the forms that the PBX takes, does."""
    for start in ("0027", "27"):
        if number.startswith(start):
            number = "0" + number.removeprefix(start)
    return CALLEES.get(number, Callee(Manner.TALKS))
