"""Somebody at the demo's own desktop: looks, clicks, types, copies."""

import subprocess
import time
from pathlib import Path

from ...model.errors import DesktopError
from .stage import DemoDesktop
from .waiting import StepFailed, until

_COMMAND_S = 10.0
_STILL_S = 0.15
_SETTLED_S = 0.5
"""The app takes no click in an offer's first 300 ms: nobody can have read it sooner."""


class RobotUser:
    """Acts from outside, through xdotool and xclip, as another program of the desktop would."""

    def __init__(self, stage: DemoDesktop) -> None:
        self._env = stage.env
        self._screen = stage.screen

    def copy(self, text: str) -> None:
        """Copy a text in another program."""
        before = self._screen.owner_of("CLIPBOARD")
        # No pipe for its output: xclip goes on in the background and would keep it open.
        self._run("xclip", "-selection", "clipboard", stdin=text, listen=False)
        until(lambda: self._screen.owner_of("CLIPBOARD") not in (0, before), "the copy")

    def window(self, title: str) -> str:
        """The window of that title, waited for."""
        return until(lambda: self._titled(title), f"the window “{title}”")[0]

    def gone(self, title: str) -> None:
        """Wait until there is no such window."""
        until(lambda: not self._titled(title), f"the end of “{title}”")

    def icon(self) -> tuple[int, int]:
        """The middle of the app's icon in the tray, waited for."""
        return until(self._icon, "the icon in the tray")

    def click_icon(self) -> None:
        """Click on the icon."""
        x, y = self.icon()
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def point_at_icon(self) -> None:
        """Rest on the icon until its tooltip shows."""
        before = len(self._of_app())
        x, y = self.icon()
        self._xdotool("mousemove", str(x), str(y - 60), "mousemove", str(x), str(y))
        self._xdotool("mousemove_relative", "1", "1")
        until(lambda: len(self._of_app()) > before, "the tooltip of the icon")

    def step_aside(self) -> None:
        """Leave the icon."""
        self._xdotool("mousemove", "20", "20")

    def read_first(self) -> None:
        """Look at what is shown before clicking."""
        time.sleep(_SETTLED_S)  # the time itself is what is waited for

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._xdotool("key", "--delay", "60", *keys)

    def type_keys(self, text: str) -> None:
        """Type into the window that has the keyboard."""
        self._xdotool("type", "--delay", "120", text)

    def focus(self, title: str) -> None:
        """Wait until the window of that title has the keyboard."""
        until(lambda: self._focused() in self._titled(title), f"the keyboard in “{title}”")

    def type(self, window: str, text: str) -> None:
        """Type into a window."""
        self._xdotool("windowactivate", "--sync", window, "type", "--delay", "30", text)

    def dialer(self, *words: str) -> None:
        """Run the program with these words, as the desktop does for a link."""
        from .profile import own_command

        self._run(*own_command(), *words)

    def take_picture(self, file: Path) -> None:
        """Photograph the screen once nothing moves on it."""
        before = b""
        for _ in range(10):
            now = self._screen.pixels()
            if now == before:
                break
            before = now
            time.sleep(_STILL_S)  # an X server tells nobody that it has nothing left to draw
        self._screen.save(before, file)

    def _icon(self) -> tuple[int, int] | None:
        for window in self._of_app():
            output = self._xdotool("getwindowgeometry", "--shell", window)
            lines = dict(line.split("=", 1) for line in output.split() if "=" in line)
            if {"X", "Y", "WIDTH", "HEIGHT"} <= lines.keys():
                x, y, width, height = (int(lines[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
                if 8 < width < 100 and 8 < height < 100 and (x, y) != (0, 0):
                    return x + width // 2, y + height // 2
        return None

    def _titled(self, title: str) -> list[str]:
        return self._windows("--name", f"^{title}$")

    def _focused(self) -> str:
        return self._xdotool("getactivewindow").strip()

    def _of_app(self) -> list[str]:
        return self._windows("--class", "^desktop-dialer$")

    def _windows(self, *search: str) -> list[str]:
        found = self._xdotool("search", "--onlyvisible", *search).split()
        return [window for window in found if window.isdecimal()]

    def _xdotool(self, *words: str) -> str:
        """What it prints. It fails for windows that are gone, which the caller sees."""
        return self._run("xdotool", *words, must_succeed=False)

    def _run(
        self, *command: str, stdin: str = "", listen: bool = True, must_succeed: bool = True
    ) -> str:
        try:
            done = subprocess.run(
                command,
                input=stdin,
                env=self._env,
                stdout=subprocess.PIPE if listen else subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                timeout=_COMMAND_S,
                check=must_succeed,
            )
        except subprocess.SubprocessError as error:
            raise StepFailed(f"{command[0]} did not do its part of the demo: {error}") from error
        except OSError as error:
            raise DesktopError(f"{command[0]} cannot be started ({error.strerror}).") from error
        return done.stdout or ""
