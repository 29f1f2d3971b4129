"""The app of the demo: a process of its own, as it is when an agent uses it."""

import subprocess
import threading
from collections.abc import Callable, Mapping

from ..dialling.errors import DesktopError
from .profile import Profile, own_command

READY = "ready"
"""The line that the app prints when its icon stands and the clipboard is watched."""
_START_S = 20.0
_END_S = 5.0


class RunningApp:
    """Starts it and returns when it is ready. Raises DesktopError where it does not get there.

    `environment`: one of the profile's.
    """

    def __init__(self, profile: Profile, pbx_port: int, environment: Mapping[str, str]) -> None:
        self._profile = profile
        self._process = subprocess.Popen(
            [*own_command(), "demo", "--inside", str(profile.folder), "--port", str(pbx_port)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the demo, which then ends the app in order
        )
        giving_up = threading.Timer(_START_S, self._process.kill)
        giving_up.start()
        try:
            if not self._is_ready():
                raise DesktopError(f"The app did not start. {self._last_words()}".strip())
        finally:
            giving_up.cancel()

    def when_it_ends(self, act: Callable[[], None]) -> None:
        """Call `act` on a thread when the app has ended."""

        def watch() -> None:
            self._process.wait()
            act()

        threading.Thread(target=watch, daemon=True).start()

    def wait(self, within_s: float) -> int | None:
        """Its exit status; None where it still runs after so many seconds."""
        try:
            return self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> int:
        """End it in order: its exit status."""
        self._process.terminate()
        code = self.wait(_END_S)
        if code is None:
            self._process.kill()
            code = self._process.wait()
        for stream in (self._process.stdout, self._process.stderr):
            if stream and not stream.closed:
                stream.close()
        return code

    def _is_ready(self) -> bool:
        assert self._process.stdout is not None  # noqa: S101  # for the type checker
        return self._process.stdout.readline().strip() == READY

    def _last_words(self) -> str:
        self._process.kill()
        return self._process.communicate()[1].strip()
