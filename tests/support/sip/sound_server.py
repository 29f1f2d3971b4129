"""A sound server of the test's own (PulseAudio), whose devices are plugged in and pulled out.

The engine's fake devices cannot be pulled out. These are real to it: it lists them, opens them
and is told when one goes. Only udev's word of a new device is missing, so that somebody must
look for it, as the choice of devices does.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.sip.recording import Recording

_LIMIT_S = 10


class SoundServer:
    """Starts on entry, ends on exit. `folder`: for its socket, a short path."""

    def __init__(self, folder: Path) -> None:
        self.address = f"unix:{folder / 'pulse'}"
        self._env = {**os.environ, "PULSE_SERVER": self.address, "PULSE_COOKIE": "/dev/null"}
        self._modules: dict[str, list[str]] = {}
        self._socket = folder / "pulse"
        self._daemon: subprocess.Popen[bytes] | None = None
        self._recorders: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        assert shutil.which("pulseaudio"), "Debian's pulseaudio is missing: make test installs it"
        socket = f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"
        quiet = ["--log-level=error", "--realtime=no", "--high-priority=no", "--use-pid-file=no"]
        self._daemon = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", *quiet, "-L", socket],
            env=self._env,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + _LIMIT_S
        while not self._socket.exists():
            assert time.monotonic() < until, "PulseAudio did not start"
            time.sleep(0.02)  # it tells nobody
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._daemon
        for program in (*self._recorders, self._daemon):
            program.terminate()
            program.wait(_LIMIT_S)

    @property
    def pid(self) -> int:
        """Of the server, while it runs."""
        assert self._daemon
        return self._daemon.pid

    def plug_in(self, label: str, hertz: int) -> None:
        """A microphone of that name that hears that tone."""
        sink = f"{label}-tone"
        self._modules[label] = [
            self._load("module-null-sink", f"sink_name={sink}", _named(sink)),
            self._load("module-sine", f"sink={sink}", f"frequency={hertz}"),
            self._load(
                "module-remap-source",
                f"source_name={label}",
                f"master={sink}.monitor",
                f"source_properties=device.description={label}",
            ),
        ]

    def plug_in_without_speaker(self, hertz: int) -> None:
        """A microphone that hears that tone; those of `plug_in` have a speaker for their tone."""
        self._modules["alone"] = [self._load("module-sine-source", f"frequency={hertz}")]

    def plug_in_speaker(self, label: str) -> None:
        """A speaker of that name; the first one there is, is the system's choice."""
        sink = self._load("module-null-sink", f"sink_name={label}", _named(label))
        self._modules[label] = [sink]

    def record(self, label: str) -> Recording:
        """What that speaker plays, from now to its end."""
        file = self._socket.with_name(f"{label}-{len(self._recorders)}.wav")
        form = ["--file-format=wav", "--channels=1", "--rate=16000", "--latency-msec=20"]
        self._recorders.append(
            subprocess.Popen(
                ["parec", f"--device={label}.monitor", *form, str(file)],
                env=self._env,
                stderr=subprocess.DEVNULL,
            )
        )
        until = time.monotonic() + _LIMIT_S
        while not (file.exists() and file.stat().st_size > 1000):
            assert time.monotonic() < until, f"{label} is not recorded"
            time.sleep(0.02)  # it tells nobody
        return Recording(file)

    def pull_out(self, label: str) -> None:
        """Take that device away."""
        for module in reversed(self._modules.pop(label)):
            self._ask("unload-module", module)

    def _load(self, *words: str) -> str:
        return self._ask("load-module", *words)

    def _ask(self, *words: str) -> str:
        done = subprocess.run(
            ["pactl", *words],
            env=self._env,
            check=True,
            timeout=_LIMIT_S,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout.strip()


def _named(label: str) -> str:
    return f"sink_properties=device.description={label}"
