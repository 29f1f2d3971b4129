"""`desktop-dialer show`: the window of the running app; starts it where none runs."""

import argparse

from ..launch import start_app
from ..translation import tr_later

HELP = tr_later("Show the window of the running program, or start the program.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001  # a command without options
    """See cli.Command."""
    return start_app({"command": "show"})
