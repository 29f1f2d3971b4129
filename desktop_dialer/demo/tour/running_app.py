"""The app of the demo: a process of its own, as it is when an agent uses it."""

import subprocess
import threading
from collections.abc import Callable, Mapping

from ...model.errors import DesktopError
from .profile import Profile, own_command

READY = "ready"
"""The line that the app prints when its icon is shown and the clipboard is watched."""
_START_S = 20.0
_END_S = 5.0


class RunningApp:
    """Starts it and returns when it is ready. Raises DesktopError where it does not get there.

    `environment`: one of the profile's. `webrtc_url`: see demo_desk.
    """

    def __init__(
        self,
        profile: Profile,
        pbx_port: int,
        environment: Mapping[str, str],
        webrtc_url: str = "",
    ) -> None:
        softphone = ["--webrtc-url", webrtc_url] if webrtc_url else []
        inside = ["--inside", str(profile.folder), "--port", str(pbx_port), *softphone]
        self._errors = profile.folder / "app-errors.txt"
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [*own_command(), "demo", *inside],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,  # Ctrl-C is for the demo, which ends the app in order
            )
        giving_up = threading.Timer(_START_S, self._process.kill)
        giving_up.start()
        try:
            self._wait_until_ready()
        except BaseException:
            self.end()
            raise
        finally:
            giving_up.cancel()

    def when_it_ends(self, act: Callable[[], None]) -> None:
        """Call `act` on a thread when the app has ended."""

        def watch() -> None:
            self._process.wait()
            act()

        threading.Thread(target=watch, daemon=True).start()

    def wait(self, within_s: float) -> int | None:
        """Its exit status; None if it still runs after that many seconds."""
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
        if self._process.stdout:
            self._process.stdout.close()
        return code

    def _wait_until_ready(self) -> None:
        assert self._process.stdout is not None  # noqa: S101  # for the type checker
        if self._process.stdout.readline().strip() != READY:
            words = self._errors.read_text(encoding="utf-8", errors="replace")
            raise DesktopError(f"The app did not start. {words}".strip())
