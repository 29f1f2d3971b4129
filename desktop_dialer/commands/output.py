"""Lines on standard output and standard error: safe to show; a failure to write is reported.

Every line that a command prints goes through here, so that foreign text in it (arguments,
settings, the environment, the PBX's words) cannot steer the terminal.
"""

import json
import logging
import os
import sys

from ..model.errors import DialerError
from ..text.terminal import for_terminal
from ..translation import tr

_log = logging.getLogger(__name__)


class OutputLost(DialerError):
    """Standard output takes no more: the disk behind it is full, say."""

    def __init__(self, error: OSError) -> None:
        super().__init__(
            tr("The output cannot be written ({reason}).").format(reason=error.strerror),
            tr("Free some space, or write it somewhere else."),
        )


def json_line(value: object) -> str:
    """`value` as JSON on one line, in ASCII: right in every encoding, half characters too."""
    return json.dumps(value)


def drop_output() -> None:
    """Let the rest of standard output go nowhere; else Python complains once more at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(*fields: str) -> None:
    """Print a line; several fields are separated by tabs.

    Raises BrokenPipeError where the reader has left, else OutputLost.
    """
    try:
        print("\t".join(map(for_terminal, fields)))
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise OutputLost(error) from error


def say_or_drop(line: str) -> None:
    """Print `line` now; where nobody can read it, say so on standard error and go on.

    For a command whose exit code counts more than its words.
    """
    try:
        print(for_terminal(line), flush=True)
    except OSError as error:
        drop_output()
        if not isinstance(error, BrokenPipeError):
            complain(OutputLost(error).message)


def complain(line: str) -> None:
    """Print `line` on standard error; where nobody can read it, go on.

    What a command has done counts more: its exit code says it.
    """
    if sys.stderr is None:  # closed by our parent process; print would take standard output
        return
    try:
        print(for_terminal(line), file=sys.stderr, flush=True)
    except OSError as error:
        _log.info("standard error takes no more: %s", error.strerror)
