"""`desktop-dialer quit`: end the running app, if one runs."""

import argparse

from ..calling.exit_codes import ExitCode
from ..desktop.instance.client import ACCEPTED, NOT_RUNNING, hand_over
from .output import complain

HELP = "End the running program."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001  # a command without options
    """See cli.Command."""
    answer = hand_over({"command": "quit"})
    if answer.state in (NOT_RUNNING, ACCEPTED):
        return ExitCode.ACCEPTED
    if answer.other_version:
        words = "The running Desktop Dialer is another version: end it from its icon's menu."
    else:
        words = "The running Desktop Dialer does not answer; it was not ended."
    complain(words)
    return ExitCode.UNREACHED
