"""`desktop-dialer find`: the phone numbers in texts, in order."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..calling.exit_codes import ExitCode
from ..calling.factory import settings_store
from ..model.call_fields import CalleeForm, callee_for
from ..model.errors import NotCallable, SettingsError
from ..model.phone_number import FoundNumber
from ..settings.schema import Settings
from ..translation import tr, tr_later
from .output import complain, json_line, say

HELP = tr_later("Find phone numbers in a text: standard input, or files.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help=tr("UTF-8 text; - = standard input")
    )
    parser.add_argument(
        "--json", action="store_true", help=tr("print one JSON array per text, each on one line")
    )
    parser.add_argument(
        "-0", "--null", action="store_true", help=tr("the texts are separated by NUL bytes")
    )


def run(arguments: argparse.Namespace) -> int:
    """See cli.Command."""
    from ..numbers.finder.scan import scan  # the numbering data: 3 MiB

    loaded = settings_store().load()
    for problem in loaded.problems:
        complain(problem.text)
    settings = loaded.settings
    for text in _texts(arguments.files, separated=arguments.null):
        found = [_item(item, settings) for item in scan(text, settings.call_region)]
        if arguments.json:
            say(json_line(found))
            continue
        for item in found:
            say(*_fields(item))
    return ExitCode.ACCEPTED


def _texts(files: list[str], *, separated: bool) -> Iterator[str]:
    for name in files or ["-"]:
        content = _read(name).decode("utf-8", errors="replace")
        if not separated:
            yield content
        elif content:
            yield from content.removesuffix("\0").split("\0")


def _read(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read() if sys.stdin is not None else b""
        return Path(name).read_bytes()
    except OSError as error:
        shown = tr("Standard input") if name == "-" else name
        raise SettingsError(
            tr("{file} cannot be read ({reason}).").format(file=shown, reason=error.strerror),
            tr("Check the file."),
        ) from error


def _item(found: FoundNumber, settings: Settings) -> dict[str, Any]:
    number = found.number
    item = {
        "raw": found.raw,
        "start": found.start,
        "end": found.end,
        "e164": number.e164,
        "callee": None,
        "display": number.display,
        "region": number.region,
        "type": number.kind,
        "extension": number.extension,
        "confidence": number.confidence.value,
    }
    try:
        item["callee"] = callee_for(
            number.e164, number.region, CalleeForm(settings.call_callee_form)
        )
    except NotCallable as error:
        item["reason"] = error.message
    return item


def _fields(item: dict[str, Any]) -> tuple[str, str, str]:
    sent = item["callee"] or tr("cannot be dialled: {reason}").format(reason=item["reason"])
    doubt = "" if item["confidence"] == "sure" else f" ({item['confidence']})"
    extension = f" ext. {item['extension']}" if item["extension"] else ""
    return f"{item['display']}{extension}{doubt}", item["e164"], sent
