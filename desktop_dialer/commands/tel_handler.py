"""`desktop-dialer tel-handler`: who opens tel: and callto: links."""

import argparse
from dataclasses import asdict

from ..calling.exit_codes import ExitCode
from ..desktop.links.tel_handler import LinkOwner, TelHandler
from ..desktop.session import tel_handler
from .output import json_line, say

HELP = "Open tel: and callto: links with Desktop Dialer, or give them back to who had them."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for action, words in {
        "status": "who opens links now",
        "install": "open them with Desktop Dialer, and remember who did before",
        "remove": "give them back",
    }.items():
        one = actions.add_parser(action, help=words)
        one.add_argument("--json", action="store_true", help="print one JSON object on one line")


def run(arguments: argparse.Namespace) -> int:
    """See cli.Command."""
    handler = tel_handler()
    do = {"status": handler.owners, "install": handler.install, "remove": handler.remove}
    owners = do[arguments.action]()
    if arguments.json:
        say(json_line(_plain(handler, owners)))
    elif handler.why_not:
        say(handler.why_not)
    else:
        for scheme, owner in owners.items():
            say(_line(scheme, owner))
    return ExitCode.ACCEPTED


def _plain(handler: TelHandler, owners: dict[str, LinkOwner]) -> dict[str, object]:
    return {**{scheme: asdict(owner) for scheme, owner in owners.items()}, "why": handler.why_not}


def _line(scheme: str, owner: LinkOwner) -> str:
    if owner.ours:
        before = f", before it by {owner.former_name}" if owner.former_name else ""
        return f"{scheme}: links are opened by Desktop Dialer{before}."
    if owner.id:
        return f"{scheme}: links are opened by {owner.name} ({owner.id})."
    return f"{scheme}: links are opened by nobody."
