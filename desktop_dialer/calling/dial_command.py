"""What `dial` asks for and answers, with and without the running app."""

import time
from dataclasses import asdict, dataclass, field
from typing import Any

from ..model.call import CallSource, new_reference
from ..model.call_fields import REFERENCE_LIMIT, check_reference
from ..model.errors import SettingsError
from ..numbers.own_numbers import (
    caller_id_warning,
    check_agent_on_line,
    read_agent,
    read_outbound_id,
)
from ..numbers.tel_link import is_link
from ..settings.schema import Settings
from ..translation import tr
from .call_result import CallResult
from .exit_codes import ExitCode, exit_and_word
from .go_ahead import GoAhead
from .number_lookup import NumberReader
from .placer import CallIntent


@dataclass(frozen=True, slots=True)
class DialArguments:
    """One `dial` command. `None`: the option was not given. `typed` may be a tel: link.

    `typed_by_hand` is false for a text from clipboard or selection, which nothing repeats.
    `asked_at`: when it was given, seconds since 1970. `go_ahead` settles whether the call may
    still be sent, from before its number is read.
    """

    typed: str
    typed_by_hand: bool = True
    yes: bool = False
    ref: str | None = None
    caller_id: str | None = None
    extension: str | None = None
    asked_at: float = field(default_factory=time.time, compare=False)
    go_ahead: GoAhead = field(default_factory=GoAhead, compare=False, repr=False)

    def intent(self, settings: Settings, number_reader: NumberReader) -> CallIntent:
        """The intent to call, all its fields checked. Raises DialerError."""
        reference = new_reference() if self.ref is None else check_reference(self.ref)[0]
        agent = "" if self.extension is None else read_agent(self.extension)
        check_agent_on_line(agent, settings.call_line)
        read = number_reader.typed if self.typed_by_hand else number_reader.read
        return CallIntent(
            read(self.typed),
            CallSource.LINK if is_link(self.typed) else CallSource.COMMAND,
            confirmed=self.yes,
            agent=agent,
            outbound_id=self.outbound_id(settings),
            reference=reference,
            asked_at=self.asked_at,
            go_ahead=self.go_ahead,
        )

    def outbound_id(self, settings: Settings) -> str | None:
        """The caller ID to send, None = the one of the settings. Raises SettingsError."""
        if self.caller_id is None:
            return None
        named = {entry.name: entry.id for entry in settings.call_caller_ids}
        if self.caller_id in named:
            return named[self.caller_id]
        return read_outbound_id(self.caller_id, settings.version_parts()[0])

    def warning(self, settings: Settings) -> str:
        """What may go wrong with the caller ID that was given for this call, "" = nothing."""
        try:
            return caller_id_warning(self.outbound_id(settings) or "", named=True)
        except SettingsError:
            return ""  # the report names the fault


@dataclass(frozen=True)
class DialReport:
    """What became of an order: the keys of `dial --json` in their order, and the exit code."""

    status: str
    typed: str
    e164: str | None = None
    callee: str | None = None
    agent: str | None = None
    reference: str | None = None
    http_status: int | None = None
    message: str = ""
    advice: str = ""
    code: int = field(default=ExitCode.DEFECT, compare=False)

    def as_json(self) -> dict[str, Any]:
        """The object that `dial --json` prints."""
        return {name: value for name, value in asdict(self).items() if name != "code"}


def report(order: DialArguments, intent: CallIntent | None, result: CallResult) -> DialReport:
    """The report on an order; `intent` None = it came to none."""
    code, status = exit_and_word(result)
    known: dict[str, Any] = {"typed": order.typed if order.typed_by_hand else ""}
    if intent:
        known |= {"typed": order.typed if order.typed_by_hand else intent.number.typed}
        known |= {"e164": None if intent.number.internal else intent.number.e164}
        known |= {"agent": intent.agent or None}
        known |= {"reference": intent.reference}
    message, advice = result.message.message, result.message.advice
    if result.request and result.outcome:
        known |= {"callee": result.request.callee, "agent": result.request.agent}
        known |= {"http_status": result.outcome.http_status}
        message += _cut(order)
    elif result.question:
        known |= {"callee": result.question.callee}
        advice = tr("Add --yes to call anyway.")
    return DialReport(status, **known, message=message, advice=advice, code=code)


def _cut(order: DialArguments) -> str:
    if order.ref is None or len(order.ref) <= REFERENCE_LIMIT:
        return ""
    return " " + tr("The reference was cut to {count} characters.").format(count=REFERENCE_LIMIT)
