"""`desktop-dialer quit`: end the running app, if one runs."""

import argparse

from ..calling.exit_codes import ExitCode
from ..desktop.instance.client import ACCEPTED, NOT_RUNNING, hand_over
from ..translation import tr, tr_later
from .output import complain

HELP = tr_later("Quit the running program.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001  # a command without options
    """See cli.Command."""
    answer = hand_over({"command": "quit"})
    if answer.state in (NOT_RUNNING, ACCEPTED):
        return ExitCode.ACCEPTED
    if answer.other_version:
        words = tr(
            "The running Desktop Dialer is another version. Quit it from the menu of its icon."
        )
    else:
        words = tr("The running Desktop Dialer does not respond. It is still running.")
    complain(words)
    return ExitCode.UNREACHED
