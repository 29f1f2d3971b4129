"""`desktop-dialer demo`: the whole program against the demo PBX, with a throw-away profile."""

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..calling.exit_codes import ExitCode
from .output import complain

if TYPE_CHECKING:
    from ..demo.tour.profile import Profile

HELP = """Show the whole program against the embedded PBX; your settings, calls and keyring are
left alone. On a desktop with a terminal you try it yourself; else it shows itself, on a screen
of its own, and leaves pictures in build/demo."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""
    parser.add_argument(
        "--webrtc",
        action="store_true",
        help="talk in the program itself; needs desktop-dialer[webrtc] and desktop-dialer[demo]",
    )
    parser.add_argument("--port", type=int, default=0, help="of the embedded PBX (any free one)")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)  # be the app of the demo
    parser.add_argument("--webrtc-url", default="", help=argparse.SUPPRESS)  # which it talks to


def run(arguments: argparse.Namespace) -> int:
    """See cli.Command."""
    from ..demo.tour.profile import Profile, log_file_in
    from ..desktop import logs

    if arguments.inside:
        logs.start(log_file_in(arguments.inside))
        from ..demo.tour.demo_app import run_demo_app  # Qt

        return run_demo_app(arguments.inside, arguments.port, arguments.webrtc_url)
    if arguments.webrtc:
        from ..demo.tour.requirements import check_parts

        check_parts()
    profile = Profile()
    logs.start(profile.log_file)
    _end_on_signals()
    show = _show_talking if arguments.webrtc else _show
    try:
        ending = show(profile, arguments.port)
    except KeyboardInterrupt:
        profile.throw_away()
        raise
    except BaseException:
        complain(f"What the program wrote is left in {profile.folder}")
        raise
    profile.throw_away()
    return ending


def _show(profile: "Profile", port: int) -> int:
    from ..demo.tour.desktop_demo import run_here
    from ..demo.tour.tour import run_tour

    if _somebody_is_there():
        run_here(profile, port)
        return ExitCode.ACCEPTED
    if _has_stage("This is the main job in words."):
        run_tour(profile, port)
        return ExitCode.ACCEPTED
    return _in_words(profile, port)


def _show_talking(profile: "Profile", port: int) -> int:
    from ..demo.tour.softphone_demo import talk_here
    from ..demo.tour.softphone_tour import run_softphone_tour

    if _somebody_is_there():
        talk_here(profile, port)
        return ExitCode.ACCEPTED
    if _has_stage(
        "To talk in the program needs the program itself, and that needs a screen. This is the "
        "main job in words, with a call that rings a desk phone instead: nobody talks here."
    ):
        run_softphone_tour(profile, port)
        return ExitCode.ACCEPTED
    return _in_words(profile, port)


def _has_stage(else_words: str) -> bool:
    """Whether everything for a screen of its own is installed; else print what is missing."""
    from ..demo.tour.stage import PACKAGES, missing_programs

    missing = missing_programs()
    if missing:
        print(
            f"{else_words} To see the whole program here, on a screen of its own:\n"
            f"    apt-get install {' '.join(PACKAGES[program] for program in missing)}"
        )
    return not missing


def _in_words(profile: "Profile", port: int) -> int:
    from ..demo.tour.text_tour import run_in_terminal

    return run_in_terminal(profile.folder, port)


def _somebody_is_there() -> bool:
    """Whether there is a screen to show the program on and a person at the terminal."""
    screen = sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return screen and sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def _end_on_signals() -> None:
    """SIGTERM, and a terminal that is closed, end it as Ctrl-C does: nothing stays behind."""
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
