"""The commands and the one place where a failure becomes words and an exit code.

The app starts from here too, so nothing is loaded at the top that an icon does not need.
"""

import argparse
import io
import logging
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import NoReturn, Protocol, cast

from . import __version__
from .core_dumps import no_core_dumps
from .model.errors import DialerError
from .translation import choose_language_by, tr, tr_later

_log = logging.getLogger(__name__)

COMMANDS = {
    "dial": tr_later("call a number"),
    "find": tr_later("find phone numbers in a text"),
    "account": tr_later("manage your extension and password in the keyring"),
    "config": tr_later("show and change the settings"),
    "tel-handler": tr_later("open tel: links with this program, or undo that"),
    "show": tr_later("show the window of the running program, or start the program"),
    "quit": tr_later("quit the running program"),
    "demo-pbx": tr_later("run the demo PBX"),
    "demo": tr_later("show the program with the demo PBX"),
}
"""Each is a module of `commands/` with the same name, loaded only when it is used."""

WITH_OWN_LOG = {"demo"}
"""They start a log themselves and leave the user's alone."""


_VERBOSE = "--verbose"


class CommandModule(Protocol):
    """What a module in `commands/` offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Tell the parser what may follow the command's name."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the exit code."""


def run(argv: Sequence[str]) -> int:
    """Carry out one command line; the exit code. Without a command it starts the app."""
    no_core_dumps()  # app and commands read the password from the keyring
    choose_language_by(_language)
    if not argv:
        return _ended_in_words(lambda: _app({"command": "show"}))
    if list(argv) == ["--smoke-test"]:
        return _ended_in_words(_smoke_test)
    if link := _link(argv):
        start = partial(_start_log, verbose=_VERBOSE in argv)
        return _ended_in_words(lambda: _app({"command": "link", "link": link}, start))
    arguments = _parser(_named(argv)).parse_args(argv)
    start_log = partial(_start_log, verbose=arguments.verbose)
    if arguments.smoke_test:
        return _ended_in_words(lambda: _smoke_test(start_log))
    if arguments.command is None:
        return _ended_in_words(lambda: _app({"command": "show"}, start_log))
    command = _command(arguments.command)

    def carry_out() -> int:
        if arguments.command not in WITH_OWN_LOG:
            start_log()
        return command.run(arguments)

    return _ended_in_words(carry_out)


def _start_log(*, verbose: bool = False) -> None:
    """Log to the file. The app does that when its icon is shown: loading it takes 15 ms."""
    from .desktop import logs, paths

    logs.start(paths.log_file(), verbose=verbose)


def _app(request: dict[str, object], start_log: Callable[[], None] = _start_log) -> int:
    from .launch import start_app

    return start_app(request, start_log)


def _smoke_test(start_log: Callable[[], None] = _start_log) -> int:
    from .desktop.screen import no_screen_reason

    no_screen = no_screen_reason()
    if no_screen:
        from .calling.exit_codes import ExitCode

        _complain(no_screen)
        return ExitCode.USAGE
    from .app.smoke_test import run as smoke_test  # Qt: only the app itself needs it

    return smoke_test(start_log)


def _ended_in_words(work: Callable[[], int]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal without UTF-8 shows a wrong character rather than no line at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _carry_out(work)
    finally:
        logging.shutdown()


def _carry_out(work: Callable[[], int]) -> int:
    try:
        return _delivered(work())
    except DialerError as error:
        from .calling.exit_codes import ending_of

        _complain(f"{error.message} {error.advice}".strip())
        return ending_of(error)
    except KeyboardInterrupt:
        _complain(tr("Stopped."))
        return 130
    except BrokenPipeError:
        from .commands.output import drop_output

        drop_output()  # the reader of our output has seen enough, as with `find | head -1`
        return 0
    except Exception:  # noqa: BLE001  # the last resort: no traceback reaches a person
        return _defect()


def _defect() -> int:
    from .calling.exit_codes import ExitCode
    from .desktop import logs

    if not logging.getLogger().hasHandlers():
        _start_log()
    _log.exception("a defect")
    _complain(
        tr(
            "Internal error in Desktop Dialer. If a call was being placed, a phone may "
            "be ringing. Details: {name}."
        ).format(name=logs.present_file() or tr("see the lines above"))
    )
    return ExitCode.DEFECT


def _delivered(code: int) -> int:
    """The command's exit code. Raises OutputLost, except where the reader has left."""
    try:
        if sys.stdout is not None:  # closed by the program that started us
            sys.stdout.flush()
    except OSError as error:
        from .commands.output import OutputLost, drop_output

        drop_output()
        if not isinstance(error, BrokenPipeError):
            raise OutputLost(error) from error
    return code


def _complain(words: str) -> None:
    from .commands.output import complain

    complain(words)


def _language() -> str:
    from .desktop import paths
    from .settings.store import SettingsStore

    store = SettingsStore(paths.config_file(), paths.system_config_file())
    return store.load().settings.ui_language


def _link(argv: Sequence[str]) -> str:
    """The link that the program was started with, "" = none.

    "--" may be in front of it: programs that hand on foreign text end the options with it.
    """
    from .numbers.tel_link import is_link

    first = next((word for word in argv if word not in ("--", _VERBOSE)), "")
    return first if is_link(first) else ""


def _named(argv: Sequence[str]) -> str | None:
    return next((word for word in argv if not word.startswith("-")), None)


def _command(name: str) -> CommandModule:
    module = import_module(f".commands.{name.replace('-', '_')}", __package__)
    return cast(CommandModule, module)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints repeat arguments without their control characters."""

    def error(self, message: str) -> NoReturn:
        """See argparse."""
        from .text.terminal import for_terminal

        super().error(for_terminal(message))


def _parser(named: str | None) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="desktop-dialer", description=tr("Call a number you see, through the PBX.")
    )
    parser.add_argument("--version", action="version", version=f"desktop-dialer {__version__}")
    parser.add_argument(
        _VERBOSE, action="store_true", help=tr("write more to the log (numbers are still masked)")
    )
    parser.add_argument(
        "--smoke-test",
        action="store_true",
        help=tr("start everything, report the result, and quit"),
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, words in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=tr(words), description=tr(words))
        if name == named:
            command = _command(name)
            subparser.description = tr(command.HELP)
            command.add_arguments(subparser)
    return parser
