"""Real X11 desktops: Xvfb, openbox and one of two trays, with a home and a bus of their own."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TypeVar

from tests.support.journeys.x_windows import XWindows

DEADLINE_S = 30
_Found = TypeVar("_Found")

PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=640;y=780"/>
      <property name="length" type="double" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="28"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"""
"""The configuration of an xfce4-panel at the bottom, with a tray on its left."""


def wait_for(found: Callable[[], _Found], seconds: float = DEADLINE_S) -> _Found:
    """The first true value of `found`, asked again and again; for what gives no event."""
    end = time.monotonic() + seconds
    while not (value := found()):
        if time.monotonic() > end:
            raise TimeoutError(f"{found} stayed {value!r} for {seconds} s")
        time.sleep(0.02)
    return value


class Desktop:
    """A running display; `env` is what programs on it need."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env

    def run(self, *command: str) -> str:
        """Run a program to its end and return what it printed."""
        return subprocess.run(
            command, env=self.env, check=True, capture_output=True, text=True, timeout=DEADLINE_S
        ).stdout.strip()

    def xdotool(self, words: str) -> str:
        return self.run("xdotool", *words.split())

    def windows(self) -> set[int]:
        """The windows that are shown."""
        screen = XWindows(self.env["DISPLAY"])
        try:
            return {window.id for window in screen.shown()}
        finally:
            screen.close()

    def active_window(self) -> str:
        return self.xdotool("getactivewindow")

    @contextmanager
    def program(self, command: str, stdin: int | None = None) -> Iterator["subprocess.Popen[str]"]:
        """A program that runs until the end of the block. `command`: words without spaces."""
        with subprocess.Popen(
            command.split(), env=self.env, stdin=stdin, stdout=subprocess.PIPE, text=True, bufsize=1
        ) as process:
            try:
                yield process
            finally:
                process.terminate()


@contextmanager
def with_trayer(home: Path) -> Iterator[Desktop]:
    """Openbox and trayer, which takes icons as windows (XEmbed). No message bus."""
    with ExitStack() as stack:
        desktop = stack.enter_context(_display(home))
        stack.enter_context(
            desktop.program("trayer --edge bottom --align right --widthtype request --height 26")
        )
        desktop.xdotool("search --sync --class trayer")
        yield desktop


@contextmanager
def with_xfce4_panel(home: Path) -> Iterator[Desktop]:
    """Openbox and xfce4-panel, which draws icons itself (StatusNotifierItem, over D-Bus)."""
    config = home / ".config/xfce4/xfconf/xfce-perchannel-xml"
    config.mkdir(parents=True)
    (config / "xfce4-panel.xml").write_text(PANEL)
    with ExitStack() as stack:
        desktop = stack.enter_context(_display(home))
        bus = stack.enter_context(desktop.program("dbus-daemon --session --nofork --print-address"))
        desktop.env["DBUS_SESSION_BUS_ADDRESS"] = _first_line(bus.stdout)
        desktop.env["XDG_CURRENT_DESKTOP"] = "XFCE"
        stack.enter_context(desktop.program("xfce4-panel --disable-wm-check"))
        desktop.run(
            "gdbus", "wait", "--session", "--timeout", "30", "org.kde.StatusNotifierWatcher"
        )
        yield desktop


@contextmanager
def _display(home: Path) -> Iterator[Desktop]:
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)}
    env |= {"LANG": "C.UTF-8", "NO_AT_BRIDGE": "1"}
    desktop = Desktop(env)
    with ExitStack() as stack:
        server = stack.enter_context(
            desktop.program("Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp -noreset")
        )
        env["DISPLAY"] = f":{_first_line(server.stdout)}"
        stack.enter_context(desktop.program("openbox"))
        wait_for(lambda: "window id" in desktop.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"))
        yield desktop


def _first_line(stream: IO[str] | None) -> str:
    assert stream
    return stream.readline().strip()
