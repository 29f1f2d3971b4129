"""A running app of the test's own, and other processes that speak to it."""

import json
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desktop_dialer.desktop.instance.client import socket_path
from desktop_dialer.desktop.instance.instance import Instance, claim
from desktop_dialer.desktop.instance.protocol import InstanceRequest
from tests.support.repository import ROOT

if TYPE_CHECKING:
    from desktop_dialer.desktop.instance import server as instance_server

LINK = "tel:+27820001234"


@contextmanager
def runtime_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An XDG_RUNTIME_DIR with a short path: a socket's may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="dd-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


class App:
    """A running app that keeps what it is told."""

    def __init__(self) -> None:
        self.messages: queue.Queue[tuple[InstanceRequest, instance_server.InstanceReply]] = (
            queue.Queue()
        )
        instance = claim()
        assert instance is not None
        self.instance: Instance = instance

    def serve(self) -> None:
        self.instance.serve(lambda message, reply: self.messages.put((message, reply)))

    def close(self) -> None:
        self.instance.close()

    def next(self) -> InstanceRequest:
        return self.messages.get(timeout=30)[0]


@contextmanager
def running_app() -> Iterator[App]:
    """An app that serves."""
    app = App()
    app.serve()
    with closing(app):
        yield app


def raw() -> socket.socket:
    """A client that may say anything."""
    if sys.platform == "win32":
        raise OSError("no sockets with a path")
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    end.connect(socket_path("app"))  # waits for room in the queue, as it would not with a limit
    end.settimeout(10)
    return end


def said(end: socket.socket) -> Any:
    """The answer, after which the app hangs up, whether or not it has read everything."""
    received = b""
    while not received.endswith(b"\n"):
        more = end.recv(65536)
        assert more
        received += more
    with suppress(ConnectionResetError):
        assert end.recv(1) == b""
    return json.loads(received)


def ask(data: bytes) -> Any:
    with raw() as end:
        with suppress(BrokenPipeError):  # it has heard enough; its answer is there to be read
            end.sendall(data)
        return said(end)


def program(code: str, *words: str, **how: Any) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, **how
    )
