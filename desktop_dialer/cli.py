"""The commands and the one place where a failure becomes words and an exit code."""

import argparse
import io
import logging
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Protocol, cast

from . import __version__
from .commands.output import OutputLost, drop_output
from .desktop import logs, paths
from .desktop.screen import why_no_screen
from .dialling.errors import DialerError
from .dialling.tel_link import is_link
from .ending import Ending, ending_of
from .starting import start_app

_log = logging.getLogger(__name__)

COMMANDS = {
    "dial": "call a number",
    "find": "find phone numbers in a text",
    "account": "your extension and password, kept in the keyring",
    "config": "show and change the settings",
    "tel-handler": "open tel: links with this program, or give them back",
    "show": "show the window of the running program, or start it",
    "quit": "end the running program",
    "demo-pbx": "run the embedded PBX",
    "demo": "show the main job against the embedded PBX",
}
"""Each stands in a module of `commands/` of the same name, loaded only when it is asked for."""

WITH_OWN_LOG = {"demo"}
"""They start a log themselves and leave the user's alone."""


class Command(Protocol):
    """What a module in `commands/` offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Tell the parser what may follow the command's name."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the exit code."""


def run(argv: Sequence[str]) -> int:
    """Carry out one command line; the exit code. Without a command it starts the app."""
    links = [word for word in argv if is_link(word)]
    if links and links == list(argv[:1]):
        return _logged(lambda: start_app({"command": "link", "link": links[0]}))
    arguments = _parser(_named(argv)).parse_args(argv)
    if arguments.smoke_test:
        return _logged(_smoke_test)
    if arguments.command is None:
        return _logged(lambda: start_app({"command": "show"}), verbose=arguments.verbose)
    command = _command(arguments.command)
    own_log = arguments.command in WITH_OWN_LOG
    return _logged(lambda: command.run(arguments), verbose=arguments.verbose, own_log=own_log)


def _smoke_test() -> int:
    no_screen = why_no_screen()
    if no_screen:
        print(no_screen, file=sys.stderr)
        return Ending.USAGE
    from .app.smoke import run as smoke_test  # Qt: only the app itself needs it

    return smoke_test()


def _logged(work: Callable[[], int], *, verbose: bool = False, own_log: bool = False) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal without UTF-8 shows a wrong character rather than no line at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    if not own_log:
        logs.start(paths.log_file(), verbose=verbose)
    try:
        return _carry_out(work)
    finally:
        logging.shutdown()


def _carry_out(work: Callable[[], int]) -> int:
    try:
        return _delivered(work())
    except DialerError as error:
        print(f"{error.message} {error.advice}".strip(), file=sys.stderr)
        return ending_of(error)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        drop_output()  # the reader of our output has seen enough, as with `find | head -1`
        return Ending.ACCEPTED
    except Exception:  # noqa: BLE001  # the last resort: no traceback reaches a person
        _log.exception("a defect")
        print(
            "Desktop Dialer made a mistake and stopped. If a call was being placed, a phone may "
            f"be ringing. Details are in {logs.present_file() or 'the lines above'}.",
            file=sys.stderr,
        )
        return Ending.DEFECT


def _delivered(code: int) -> int:
    """The command's exit code. Raises OutputLost, except where the reader has left."""
    try:
        if sys.stdout is not None:  # closed by whoever started us
            sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
    except OSError as error:
        drop_output()
        raise OutputLost(error) from error
    return code


def _named(argv: Sequence[str]) -> str | None:
    return next((word for word in argv if not word.startswith("-")), None)


def _command(name: str) -> Command:
    module = import_module(f".commands.{name.replace('-', '_')}", __package__)
    return cast(Command, module)


def _parser(named: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="desktop-dialer", description="Call a number you see, through the PBX."
    )
    parser.add_argument("--version", action="version", version=f"desktop-dialer {__version__}")
    parser.add_argument(
        "--verbose", action="store_true", help="write more to the log (numbers stay masked)"
    )
    parser.add_argument(
        "--smoke-test", action="store_true", help="start everything, say how it went, end"
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, words in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=words, description=words)
        if name == named:
            command = _command(name)
            subparser.description = command.HELP
            command.add_arguments(subparser)
    return parser
