"""`desktop-dialer tel-handler`: who opens tel: and callto: links."""

import argparse
from dataclasses import asdict

from ..calling.exit_codes import ExitCode
from ..desktop.links.tel_handler import LinkOwner, TelHandler
from ..desktop.session import tel_handler
from ..translation import tr, tr_later
from .output import json_line, say

HELP = tr_later(
    "Open tel: and callto: links with Desktop Dialer, or give them back to the program before it."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for action, words in {
        "status": tr("which program opens links now"),
        "install": tr("open links with Desktop Dialer, and remember the program before it"),
        "remove": tr("give links back to the program before"),
    }.items():
        one = actions.add_parser(action, help=words)
        one.add_argument(
            "--json", action="store_true", help=tr("print one JSON object on one line")
        )


def run(arguments: argparse.Namespace) -> int:
    """See cli.Command."""
    handler = tel_handler()
    do = {"status": handler.owners, "install": handler.install, "remove": handler.remove}
    owners = do[arguments.action]()
    if arguments.json:
        say(json_line(_plain(handler, owners)))
    elif handler.unavailable_reason:
        say(handler.unavailable_reason)
    else:
        for scheme, owner in owners.items():
            say(_line(scheme, owner))
    return ExitCode.ACCEPTED


def _plain(handler: TelHandler, owners: dict[str, LinkOwner]) -> dict[str, object]:
    return {
        **{scheme: asdict(owner) for scheme, owner in owners.items()},
        "why": handler.unavailable_reason,
    }


def _line(scheme: str, owner: LinkOwner) -> str:
    if owner.ours:
        text = (
            tr("{scheme}: links are opened by Desktop Dialer, before it by {former}.")
            if owner.former_name
            else tr("{scheme}: links are opened by Desktop Dialer.")
        )
        return text.format(scheme=scheme, former=owner.former_name)
    if owner.id:
        return tr("{scheme}: links are opened by {name} ({id}).").format(
            scheme=scheme, name=owner.name, id=owner.id
        )
    return tr("{scheme}: links have no program.").format(scheme=scheme)
