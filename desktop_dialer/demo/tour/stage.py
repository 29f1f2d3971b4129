"""A desktop of the demo's own: an X server that shows on no screen, a window manager, a tray."""

import os
import shutil
import subprocess
from types import TracebackType
from typing import Self

from ...model.errors import DesktopError
from .profile import Profile
from .screen import Screen
from .waiting import until

PACKAGES = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "trayer": "trayer",
    "xclip": "xclip",
    "xdotool": "xdotool",
}
"""The programs it is made of, and the Debian packages that bring them."""
_SIZE = "1024x640x24"
_BACKGROUND = 0x4A6A7C
_TRAY = "_NET_SYSTEM_TRAY_S0"


def missing_programs() -> list[str]:
    """Those of PACKAGES that are not installed."""
    return [program for program in PACKAGES if shutil.which(program) is None]


class DemoDesktop:
    """A context manager; on entry all of it is ready. `env`: for programs that play on it."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._children: list[subprocess.Popen[bytes]] = []
        self.env: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self._set_up()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.screen.close()
        self._end()

    def _set_up(self) -> None:
        self.env = self._profile.on_display(os.environ, self._start_server())
        self.screen = Screen(self.env["DISPLAY"])
        self.screen.paint_background(_BACKGROUND)
        self._start("openbox")
        until(self.screen.has_window_manager, "the window manager openbox")
        self._start(
            *("trayer", "--edge", "bottom", "--align", "right"),
            *("--widthtype", "request", "--height", "32", "--SetPartialStrut", "true"),
        )
        until(lambda: self.screen.owner_of(_TRAY), "the tray")

    def _start_server(self) -> str:
        """Xvfb chooses a free display, and tells it when clients may come."""
        ours, theirs = os.pipe()
        command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", _SIZE]
        self._start(*command, "-nolisten", "tcp", "-noreset", pass_fds=(theirs,))
        os.close(theirs)
        with os.fdopen(ours) as output:
            number = output.readline().strip()
        if not number:
            raise DesktopError("Xvfb, the screen of the demo, did not start.")
        return f":{number}"

    def _start(self, *command: str, pass_fds: tuple[int, ...] = ()) -> None:
        self._children.append(
            subprocess.Popen(
                command,
                env=self.env or None,
                pass_fds=pass_fds,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the demo, which ends them in order
            )
        )

    def _end(self) -> None:
        for child in reversed(self._children):
            child.terminate()
        for child in self._children:
            try:
                child.wait(2)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
