"""A session bus, a display and an event loop of a test's own, and a second voice on that bus."""

import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageFlag,
    MessageType,
    new_method_call,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

# No <servicedir>: no test wakes up a daemon that happens to be installed.
_CONFIG = """<busconfig><type>session</type><listen>unix:path={path}</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
_LONGEST_S = 30.0


@contextmanager
def private_bus(folder: Path) -> Iterator[str]:
    """A dbus-daemon in `folder`; its address."""
    config = folder / "bus.conf"
    config.write_text(_CONFIG.format(path=folder / "bus"))
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    with running(command, stdout=subprocess.PIPE) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().decode().strip()


@contextmanager
def display() -> Iterator[str]:
    """An Xvfb; the name of its display."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        yield ":" + server.stdout.readline().decode().strip()


@contextmanager
def running(command: list[str], **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A program, ended at the end."""
    program = subprocess.Popen(command, **how)
    try:
        yield program
    finally:
        program.kill()
        program.wait()
        if program.stdout is not None:
            program.stdout.close()


class Loop:
    """An event loop of select, as the app's own is one of QSocketNotifiers."""

    def __init__(self) -> None:
        self._watched: dict[int, Callable[[], None]] = {}

    def watch(self, fd: int, on_readable: Callable[[], None]) -> Callable[[], None]:
        """See session_bus.WatchReadable."""
        self._watched[fd] = on_readable

        def unwatch() -> None:
            del self._watched[fd]

        return unwatch

    def until(self, happened: Callable[[], object]) -> None:
        """Run until it happened; a failed test if it does not."""
        deadline = time.monotonic() + _LONGEST_S
        while not happened():
            assert time.monotonic() < deadline, "it never happened"
            self.turn(0.05)

    def turn(self, at_most_s: float) -> None:
        """Wait so long for something to read, and handle it."""
        for fd in select.select(list(self._watched), [], [], at_most_s)[0]:
            if fd in self._watched:
                self._watched[fd]()


class Voice:
    """Another program on the bus."""

    def __init__(self, address: str) -> None:
        self._connection: DBusConnection = open_dbus_connection(address)

    @property
    def unique_name(self) -> str:
        """What the bus calls it."""
        return str(self._connection.unique_name)

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()

    def call(
        self, peer: tuple[str, str, str], member: str, signature: str = "", *body: Any
    ) -> tuple[Any, ...]:
        """Call a method and wait for the answer; RuntimeError for an error."""
        message = _method_call(peer, member, signature, body)
        reply = self._connection.send_and_get_reply(message, timeout=_LONGEST_S)
        if reply.header.message_type == MessageType.error:
            raise RuntimeError(reply.header.fields[HeaderFields.error_name])
        return tuple(reply.body)

    def send(
        self, peer: tuple[str, str, str], member: str, signature: str = "", *body: Any
    ) -> None:
        """Call a method and do not wait; when this returns, the bus has the call queued."""
        self._connection.send(_method_call(peer, member, signature, body))
        self.clients()

    def announce(
        self, path: str, interface: str, member: str, signature: str, *body: Any, to: str = ""
    ) -> None:
        """Send a signal, to everybody or to one."""
        message = new_signal(DBusAddress(path, None, interface), member, signature, body)
        if to:
            message.header.fields[HeaderFields.destination] = to
        self._connection.send(message)

    def owner(self, name: str) -> str:
        """Who owns a name, "" for nobody."""
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
        try:
            return str(self.call(bus, "GetNameOwner", "s", name)[0])
        except RuntimeError:
            return ""

    def clients(self) -> set[str]:
        """The unique names of all that are on the bus."""
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
        names = self.call(bus, "ListNames")[0]
        return {name for name in names if name.startswith(":")}


def _method_call(
    peer: tuple[str, str, str], member: str, signature: str, body: tuple[Any, ...]
) -> Message:
    name, path, interface = peer
    message = new_method_call(DBusAddress(path, name, interface), member, signature or None, body)
    message.header.flags |= MessageFlag.no_auto_start
    return message


def on_display(display_name: str, address: str, folder: Path) -> dict[str, str]:
    """The environment of a program on that display and bus."""
    return os.environ | {
        "DISPLAY": display_name,
        "DBUS_SESSION_BUS_ADDRESS": address,
        "XDG_CONFIG_HOME": str(folder),
    }
