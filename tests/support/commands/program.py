"""The program as others start it: a process of its own, with the test's home folder."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from desktop_dialer.calling.factory import settings_store

Argument = str | bytes
KEYS = ["status", "typed", "e164", "callee", "agent", "reference", "http_status", "message"]
KEYS += ["advice"]


@dataclass(frozen=True)
class Ended:
    """How it ended: exit code, standard output and standard error."""

    code: int
    out: bytes
    err: bytes

    @property
    def report(self) -> dict[str, Any]:
        """The one line of `dial --json`, with all its keys."""
        assert self.out.count(b"\n") == 1
        assert self.out.endswith(b"}\n")
        values: dict[str, Any] = json.loads(self.out)
        assert list(values) == KEYS
        return values


def argv(*arguments: Argument) -> list[Argument]:
    return [sys.executable, "-m", "desktop_dialer", *arguments]


def _close(descriptors: tuple[int, ...]) -> None:
    for number in descriptors:
        os.close(number)


def run(
    *arguments: Argument,
    stdin: bytes | None = b"",
    stdout: IO[bytes] | int = subprocess.PIPE,
    close: tuple[int, ...] = (),
    environment: dict[str, str] | None = None,
) -> Ended:
    """Run it to its end. `close`: descriptors that are closed in it."""
    done = subprocess.run(
        argv(*arguments),
        input=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=os.environ | (environment or {}),
        timeout=60,
        check=False,
        preexec_fn=partial(_close, close) if close else None,
    )
    ended = Ended(done.returncode, done.stdout or b"", done.stderr or b"")
    assert b"Traceback" not in ended.out + ended.err
    return ended


def configure(**settings: object) -> None:
    """Set settings as `config set` does: `pbx_port=8300` sets `pbx.port`."""
    for name, value in settings.items():
        settings_store().set(name.replace("_", ".", 1), value)


def dial(*arguments: Argument, environment: dict[str, str] | None = None) -> Ended:
    return run("dial", "--extension", "204", *arguments, environment=environment)


def dial_json(*arguments: Argument) -> tuple[int, dict[str, Any]]:
    ended = dial("--json", *arguments)
    assert ended.err == b""
    return ended.code, ended.report


def calls_file(home: Path) -> Path:
    return home / ".local/share/desktop-dialer/calls.sqlite3"


def statuses(home: Path) -> list[str | None]:
    with sqlite3.connect(calls_file(home)) as connection:
        rows = connection.execute("SELECT status FROM calls ORDER BY at").fetchall()
    connection.close()
    return [row[0] for row in rows]
