"""A notification daemon that can show words and nothing else, as bare window managers have."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from jeepney import HeaderFields, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

_NAME = "org.freedesktop.Notifications"


class PlainDaemon:
    """What it was asked to show and to close, by its own numbers."""

    def __init__(self) -> None:
        self.summaries: dict[int, str] = {}
        self.closed: list[int] = []


@contextmanager
def plain_daemon(address: str) -> Iterator[PlainDaemon]:
    """Owns the name until the end."""
    daemon = PlainDaemon()
    connection = open_dbus_connection(address)
    connection.send_and_get_reply(message_bus.RequestName(_NAME))
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                call = connection.receive(timeout=0.1)
            except TimeoutError:
                continue
            if call.header.message_type is not MessageType.method_call:
                continue
            match call.header.fields[HeaderFields.member]:
                case "GetCapabilities":
                    connection.send(new_method_return(call, "as", (["body"],)))
                case "Notify":
                    number = len(daemon.summaries) + 1
                    daemon.summaries[number] = call.body[3]
                    connection.send(new_method_return(call, "u", (number,)))
                case "CloseNotification":
                    daemon.closed.append(call.body[0])
                    connection.send(new_method_return(call))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield daemon
    finally:
        over.set()
        thread.join()
        connection.close()
