"""What became of one request to call: one value, whatever happened."""

import logging
from dataclasses import dataclass
from typing import Self

from ..model.call import CallOutcome, CallRequest
from ..model.errors import DialerError, InternalError, OutcomeUnknown
from ..model.policy import Verdict
from ..model.user_message import UserMessage
from ..translation import tr

_log = logging.getLogger(__name__)


class NeedsConfirmation(DialerError):
    """The verdict is "ask", and nobody has said yes."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(
            tr("{words} Nothing was sent.").format(words=verdict.words),
            tr("Confirm the call to place it."),
        )
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class CallResult:
    """Either `request` and its `outcome`, or the `error` for which there is none."""

    request: CallRequest | None = None
    outcome: CallOutcome | None = None
    error: DialerError | None = None

    @classmethod
    def failed(cls, error: Exception, *, may_be_sent: bool = False) -> Self:
        """The result of a call that ended with `error`. A defect is logged, and a text instead.

        `may_be_sent`: whether a defect may have come after the request had left.
        """
        if isinstance(error, DialerError):
            return cls(error=error)
        _log.error("a defect", exc_info=error)
        if not may_be_sent:
            return cls(error=InternalError())
        message = tr("Internal error in Desktop Dialer. A phone may be ringing.")
        advice = tr("Wait and listen before you call again. The log has the details.")
        return cls(error=OutcomeUnknown(message, advice))

    @property
    def question(self) -> Verdict | None:
        """The verdict that has to be answered before the call is placed; None = no question."""
        return self.error.verdict if isinstance(self.error, NeedsConfirmation) else None

    @property
    def message(self) -> UserMessage:
        """What happened, and what to do now."""
        said = self.outcome or self.error
        return UserMessage(said.message, said.advice) if said else UserMessage("")
