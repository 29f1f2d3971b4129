"""`desktop-dialer dial`: one call, placed or refused with a reason.

Where the app runs, the call goes through it; otherwise this process places it.
"""

import argparse
import logging

from ..calling.call_result import CallResult
from ..calling.dial_command import DialArguments, DialReport, report
from ..calling.exit_codes import ExitCode
from ..calling.factory import call_log, number_reader_for, placer_for, settings_store, usable
from ..calling.placer import CallIntent, CallPlacer
from ..model.errors import DialerError, NotANumber, NotSent, OutcomeUnknown
from ..settings.store import LoadedSettings
from ..translation import tr, tr_later
from .output import complain, json_line, say_or_drop
from .termination import stoppable
from .through_app import dial_through_app

_log = logging.getLogger(__name__)
HELP = tr_later("Call a number: the PBX rings your phone, and when you pick up, the callee.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "number", metavar="NUMBER", nargs="?", help=tr("written in any way, or a tel: link")
    )
    what.add_argument(
        "--clipboard", action="store_true", help=tr("call the number on the clipboard")
    )
    what.add_argument("--selection", action="store_true", help=tr("call the selected number (X11)"))
    parser.add_argument("--yes", action="store_true", help=tr("call without asking"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object on one line"))
    parser.add_argument("--ref", help=tr("your own reference: letters, digits and . - _ ~"))
    parser.add_argument("--caller-id", metavar="ID", help=tr("a caller ID, or the name of one"))
    parser.add_argument(
        "--extension",
        metavar="EXT",
        help=tr("ring this phone for this call only; the keyring is not used"),
    )


def run(arguments: argparse.Namespace) -> int:
    """See cli.Command."""
    order = DialArguments(
        typed=arguments.number or "",
        typed_by_hand=arguments.number is not None,
        yes=arguments.yes,
        ref=arguments.ref,
        caller_id=arguments.caller_id,
        extension=arguments.extension,
    )
    try:
        with stoppable():
            answer = _dial(order, arguments)
    except KeyboardInterrupt:
        answer = report(order, None, CallResult.failed(_stopped(order)))
    _show(answer, _warning(order), as_json=arguments.json)
    return answer.code


def _dial(order: DialArguments, arguments: argparse.Namespace) -> DialReport:
    empty = arguments.number is not None and not arguments.number.strip()
    through_app = None if empty else dial_through_app(order, arguments)
    return through_app or _alone(order, arguments)


def _warning(order: DialArguments) -> str:
    """About the caller ID that was given. The outcome is shown whatever becomes of it."""
    if not order.caller_id:
        return ""
    try:
        return order.warning(settings_store().load().settings)
    except (DialerError, OSError) as error:
        _log.info("no warning about the caller ID: %s", error)
        return ""


def _stopped(order: DialArguments) -> DialerError:
    if order.go_ahead.withdraw():
        return NotSent(
            tr("The command was stopped. Nothing was sent."), tr("Call again if you want to.")
        )
    return OutcomeUnknown(
        tr("The command was stopped before the outcome was known. A phone may be ringing."),
        tr("Wait and listen before you call again."),
    )


def _alone(order: DialArguments, arguments: argparse.Namespace) -> DialReport:
    intent: CallIntent | None = None
    try:
        if not order.typed_by_hand:
            order = _with_text(order, clipboard=arguments.clipboard)
        loaded = settings_store().load()
        settings = usable(loaded)
        intent = order.intent(settings, number_reader_for(settings))
        result = _placer(loaded).place(intent)
    # Every end has its words and its exit code, ours included: a script waits for one line.
    except Exception as error:  # noqa: BLE001
        result = CallResult.failed(error, may_be_sent=order.go_ahead.taken)
    return report(order, intent, result)


def _with_text(order: DialArguments, *, clipboard: bool) -> DialArguments:
    from dataclasses import replace

    from ..desktop.clipboard import ReadOutcome, Selection, read_and_wait
    from ..desktop.session import choose_session

    session = choose_session(lambda _: None)
    try:
        place = Selection.CLIPBOARD if clipboard else Selection.PRIMARY
        reading = read_and_wait(session.clipboard, place)
    finally:
        session.close()
    if reading.outcome is not ReadOutcome.TEXT:
        raise NotANumber(reading.words)
    return replace(order, typed=reading.text)


def _placer(loaded: LoadedSettings) -> CallPlacer:
    from ..desktop.accounts.credentials import Credentials

    return placer_for(loaded, call_log(loaded.settings), Credentials(), unlock=False)


def _show(answer: DialReport, warning: str, *, as_json: bool) -> None:
    words = f"{answer.message} {answer.advice}".strip()
    if as_json:
        advice = f"{answer.advice} {warning}".strip()
        say_or_drop(json_line(answer.as_json() | {"advice": advice}))
        return
    if warning:
        complain(warning)
    if answer.code == ExitCode.ACCEPTED:
        say_or_drop(words)
    else:
        complain(words)
