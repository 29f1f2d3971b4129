"""`desktop-dialer quit`: end the running app, if one runs."""

import argparse

from ..calling.exit_codes import Ending
from ..desktop.instance.client import NOBODY, TAKEN, hand_over
from .output import complain

HELP = "End the running program."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001  # a command without options
    """See cli.Command."""
    answer = hand_over({"command": "quit"})
    if answer.state in (NOBODY, TAKEN):
        return Ending.ACCEPTED
    if answer.other_version:
        words = "The running Desktop Dialer is another version: end it from its icon's menu."
    else:
        words = "The running Desktop Dialer does not answer; it was not ended."
    complain(words)
    return Ending.UNREACHED
