"""`desktop-dialer demo-pbx`: the embedded PBX alone, until it is told to end."""

import argparse
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

HELP = "run a PBX to try calls against: it rings no phone and shows every step"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options, with their defaults."""
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (%(default)s)")
    parser.add_argument(
        "--port", type=int, default=8300, help="the port, 0 for any free one (%(default)s)"
    )
    parser.add_argument(
        "--version", type=int, choices=(2, 3, 4), default=3, help="of the PBX (%(default)s)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM, then 0.

    2, with words on standard error, when the address cannot be had.
    """
    # Imported here: the way in loads every command's module for its help.
    from ..dialling.errors import DialerError
    from ..pbx.demo import DemoPbx, is_loopback

    with _ending() as ended:
        if not is_loopback(arguments.host):
            print(
                f"Warning: on {arguments.host} every machine that can reach this one can place "
                "demo calls and see their numbers.",
                file=sys.stderr,
                flush=True,
            )
        try:
            with DemoPbx(
                version=arguments.version,
                host=arguments.host,
                port=arguments.port,
                say=_say,
            ):
                ended.recv(1)
        except DialerError as error:
            print(f"{error.message} {error.advice}", file=sys.stderr)
            return 2
    return 0


def _say(line: str) -> None:
    """Print at once: a script waits for the first line."""
    try:
        print(line, flush=True)
    except OSError:
        # The reader is gone, as when a script took only the first line; the PBX is still
        # wanted. What is left in the buffer, and all lines to come, go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _ending() -> Iterator[socket.socket]:
    """A socket that becomes readable when a signal asks to end.

    A socket and not an event: on Windows Ctrl-C does not wake a thread that waits for an event.
    """
    end, ended = socket.socketpair()
    end.setblocking(False)  # asked for by signal.set_wakeup_fd
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    wakeup = signal.set_wakeup_fd(end.fileno(), warn_on_full_buffer=False)
    try:
        for number in before:
            signal.signal(number, lambda *_: None)
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
        end.close()
        ended.close()
