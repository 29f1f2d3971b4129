"""The real app as a process of its own, without a display, and clients that speak to it."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_dialer.desktop.instance.client import ACCEPTED, hand_over, socket_path
from tests.support.commands.program import KEYS, Argument, argv
from tests.support.journeys.agent_desk import until

EXTENSION = "204"


@contextmanager
def offscreen_app(*around: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The app, until it answers; killed at the end if it still runs.

    `around`: a program that runs it, with its arguments.
    """
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    app = subprocess.Popen(
        [*around, *argv()], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    with app:
        try:
            until(lambda: app.poll() is not None or answers(), "the app")
            assert app.poll() is None, app.stdout and app.stdout.read()
            yield app
        finally:
            app.kill()


def answers() -> bool:
    """Whether an app answers."""
    return hand_over({"command": "ping"}).state == ACCEPTED


def dialling(number: Argument, *words: str) -> "subprocess.Popen[bytes]":
    """`dial --json` as a process that has not ended yet."""
    return subprocess.Popen(
        argv("dial", "--json", "--extension", EXTENSION, *words, number),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(program: "subprocess.Popen[bytes]") -> tuple[int, dict[str, Any]]:
    """Exit code and object of such a one."""
    out, err = program.communicate(timeout=60)
    assert err == b""
    report: dict[str, Any] = json.loads(out)
    assert list(report) == KEYS
    return program.returncode, report


def request(number: str, **fields: object) -> bytes:
    """The line by which a client asks for a call."""
    known = {"protocol": 1, "command": "dial", "number": number, "extension": EXTENSION}
    return json.dumps(known | fields).encode() + b"\n"


def connected() -> int:
    """How many connections to the app are open, by the kernel's list (state 03: proc(5))."""
    rows = (row.split() for row in Path("/proc/net/unix").read_text().splitlines()[1:])
    return sum(row[5] == "03" and row[7:] == [socket_path("app")] for row in rows)


def called(requests: list[bytes]) -> list[str]:
    """The callees that the PBX was asked for."""
    return [json.loads(each.partition(b"\r\n\r\n")[2])["callee"] for each in requests]
