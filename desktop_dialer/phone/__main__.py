"""Entry point: `python -m desktop_dialer.phone`, started by the app with a pipe at each end."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ..core_dumps import no_core_dumps
from ..pbx.softphone.events import Fatal
from ..resources import phone_page
from ..translation import tr
from .environment import prepare
from .pipe import EventWriter, take_over

FAILED = 1
NO_ENGINE = 3
"""Exit codes after the event `fatal`."""


def main(argv: Sequence[str]) -> int:
    """Run the phone until the app stops it; the exit code. `argv`: without the program's name."""
    no_core_dumps()
    arguments = _arguments(argv)
    commands, events = take_over()
    writer = EventWriter(events)
    prepare(os.environ, arguments.engine_flag)
    try:
        from .engine import run
    except ImportError as error:
        writer.write(Fatal(reason=_unavailable_reason(error)))
        return NO_ENGINE
    try:
        return run(arguments.page or phone_page(), commands, writer)
    except OSError as error:
        text = tr("The softphone's page cannot be read ({file}: {reason}).")
        text = text.format(file=error.filename, reason=error.strerror)
        writer.write(Fatal(reason=text if error.strerror else str(error)))
        return FAILED


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="desktop-dialer-phone", allow_abbrev=False)
    parser.add_argument("--page", type=Path, help="folder with index.html and phone.js")
    parser.add_argument("--engine-flag", action="append", default=[], help="for tests")
    return parser.parse_args(argv)


def _unavailable_reason(error: ImportError) -> str:
    if isinstance(error, ModuleNotFoundError):
        text = tr("The web engine, which the softphone needs, is not installed (no {module}).")
        return text.format(module=error.name)
    text = tr("The web engine, which the softphone needs, cannot be loaded ({reason}).")
    return text.format(reason=error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
