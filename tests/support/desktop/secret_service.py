"""A session bus and a GNOME Keyring of a test's own: real programs, nothing of the real desktop.

    def test_x(private_keyring: PrivateDesktop) -> None:   # unlocked, empty
    def test_y(private_desktop: PrivateDesktop) -> None:   # a bus, and nothing on it yet

The conftest of a folder makes the fixtures known by importing them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.repository import ROOT

PASSWORD = "keyring password"

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<servicedir>{services}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""

_PROMPTER = """[D-BUS Service]
Name=org.gnome.keyring.SystemPrompter
Exec=/usr/libexec/gcr-prompter
"""

_ASK = """
import json, sys, time
from desktop_dialer.desktop.accounts.credentials import *
from desktop_dialer.model.errors import DialerError
limits = Limits(**json.loads(sys.argv[2]))
credentials = Credentials(limits=limits)
answer = {"value": None, "error": None, "words": None}
start = time.perf_counter()
try:
    value = eval(sys.argv[1])
    answer["value"] = [value.extension, value.password] if isinstance(value, Account) else value
except DialerError as error:
    answer |= {"error": type(error).__name__, "words": f"{error.message} {error.advice}"}
answer["seconds"] = time.perf_counter() - start
answer["loaded"] = sorted({"keyring", "secretstorage", "cryptography"} & set(sys.modules))
print(json.dumps(answer))
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `credentials` said in a process of its own: a value, or an error and its words."""

    value: Any
    error: str | None
    words: str | None
    seconds: float
    loaded: list[str]


@dataclass
class PrivateDesktop:
    """A home, a runtime folder and a session bus under `root`; `env` is for its programs."""

    root: Path
    env: dict[str, str] = field(init=False)
    keyring: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        runtime = self.root / "run"
        runtime.mkdir(mode=0o700)
        (self.root / "services").mkdir()
        self.env = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ} | {
            "HOME": str(self.root),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(self.root / "data"),
            "XDG_CONFIG_HOME": str(self.root / "config"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
        }
        config = self.root / "bus.conf"
        config.write_text(_BUS.format(socket=runtime / "bus", services=self.root / "services"))
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
        self.bus = subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self.bus.stdout is not None
        self.bus.stdout.readline()  # the address: from here on it listens

    def start_keyring(self, password: str | None = PASSWORD) -> None:
        """With a password: unlocked, and created if need be. None: as it lies on the disk."""
        command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
        self.keyring = subprocess.Popen(
            command if password is None else [*command, "--unlock"],
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert self.keyring.stdin is not None
        self.keyring.stdin.write((password or "").encode())
        self.keyring.stdin.close()
        self.run("gdbus", "wait", "--session", "--timeout", "30", "org.freedesktop.secrets")

    def lock(self) -> None:
        """As after a login without the keyring's password: the daemon again, not unlocked."""
        self.stop_keyring()
        self.start_keyring(password=None)

    def offer_prompter(self) -> None:
        """Let the bus start the real prompter of GNOME. It needs `env["DISPLAY"]`."""
        (self.root / "services" / "prompter.service").write_text(_PROMPTER)
        reload = "org.freedesktop.DBus.ReloadConfig"
        self.run(
            "gdbus", "call", "--session", "-d", "org.freedesktop.DBus", "-o", "/", "-m", reload
        )
        variables = f"{{'DISPLAY': '{self.env['DISPLAY']}'}}"
        update = "org.freedesktop.DBus.UpdateActivationEnvironment"
        bus = ("-d", "org.freedesktop.DBus", "-o", "/org/freedesktop/DBus", "-m", update)
        self.run("gdbus", "call", "--session", *bus, variables)

    def run(self, *command: str, stdin: str = "", code: int | None = 0) -> str:
        """The output of a program on this desktop, errors after it; it must end with `code`."""
        done = subprocess.run(
            command,
            check=False,
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=ROOT,
        )
        assert code in (None, done.returncode), done.stdout + done.stderr
        return done.stdout + done.stderr

    def ask(self, expression: str, **limits: float) -> Answer:
        """What `expression`, of `credentials` and `Account`, comes to in a new process."""
        arguments = (expression, json.dumps(limits))
        output = self.run(sys.executable, "-W", "error", "-c", _ASK, *arguments)
        return Answer(**json.loads(output))

    @contextmanager
    def asking(self, expression: str, **limits: float) -> Iterator[Callable[[], Answer]]:
        """As `ask`, at the same time as the block; the value waits for the answer."""
        with ThreadPoolExecutor(1) as pool:
            yield partial(pool.submit(self.ask, expression, **limits).result, 60)

    def stop_keyring(self) -> None:
        if self.keyring is not None:
            _end(self.keyring)
            self.keyring = None

    def stop(self) -> None:
        self.stop_keyring()
        _end(self.bus)
        if self.bus.stdout is not None:
            self.bus.stdout.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    subprocess.run(["kill", "-CONT", str(process.pid)], check=True)  # a test may have stopped it
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def private_desktop(tmp_path: Path) -> Iterator[PrivateDesktop]:
    """A bus with nothing on it."""
    desktop = PrivateDesktop(tmp_path)
    try:
        yield desktop
    finally:
        desktop.stop()


@pytest.fixture
def private_keyring(private_desktop: PrivateDesktop) -> PrivateDesktop:
    """An unlocked, empty GNOME Keyring on that bus."""
    private_desktop.start_keyring()
    return private_desktop
