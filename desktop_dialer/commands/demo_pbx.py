"""`desktop-dialer demo-pbx`: the demo PBX alone, until it is asked to end."""

import argparse
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from ..text.terminal import for_terminal
from .output import complain

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
    parser.add_argument(
        "--internal",
        action="store_true",
        help="take extensions as callees too: from version 4, over WebRTC from 3",
    )
    parser.add_argument(
        "--webrtc",
        action="store_true",
        help="take calls over WebRTC too, from and to the extension 204 with the password "
        "demo-secret; needs desktop-dialer[demo]",
    )
    parser.add_argument(
        "--webrtc-port",
        type=int,
        default=8088,
        metavar="PORT",
        help="of the WebSocket, 0 for any free one (%(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM, then 0.

    2, with words on standard error, when the address cannot be had.
    """
    # Imported here: the way in loads every command's module for its help.
    from ..demo.pbx.listening import is_loopback
    from ..model.errors import DialerError

    with _ending() as ended:
        if not is_loopback(arguments.host):
            complain(
                f"Warning: on {arguments.host} every machine that can reach this one can place "
                "demo calls and see their numbers."
            )
        try:
            with _serving(arguments):
                ended.recv(1)
        except DialerError as error:
            complain(f"{error.message} {error.advice}")
            return 2
    return 0


@contextmanager
def _serving(arguments: argparse.Namespace) -> Iterator[None]:
    """The PBX while it listens, with its WebRTC side when that is asked for."""
    from ..demo.pbx.server import DemoPbx

    place = {
        "version": arguments.version,
        "host": arguments.host,
        "say": _say,
        "internal": arguments.internal,
    }
    with ExitStack() as started:
        webrtc = None
        if arguments.webrtc:
            from ..demo.softphone_peer import DemoWebRtcPbx

            webrtc = DemoWebRtcPbx(port=arguments.webrtc_port, **place)
        started.enter_context(DemoPbx(port=arguments.port, webrtc=webrtc, **place))
        if webrtc:
            started.enter_context(webrtc)
            _say_callees()
        yield


def _say_callees() -> None:
    from ..demo.softphone_peer.callees import CALLEES

    for number, callee in CALLEES.items():
        _say(f"  {number} {callee}")


def _say(line: str) -> None:
    """Print at once: a script waits for the first line."""
    try:
        print(for_terminal(line), flush=True)
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
