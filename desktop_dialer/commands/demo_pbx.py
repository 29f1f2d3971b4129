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
    """Serve until SIGINT or SIGTERM, or until nobody reads the lines any more; then 0.

    2, with words on standard error, when the address cannot be had.
    """
    # Imported here: the way in loads every command's module for its help.
    from ..dialling.errors import DialerError
    from ..pbx.demo import DemoPbx, is_loopback

    with _ending() as (end, ended):
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
                say=lambda line: _say(line, end),
            ):
                ended.recv(1)
        except DialerError as error:
            print(f"{error.message} {error.advice}", file=sys.stderr)
            return 2
    return 0


def _say(line: str, end: socket.socket) -> None:
    """Print at once: a script waits for the first line."""
    try:
        print(line, flush=True)
    except OSError:
        # The reader is gone, as with `demo-pbx | head -1`: so are we. Python flushes standard
        # output once more when it ends; let that go nowhere instead of failing again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        end.send(b"\0")


@contextmanager
def _ending() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends: writing to the first, or a signal to end, makes the second readable.

    A socket and not an event: on Windows Ctrl-C does not wake a thread that waits for an event.
    """
    end, ended = socket.socketpair()
    end.setblocking(False)  # asked for by signal.set_wakeup_fd
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    wakeup = signal.set_wakeup_fd(end.fileno(), warn_on_full_buffer=False)
    try:
        for number in before:
            signal.signal(number, lambda *_: None)
        yield end, ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
        end.close()
        ended.close()
