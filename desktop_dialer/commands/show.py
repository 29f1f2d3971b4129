"""`desktop-dialer show`: the window of the running app; starts it where none runs."""

import argparse

from ..launch import start_app

HELP = "Show the window of the running program, or start it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001  # a command without options
    """See cli.Command."""
    return start_app({"command": "show"})
