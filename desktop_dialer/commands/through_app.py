"""`dial` through the running app, which may be of another version than this command.

The outcome of a call is never lost to that: what the app answered is read as far as it can be,
and where it cannot, the outcome is unknown and a phone may be ringing.
"""

import argparse
from dataclasses import replace
from typing import Any

from ..calling.call_result import CallResult
from ..calling.dial_command import DialArguments, DialReport, report
from ..calling.exit_codes import ExitCode, ending_for, word_for
from ..desktop.instance.client import ACCEPTED, NOT_RUNNING, REFUSED, InstanceAnswer, hand_over
from ..desktop.instance.protocol import RESTART
from ..model.errors import DialerError, NotSent, OutcomeUnknown, ProgramEnds, SettingsError
from ..translation import tr, tr_later

_PATIENCE_S = 200.0
"""For the running app's answer: connecting and answering take at most 2 × 60 s by the settings."""

_OTHER_VERSIONS = frozenset(
    ("protocol", "unknown_command", "unsupported", "bad_field", "not_json", "one_line")
)


_REFUSED = {
    "busy": (
        NotSent,
        tr_later("Too many requests came to the running Desktop Dialer. Nothing was sent."),
        tr_later("Call again in a moment."),
    ),
    "incomplete": (
        NotSent,
        tr_later("The command was stopped. Nothing was sent."),
        tr_later("Call again if you want to."),
    ),
    "calls_waiting": (
        NotSent,
        tr_later("Too many calls are waiting in the running Desktop Dialer. Nothing was sent."),
        tr_later("Wait for their outcome, then call again."),
    ),
    "not_yours": (
        NotSent,
        tr_later("The running Desktop Dialer belongs to another user. Nothing was sent."),
        tr_later("Ask that user to quit it, then call again."),
    ),
    "too_large": (
        SettingsError,
        tr_later("The number and the options are too long. Nothing was sent."),
        "",
    ),
}
_REFUSED["too_slow"] = _REFUSED["busy"]
"""What a refusal by the app means (`error` in its answer; see desktop/instance/server).

All but "defect" are given before a call is placed. A word that is not known comes from another
version, and the outcome is unknown.
"""


def _failed(order: DialArguments, error: DialerError) -> DialReport:
    return report(order, None, CallResult.failed(error))


def _refused(error: str) -> DialerError:
    if error in _REFUSED:
        kind, message, advice = _REFUSED[error]
        return kind(tr(message), tr(advice))
    if error in _OTHER_VERSIONS:
        return NotSent(
            tr("The running Desktop Dialer is another version. Nothing was sent."),
            tr("{restart} Then call again.").format(restart=tr(RESTART)),
        )
    if error == "ending":
        return ProgramEnds()
    return _defect() if error == "defect" else _unreadable()


def _defect() -> OutcomeUnknown:
    return OutcomeUnknown(
        tr("Internal error in the running Desktop Dialer. A phone may be ringing."),
        tr("Wait and listen before you call again. The log has the details."),
    )


def _unreadable() -> OutcomeUnknown:
    return OutcomeUnknown(
        tr("The answer of the running Desktop Dialer could not be read. A phone may be ringing."),
        f"{_listen()} {tr(RESTART)}",
    )


def _listen() -> str:
    return tr("Wait and listen before you call again.")


_VALUES: dict[str, tuple[type, ...]] = {
    "typed": (str,),
    "e164": (str, type(None)),
    "callee": (str, type(None)),
    "agent": (str, type(None)),
    "reference": (str, type(None)),
    "http_status": (int, type(None)),
    "message": (str,),
    "advice": (str,),
}
"""What is read from the app's report besides `status` and `code`."""


def dial_through_app(order: DialArguments, arguments: argparse.Namespace) -> DialReport | None:
    """Have the running app place the call; None where no app runs. Never raises DialerError."""
    try:
        answer = hand_over(_request(arguments), answer_within_s=_PATIENCE_S)
        if answer.state == NOT_RUNNING:
            return None
        order.go_ahead.take()  # by the app, for all that is known from here
    except KeyboardInterrupt:
        text = tr("The command was stopped before the outcome was known. A phone may be ringing.")
        return _failed(order, OutcomeUnknown(text, _listen()))
    if answer.state == ACCEPTED:
        return _read(order, answer)
    return _failed(order, _failure(answer))


def _request(arguments: argparse.Namespace) -> dict[str, object]:
    """The request; new fields that restrict a call go into `require` (see instance_protocol)."""
    place = "clipboard" if arguments.clipboard else "selection"
    what = {"read": place} if arguments.number is None else {"number": _sent(arguments.number)}
    return {
        "command": "dial",
        **what,
        "yes": arguments.yes,
        "reference": _sent(arguments.ref),
        "caller_id": _sent(arguments.caller_id),
        "extension": _sent(arguments.extension),
    }


def _sent(text: str | None) -> str | None:
    """`text` with "?" for bytes of the command line that are not text."""
    return None if text is None else text.encode(errors="replace").decode()


def _failure(answer: InstanceAnswer) -> DialerError:
    if answer.state == REFUSED:
        return _refused(str(answer.content.get("error")))
    if answer.arrived:
        text = tr("The running Desktop Dialer did not respond. A phone may be ringing.")
        return OutcomeUnknown(text, _listen())
    return NotSent(
        tr("The running Desktop Dialer does not respond. Nothing was sent."),
        tr("Quit it and start it again."),
    )


def _read(order: DialArguments, answer: InstanceAnswer) -> DialReport:
    """The app's report: unknown keys are left out, missing and wrong ones have defaults."""
    content = answer.content
    code, status = _code(content), content.get("status")
    if code is None:
        return _failed(order, _unreadable())
    if code is ExitCode.DEFECT:  # which does not say whether the call was sent
        return _failed(order, _defect())
    answered = DialReport(
        status if isinstance(status, str) else word_for(code),
        order.typed,
        message=tr("The running Desktop Dialer answered: {status}.").format(status=word_for(code)),
        code=code,
    )
    answered = replace(answered, **_known(content))
    if order.typed_by_hand:
        answered = replace(answered, typed=order.typed)
    if answer.other_version:
        answered = replace(answered, advice=f"{answered.advice} {tr(RESTART)}".strip())
    return answered


def _known(content: dict[str, object]) -> dict[str, Any]:
    """The values of `content` that are of the type that a report has."""
    return {
        name: content[name]
        for name, allowed in _VALUES.items()
        if type(content.get(name, ...)) in allowed
    }


def _code(content: dict[str, object]) -> ExitCode | None:
    """The exit code, None where the outcome cannot be read."""
    code = content.get("code")
    if type(code) is int and code in set(ExitCode):
        return ExitCode(code)
    return ending_for(str(content.get("status")))
