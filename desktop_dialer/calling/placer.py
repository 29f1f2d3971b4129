"""One call, from the intent to its outcome: account, intent on disk, line, outcome on disk.

Synchronous and free of Qt: a command runs it as it is, the app on a worker.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from ..model.call import CallOutcome, CallRequest, CallSource, LastCall, Status, new_reference
from ..model.call_fields import check_agent, check_outbound_id
from ..model.errors import (
    CallError,
    DialerError,
    LogUnavailable,
    NeverReached,
    NotCallable,
    OutcomeUnknown,
    Refused,
    Withdrawn,
)
from ..model.phone_number import PhoneNumber
from ..model.policy import Decision, PolicyRules, Verdict, judge, repeat_questions
from ..pbx.line import Line
from ..translation import tr, tr_later
from .call_result import CallResult, NeedsConfirmation
from .go_ahead import GoAhead

_log = logging.getLogger(__name__)
_UNRECORDED = tr_later(
    "The call cannot be recorded, so a second call to this number would not be noticed."
)
_STATUS: dict[type[CallError], Status] = {
    NeverReached: Status.UNREACHED,
    Refused: Status.REFUSED,
    OutcomeUnknown: Status.UNKNOWN,
}


class Journal(Protocol):
    """What placer needs of the call log."""

    def record_intent(
        self, request: CallRequest, asked_at: float, blocked: Callable[[LastCall], bool]
    ) -> LastCall | None:
        """Record that the call is made, unless `blocked` says no to the number's last call.

        Then that last call comes back. `asked_at`: seconds since 1970. Raises LogUnavailable
        where it can be recorded nowhere.
        """

    def record_outcome(self, request: CallRequest, outcome: CallOutcome) -> None:
        """Record the outcome."""

    def new_unavailable_reason(self) -> str:
        """Why the call could not be logged and what to do, once for each reason; else ""."""

    def last_call(self, e164: str, asked_at: float) -> LastCall:
        """How long before `asked_at` the number was last called."""


@dataclass(frozen=True, slots=True)
class CallIntent:
    """A call that somebody asks for. `confirmed`: its verdict "ask" was answered with yes.

    `answered`: the verdict that was shown then; None = whatever it is (`--yes`). A call made
    since it was shown is asked about all the same.

    `agent` "" = the stored extension, `outbound_id` None = the one of the settings. `asked_at`:
    seconds since 1970; the cool-down is judged by it, however long the call waits for its turn.
    """

    number: PhoneNumber
    source: CallSource
    confirmed: bool = False
    answered: Verdict | None = None
    agent: str = ""
    outbound_id: str | None = None
    reference: str = field(default_factory=new_reference)
    asked_at: float = field(default_factory=time.time)
    go_ahead: GoAhead = field(default_factory=GoAhead, compare=False, repr=False)
    """Taken right before the intent is recorded; withdrawn by the part that stops the call."""


class Extension(Protocol):
    """Where the agent's stored extension comes from. Both may block; both raise AccountError."""

    def take(self) -> str:
        """The extension, for a call that is being placed now."""

    def prepare(self) -> None:
        """Make the next `take` quick, without asking anybody anything."""


@dataclass(frozen=True, slots=True)
class CallPlacer:
    """How calls are placed under the present settings.

    `line` gives the line or raises SettingsError where none is set.
    """

    line: Callable[[], Line]
    call_log: Journal
    rules: PolicyRules
    extension: Extension
    outbound_id: str = ""
    pbx_major_version: int = 3

    def judge(
        self, number: PhoneNumber, source: CallSource, asked_at: float | None = None
    ) -> Verdict:
        """The policy's verdict on a call that was asked for at `asked_at`; None = now."""
        asked = time.time() if asked_at is None else asked_at
        return judge(number, source, self.rules, self.call_log.last_call(number.e164, asked))

    def prepare(self) -> None:
        """Do what can be done before an intent: nothing is sent, nobody is asked."""
        self.line().prepare()
        self.extension.prepare()

    def place(self, intent: CallIntent) -> CallResult:
        """Place the call, once. Raises nothing.

        Errors before anything is sent: NotCallable, NeedsConfirmation, AccountError, SettingsError
        and Withdrawn. What happens from then on is an outcome.
        """
        try:
            return self._place(intent)
        except Exception as error:  # noqa: BLE001  # a result has a text for each of them
            return CallResult.failed(error, may_be_sent=intent.go_ahead.taken)

    def _place(self, intent: CallIntent) -> CallResult:
        verdict = self._allowed(self.judge(intent.number, intent.source, intent.asked_at), intent)
        line = self.line()
        given = self.outbound_id if intent.outbound_id is None else intent.outbound_id
        request = CallRequest(
            agent=check_agent(intent.agent or self.extension.take()),
            callee=verdict.callee,
            number=intent.number,
            source=intent.source,
            outbound_id=check_outbound_id(given, self.pbx_major_version),
            reference=intent.reference,
        )
        if not intent.go_ahead.take():
            raise Withdrawn
        self._record(request, intent, verdict)
        outcome = self._outcome(line, request)
        self.call_log.record_outcome(request, outcome)
        reason = self.call_log.new_unavailable_reason()
        if reason:
            advice = tr("{advice} This call could not be logged. {reason}").format(
                advice=outcome.advice, reason=reason
            )
            outcome = replace(outcome, advice=advice.strip())
        _log.info("call %s from %s: %s", request.reference, request.source, outcome.status)
        return CallResult(request, outcome)

    def _record(self, request: CallRequest, intent: CallIntent, verdict: Verdict) -> None:
        def blocked(last: LastCall) -> bool:
            repeats = bool(repeat_questions(last, self.rules))
            return repeats and not _says_yes(intent, repeats=repeats)

        try:
            last = self.call_log.record_intent(request, intent.asked_at, blocked)
        except LogUnavailable as error:
            _log.warning("call %s is not recorded anywhere", request.reference)
            reason = f"{tr(_UNRECORDED)} {error.message}"
            ask = replace(verdict, decision=Decision.ASK, reasons=(*verdict.reasons, reason))
            self._allowed(ask, intent)
        else:
            if last is not None:  # another program of ours was quicker
                self._allowed(judge(intent.number, intent.source, self.rules, last), intent)

    def _allowed(self, verdict: Verdict, intent: CallIntent) -> Verdict:
        if verdict.decision is Decision.NEVER:
            raise NotCallable(verdict.words, verdict.advice)
        if verdict.decision is Decision.ASK and not _says_yes(intent, repeats=verdict.repeats):
            raise NeedsConfirmation(verdict)
        return verdict

    def _outcome(self, line: Line, request: CallRequest) -> CallOutcome:
        try:
            accepted = line.place(request)
        except CallError as error:
            return CallOutcome(_STATUS[type(error)], error.message, error.advice, error.http_status)
        except DialerError:
            self.call_log.record_outcome(
                request, CallOutcome(Status.UNREACHED, tr("Nothing was sent."))
            )
            raise
        return CallOutcome(Status.ACCEPTED, accepted.message, http_status=accepted.http_status)


def _says_yes(intent: CallIntent, *, repeats: bool) -> bool:
    """Whether its question was answered; `repeats`: that the number was called is part of it."""
    return intent.confirmed and (intent.answered is None or intent.answered.repeats or not repeats)
