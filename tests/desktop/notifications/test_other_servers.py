"""Notification servers of other desktops: our texts and buttons arrive, whatever is in them."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.desktop.notification_scene import NAME, PATH, Scene
from tests.support.desktop.private_bus import display, private_bus

SERVERS = {
    "GNOME Flashback": "/usr/lib/notification-daemon/notification-daemon",
    "Xfce": "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd",
    "MATE": "/usr/lib/mate-notification-daemon/mate-notification-daemon",
}
HOSTILE = [
    "<b>bold</b> & <img src='file:///etc/passwd'/> </b>",
    "&lt;i&gt; &amp;amp; & < >",
    "\u202eturned round\u2066 and\nthree\nlines",
    "<span size='900000'>" + "W" * 10_000,
]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with ExitStack() as ends:
        address = ends.enter_context(private_bus(tmp_path))
        scene = Scene(address, ends.enter_context(display()), tmp_path, ends)
        ends.callback(scene.bus.close)
        ends.callback(scene.voice.close)
        yield scene


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_it_shows_hostile_text_with_buttons_and_lives(scene: Scene, server: str) -> None:
    program = scene.start_server(server)
    numbers = [scene.shown(text) for text in HOSTILE]
    assert len(set(numbers)) == len(HOSTILE)
    assert scene.shown("082 000 1234", replaces=numbers[0]) == numbers[0]
    for number in numbers:
        scene.notifications.close(number)
    scene.settle()
    assert program.poll() is None
    assert not [told for told in scene.told if told[0] in ("action", "failed")]


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_a_press_is_heard_once_and_for_our_notification_only(scene: Scene, server: str) -> None:
    scene.start_server(server)
    number = scene.shown()
    scene.voice.announce(PATH, NAME, "ActionInvoked", "us", number, "call")  # not the server
    scene.settle()
    assert not [told for told in scene.told if told[0] == "action"]


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_after_the_server_died_the_next_one_is_used(scene: Scene, server: str) -> None:
    first = scene.start_server(server)
    scene.shown()
    first.kill()
    first.wait()
    scene.loop.until(lambda: not scene.voice.owner(NAME))
    scene.start_server(server)
    scene.shown("once more")
