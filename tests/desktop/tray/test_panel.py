"""Whether a StatusNotifierItem panel is there, told by a real one and by bare names on the bus."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_dialer.desktop.dbus import messages as session_bus_messages
from desktop_dialer.desktop.dbus.session_bus import SessionBus
from desktop_dialer.desktop.tray.panel import TrayPanel
from tests.support.desktop.private_bus import Loop, Voice, display, on_display, private_bus, running

WATCHER = "org.kde.StatusNotifierWatcher"
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"""


class Scene:
    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.folder = folder
        self.loop = Loop()
        self.told: list[bool] = []
        self.bus = SessionBus(self.loop.watch, address)
        self.host = TrayPanel(self.bus, self.told.append)
        self.voice = Voice(address)

    def until(self, *told: bool) -> None:
        self.loop.until(lambda: self.told == list(told))


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with private_bus(tmp_path) as address:
        scene = Scene(address, tmp_path)
        yield scene
        scene.bus.close()
        scene.voice.close()


def panel(ends: ExitStack, scene: Scene, display_name: str) -> "subprocess.Popen[bytes]":
    """An xfce4-panel with nothing in it but a tray."""
    channel = scene.folder / "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
    channel.parent.mkdir(parents=True, exist_ok=True)
    channel.write_text(PANEL)
    return ends.enter_context(
        running(
            ["xfce4-panel", "--disable-wm-check"],
            env=on_display(display_name, scene.address, scene.folder),
            stderr=subprocess.DEVNULL,
        )
    )


def test_a_panel_that_comes_late_dies_and_comes_back_is_told(scene: Scene) -> None:
    xfconf = next(Path("/usr/lib").glob("*/xfce4/xfconf/xfconfd"))
    with ExitStack() as ends:
        shown_on = ends.enter_context(display())
        environment = on_display(shown_on, scene.address, scene.folder)
        ends.enter_context(running([str(xfconf)], env=environment))
        scene.host.watch()
        scene.until(False)
        first = panel(ends, scene, shown_on)
        scene.until(False, True)
        first.kill()
        scene.until(False, True, False)
        panel(ends, scene, shown_on)
        scene.until(False, True, False, True)


def test_nothing_is_asked_before_it_is_requested(scene: Scene) -> None:
    assert scene.host.present is None
    assert scene.bus.fileno() == -1


def test_a_bare_name_is_no_panel(scene: Scene) -> None:
    """Its owner answers nothing, so nothing is told."""
    scene.host.watch()
    scene.until(False)
    scene.voice.call(BUS, "RequestName", "su", WATCHER, 0)
    scene.voice.call(BUS, "ReleaseName", "s", WATCHER)
    answers: list[object] = []
    scene.bus.call(session_bus_messages.BUS, "GetId", on_reply=answers.append)
    scene.loop.until(lambda: answers)
    assert scene.told == [False]


def test_without_a_bus_there_is_no_such_panel() -> None:
    told: list[bool] = []
    host = TrayPanel(SessionBus(Loop().watch), told.append)
    host.watch()
    assert told == [False]
    assert host.present is False


def test_a_bus_that_ends_takes_the_panel_along(tmp_path: Path) -> None:
    with private_bus(tmp_path) as address:
        scene = Scene(address, tmp_path)
        scene.host.watch()
        scene.until(False)
        scene.voice.close()
    scene.loop.until(lambda: scene.bus.fileno() == -1)
    assert scene.host.present is False
