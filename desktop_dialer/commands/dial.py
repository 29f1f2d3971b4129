"""`desktop-dialer dial`: one call, placed or refused with a reason."""

import argparse
import json
import logging
import sys
from dataclasses import dataclass

from ..composition import call_log, placing_for, settings_store, usable
from ..desktop import paths
from ..desktop.settings import Settings
from ..desktop.settings_store import LoadedSettings
from ..dialling.call import CallSource, Status, new_reference
from ..dialling.call_fields import REFERENCE_LIMIT, check_agent, check_reference
from ..dialling.errors import DialerError
from ..dialling.phone_number import PhoneNumber
from ..dialling.tel_link import is_link
from ..placing import NeedsConfirmation, Placing, Wish
from .ending import BY_STATUS, Ending, ending_of, status_of

_log = logging.getLogger(__name__)

HELP = "Call a number: the PBX rings your phone, and when you pick up, the callee."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""
    parser.add_argument("number", metavar="NUMBER", help="written in any way, or a tel: link")
    parser.add_argument("--yes", action="store_true", help="call where a question would be asked")
    parser.add_argument("--json", action="store_true", help="print one JSON object on one line")
    parser.add_argument("--ref", help="your reference: letters, digits and . - _ ~")
    parser.add_argument("--caller-id", metavar="ID", help="caller ID, or the name of one")
    parser.add_argument(
        "--extension", metavar="EXT", help="ring this phone, for this call only; needs no keyring"
    )


@dataclass
class Report:
    """What is known of the call so far: the keys of `dial --json`, in their order."""

    status: str = "defect"
    typed: str = ""
    e164: str | None = None
    callee: str | None = None
    agent: str | None = None
    reference: str | None = None
    http_status: int | None = None
    message: str = ""
    advice: str = ""


def run(arguments: argparse.Namespace) -> int:
    """See cli.Command."""
    report = Report(typed=arguments.number)
    try:
        code = _dial(arguments, report)
    except DialerError as error:
        code = ending_of(error)
        report.status, report.message = status_of(error), error.message
        report.advice = error.advice
        if isinstance(error, NeedsConfirmation):
            report.callee = error.verdict.callee
            report.advice = "Add --yes to call all the same."
    except Exception:  # noqa: BLE001  # a script waits for its one line of JSON
        _log.exception("a defect in dial")
        code = Ending.DEFECT
        report.message = "Desktop Dialer made a mistake. A phone may be ringing."
        report.advice = f"Details are in {paths.log_file()}."
    _show(report, as_json=arguments.json)
    return code


def _dial(arguments: argparse.Namespace, report: Report) -> Ending:
    reference, cut = _reference(arguments.ref)
    report.reference = reference
    if arguments.extension is not None:
        report.agent = check_agent(arguments.extension)
    loaded = settings_store().load()
    settings = usable(loaded)
    number = _read(arguments.number, settings)
    report.e164 = number.e164
    placed = _placing(loaded).place(
        Wish(
            number,
            CallSource.LINK if is_link(arguments.number) else CallSource.COMMAND,
            confirmed=arguments.yes,
            agent=report.agent or "",
            outbound_id=_outbound_id(arguments.caller_id, settings),
            reference=reference,
        )
    )
    request, outcome = placed.request, placed.outcome
    report.status, report.http_status = outcome.status.value, outcome.http_status
    report.callee, report.agent = request.callee, request.agent
    report.message, report.advice = outcome.message, outcome.advice
    if cut:
        report.message += f" The reference was cut to {REFERENCE_LIMIT} characters."
    return BY_STATUS[outcome.status]


def _reference(given: str | None) -> tuple[str, bool]:
    return (new_reference(), False) if given is None else check_reference(given)


def _read(typed: str, settings: Settings) -> PhoneNumber:
    from ..dialling.reading import read_number  # the numbering data: 3 MiB

    return read_number(typed, settings.call_region)


def _placing(loaded: LoadedSettings) -> Placing:
    from ..desktop.credentials import Credentials

    return placing_for(loaded, call_log(loaded.settings), Credentials(), unlock=False)


def _outbound_id(given: str | None, settings: Settings) -> str | None:
    named = {entry.name: entry.id for entry in settings.call_caller_ids}
    return named.get(given, given) if given is not None else None


def _show(report: Report, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(vars(report), ensure_ascii=False))
        return
    accepted = report.status == Status.ACCEPTED
    print(f"{report.message} {report.advice}".strip(), file=sys.stdout if accepted else sys.stderr)
