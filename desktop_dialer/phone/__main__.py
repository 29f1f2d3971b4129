"""The way in: `python -m desktop_dialer.phone`, started by the app with a pipe at each end."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ..core_dumps import no_core_dumps
from ..pbx.softphone.events import Fatal
from ..resources import phone_page
from .environment import prepare
from .pipe import EventWriter, take_over

FAILED = 1
NO_ENGINE = 3
"""Exit codes after `fatal`."""


def main(argv: Sequence[str]) -> int:
    """Be the phone until the app wants none; the exit code. `argv`: without the program's name."""
    no_core_dumps()
    given = _arguments(argv)
    commands, events = take_over()
    outlet = EventWriter(events)
    prepare(os.environ, given.engine_flag)
    try:
        from .engine import run
    except ImportError as error:
        outlet.tell(Fatal(reason=_why_no_engine(error)))
        return NO_ENGINE
    try:
        return run(given.page or phone_page(), commands, outlet)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}" if error.strerror else str(error)
        outlet.tell(Fatal(reason=f"The page of the phone cannot be read ({why})."))
        return FAILED


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="desktop-dialer-phone", allow_abbrev=False)
    parser.add_argument("--page", type=Path, help="folder with index.html and phone.js")
    parser.add_argument("--engine-flag", action="append", default=[], help="for tests")
    return parser.parse_args(argv)


def _why_no_engine(error: ImportError) -> str:
    if isinstance(error, ModuleNotFoundError):
        return f"The engine for calls in the program is not installed (no {error.name})."
    return f"The engine for calls in the program does not load ({error})."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
