"""One call, from the wish to its outcome: account, intent on disk, line, outcome on disk.

Synchronous and free of Qt: a command runs it as it is, the app on a worker.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from .dialling.call import CallOutcome, CallRequest, CallSource, Status, new_reference
from .dialling.call_fields import check_agent, check_outbound_id
from .dialling.errors import (
    CallError,
    DialerError,
    NeverReached,
    NotCallable,
    OutcomeUnknown,
    Refused,
    Withdrawn,
)
from .dialling.phone_number import PhoneNumber
from .dialling.policy import Decision, PolicyRules, Verdict, judge
from .go_ahead import GoAhead
from .pbx.line import Line

_log = logging.getLogger(__name__)
_STATUS: dict[type[CallError], Status] = {
    NeverReached: Status.UNREACHED,
    Refused: Status.REFUSED,
    OutcomeUnknown: Status.UNKNOWN,
}


class Journal(Protocol):
    """What placing needs of the call log."""

    def intend(self, request: CallRequest, unless_called_within_s: float = 0) -> float | None:
        """Put the wish on disk, or say how many seconds ago the number was called."""

    def settle(self, request: CallRequest, outcome: CallOutcome) -> None:
        """Put the outcome on disk."""

    def seconds_since(self, e164: str) -> float | None:
        """Seconds since the number was last called."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody's wish to call `number`. `confirmed`: its verdict "ask" was answered with yes.

    `agent` "" = the stored extension, `outbound_id` None = the one of the settings.
    """

    number: PhoneNumber
    source: CallSource
    confirmed: bool = False
    agent: str = ""
    outbound_id: str | None = None
    reference: str = field(default_factory=new_reference)
    go_ahead: GoAhead = field(default_factory=GoAhead, compare=False, repr=False)
    """Taken right before the intent is recorded; withdrawn by whoever stops the call."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A request and what became of it."""

    request: CallRequest
    outcome: CallOutcome


class NeedsConfirmation(DialerError):
    """The verdict is "ask", and nobody has said yes."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"{verdict.words} Nothing was sent.", "Confirm the call to place it.")
        self.verdict = verdict


class Extension(Protocol):
    """Where the agent's stored extension comes from. Both may block; both raise AccountError."""

    def take(self) -> str:
        """The extension, for a call that is wished for now."""

    def prepare(self) -> None:
        """Make the next `take` quick, without asking anybody anything."""


@dataclass(frozen=True, slots=True)
class Placing:
    """How calls are placed under the present settings.

    `line` gives the line or raises SettingsError where none is set.
    """

    line: Callable[[], Line]
    journal: Journal
    rules: PolicyRules
    extension: Extension
    outbound_id: str = ""
    pbx_major_version: int = 3

    def judge(self, number: PhoneNumber, source: CallSource) -> Verdict:
        """The policy's verdict now, the cool-down included."""
        return judge(number, source, self.rules, self.journal.seconds_since(number.e164))

    def prepare(self) -> None:
        """Do what can be done before a wish: nothing is sent, nobody is asked."""
        self.line().prepare()
        self.extension.prepare()

    def place(self, wish: Wish) -> Placed:
        """Place the call, once.

        Raises NotCallable, NeedsConfirmation, AccountError, SettingsError or Withdrawn before
        anything is sent. What happens from then on is an outcome.
        """
        verdict = self._allowed(self.judge(wish.number, wish.source), wish)
        line = self.line()
        given = self.outbound_id if wish.outbound_id is None else wish.outbound_id
        request = CallRequest(
            agent=check_agent(wish.agent or self.extension.take()),
            callee=verdict.callee,
            number=wish.number,
            source=wish.source,
            outbound_id=check_outbound_id(given, self.pbx_major_version),
            reference=wish.reference,
        )
        if not wish.go_ahead.take():
            raise Withdrawn
        quiet_s = 0 if wish.confirmed else self.rules.cool_down_s
        seconds = self.journal.intend(request, quiet_s)
        if seconds is not None:  # another program of ours was quicker
            self._allowed(judge(wish.number, wish.source, self.rules, seconds), wish)
        outcome = self._outcome(line, request)
        self.journal.settle(request, outcome)
        _log.info("call %s from %s: %s", request.reference, request.source, outcome.status)
        return Placed(request, outcome)

    def _allowed(self, verdict: Verdict, wish: Wish) -> Verdict:
        if verdict.decision is Decision.NEVER:
            raise NotCallable(verdict.words, verdict.advice)
        if verdict.decision is Decision.ASK and not wish.confirmed:
            raise NeedsConfirmation(verdict)
        return verdict

    def _outcome(self, line: Line, request: CallRequest) -> CallOutcome:
        try:
            accepted = line.place(request)
        except CallError as error:
            return CallOutcome(_STATUS[type(error)], error.message, error.advice, error.http_status)
        except DialerError:
            self.journal.settle(request, CallOutcome(Status.UNREACHED, "Nothing was sent."))
            raise
        return CallOutcome(Status.ACCEPTED, accepted.message, http_status=accepted.http_status)
