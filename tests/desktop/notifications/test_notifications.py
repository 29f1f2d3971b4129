"""Notifications, shown by a real daemon on a bus of the test's own."""

import html
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_dialer.desktop.dbus.session_bus import SessionBus
from desktop_dialer.desktop.notifications.notifications import NoNotifications, NotificationEvents
from desktop_dialer.desktop.session import notifications_on
from tests.support.desktop.notification_scene import CALL, DUNST, NAME, PATH, Scene
from tests.support.desktop.private_bus import Loop, Voice, display, private_bus

assert sys.platform != "win32"  # signals that stop a program


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with ExitStack() as ends:
        address = ends.enter_context(private_bus(tmp_path))
        scene = Scene(address, ends.enter_context(display()), tmp_path, ends)
        ends.callback(scene.bus.close)
        ends.callback(scene.voice.close)
        yield scene


def test_a_button_that_is_pressed_is_told_once(scene: Scene) -> None:
    scene.start_dunst()
    number = scene.shown()
    scene.press()
    scene.until("action", number, "call")
    scene.settle()
    assert [told[0] for told in scene.told[:2]] == ["shown", "action"]
    assert scene.told.count(("action", number, "call")) == 1


def test_the_connection_is_made_on_first_use_only(scene: Scene) -> None:
    before = scene.voice.clients()
    assert scene.bus.fileno() == -1
    assert scene.voice.clients() == before


def test_one_that_replaces_another_keeps_its_number_and_takes_its_place(scene: Scene) -> None:
    scene.start_dunst()
    number = scene.shown()
    scene.told.clear()
    assert scene.shown(replaces=number) == number
    assert scene.displayed() == 1


def test_replaced_before_the_first_was_shown_only_the_latest_stays(scene: Scene) -> None:
    scene.start_dunst()
    number = scene.notifications.show("1", "", CALL, kept=True)
    for summary in ("2", "3"):
        assert scene.notifications.show(summary, "", CALL, replaces=number, kept=True) == number
    scene.until("shown", number, True)
    assert scene.displayed() == 1
    scene.notifications.close(number)
    scene.loop.until(lambda: scene.displayed() == 0)
    assert scene.history() == ["<b>3</b>"]


def test_closed_before_it_was_shown_it_does_not_stay(scene: Scene) -> None:
    scene.start_dunst()
    scene.shown()
    number = scene.notifications.show("late", "", CALL)
    scene.notifications.close(number)
    scene.settle()
    scene.loop.until(lambda: scene.displayed() == 1)
    assert ("shown", number, True) not in scene.told


@pytest.mark.parametrize("markup", ["no", "full", "strip"])
def test_the_text_shows_as_it_is_written(scene: Scene, markup: str) -> None:
    """What dunst hands to Pango is the text escaped once, with and without body-markup."""
    scene.start_dunst(f"markup = {markup}")
    text = "<b>082</b> & <a href='x'>co</a>"
    scene.notifications.close(scene.shown(f"{text}\0\ud800", kept=True))
    scene.loop.until(scene.history)
    (drawn,) = scene.history()
    assert html.unescape(drawn) == f"<b>Call?</b>\n{text}?"
    assert "&lt;b&gt;082&lt;/b&gt; &amp; &lt;a" in drawn


def test_the_desktop_is_asked_to_keep_none_in_its_history(scene: Scene) -> None:
    scene.start_dunst("[brief]\nmatch_transient = yes\nhistory_ignore = yes")
    scene.notifications.close(scene.shown("brief"))
    scene.notifications.close(scene.shown("kept", kept=True))
    scene.loop.until(scene.history)
    assert scene.history() == ["<b>Call?</b>\nkept"]


def test_signals_about_other_notifications_are_ignored(scene: Scene) -> None:
    scene.start_dunst()
    number = scene.shown()
    notify = (NAME, PATH, NAME)
    other = scene.voice.call(
        *(notify, "Notify", "susssasa{sv}i", "other", 0, "", "another's", ""),
        *(["call", "Call"], {}, 0),
    )[0]
    scene.voice.call(notify, "CloseNotification", "u", other)
    scene.settle()
    assert scene.told == [("shown", number, True)]


@pytest.mark.parametrize("addressed", [False, True])
def test_nobody_else_can_press_our_button(scene: Scene, *, addressed: bool) -> None:
    """The bus lets a signal that is addressed to one program pass by its match rules."""
    before = scene.voice.clients()
    scene.start_dunst()
    daemon = scene.voice.owner(NAME)
    number = scene.shown()
    (us,) = scene.voice.clients() - before - {daemon}
    to = us if addressed else ""
    for identity in range(1, 20):
        for member, signature, last in (
            ("ActionInvoked", "us", "call"),
            ("NotificationClosed", "uu", 2),
        ):
            scene.voice.announce(PATH, NAME, member, signature, identity, last, to=to)
    scene.voice.announce(PATH, NAME, "ActionInvoked", "", to=to)
    bus_path, bus_name = "/org/freedesktop/DBus", "org.freedesktop.DBus"
    scene.voice.announce(bus_path, bus_name, "NameOwnerChanged", "sss", NAME, daemon, "", to=to)
    scene.voice.clients()  # the bus answers when it has passed on what came before
    scene.settle()
    assert scene.told == [("shown", number, True)]
    scene.press()
    scene.until("action", number, "call")


def test_a_press_that_crosses_a_replacement_does_not_count(scene: Scene) -> None:
    """The agent pressed what showed the old number: the new one must not be called."""
    dunst = scene.start_dunst()
    number = scene.shown()
    os.kill(dunst.pid, signal.SIGSTOP)
    scene.voice.send(DUNST, "NotificationAction", "u", 0)
    scene.notifications.show("Call?", "083 000 0000", CALL, replaces=number)
    os.kill(dunst.pid, signal.SIGCONT)
    scene.loop.until(lambda: scene.told.count(("shown", number, True)) == 2)
    assert [told[0] for told in scene.told] == ["shown", "shown"]
    scene.press()
    scene.until("action", number, "call")


def test_without_a_daemon_it_is_told_why_and_the_next_one_is_shown(scene: Scene) -> None:
    number = scene.notifications.show("Call?", "", CALL)
    words = "No notification service is running on this desktop."
    scene.until("failed", number, words)
    assert scene.notifications.unavailable_reason == words
    scene.start_dunst()
    scene.shown()
    assert scene.notifications.unavailable_reason == ""


def test_a_daemon_that_dies_takes_its_notifications_along(scene: Scene) -> None:
    dunst = scene.start_dunst()
    number = scene.shown()
    dunst.kill()
    scene.until("closed", number)
    dunst.wait()
    failing = scene.notifications.show("Call?", "", CALL, replaces=number)
    scene.loop.until(lambda: [told for told in scene.told if told[:2] == ("failed", failing)])
    scene.start_dunst()
    assert scene.shown() not in {number, failing}
    assert scene.displayed() == 1


@pytest.mark.alone
def test_a_daemon_that_hangs_holds_nothing_up(scene: Scene) -> None:
    dunst = scene.start_dunst()
    scene.shown()
    os.kill(dunst.pid, signal.SIGSTOP)
    began = time.monotonic()
    hanging = scene.notifications.show("Call?", "", CALL)
    for _ in range(200):
        scene.notifications.show("Call?", "", CALL, replaces=hanging)
    scene.loop.turn(0)
    assert time.monotonic() - began < 1
    assert scene.told == [("shown", 1, True)]
    dunst.kill()
    scene.loop.until(lambda: [told for told in scene.told if told[:2] == ("failed", hanging)])


@pytest.mark.alone
def test_a_bus_that_hangs_holds_nothing_up_and_is_given_up(tmp_path: Path) -> None:
    loop, told = Loop(), list[str]()
    with private_bus(tmp_path) as address:
        bus = SessionBus(loop.watch, address)
        notifications = notifications_on(bus, NotificationEvents())
        notifications.probe(lambda how, why: told.append(how + why))
        loop.until(lambda: told)
        voice = Voice(address)
        answer = voice.call(
            ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"),
            *("GetConnectionUnixProcessID", "s", "org.freedesktop.DBus"),
        )
        os.kill(answer[0], signal.SIGSTOP)
        began = time.monotonic()
        numbers = [notifications.show("x" * 1500, "y" * 1500, {}) for _ in range(2000)]
        for _ in range(3000):
            notifications.probe(lambda how, why: told.append(how + why))
        assert time.monotonic() - began < 5
        assert numbers[0] != 0
        assert "The session bus does not read messages." in told
        bus.close()
        voice.close()


def test_the_daemon_is_named(scene: Scene) -> None:
    told: list[tuple[str, str]] = []
    scene.notifications.probe(lambda how, why: told.append((how, why)))
    scene.loop.until(lambda: told)
    assert told == [("", "No notification service is running on this desktop.")]
    scene.start_dunst()
    scene.notifications.probe(lambda how, why: told.append((how, why)))
    scene.loop.until(lambda: len(told) == 2)
    assert told[1][0].startswith("dunst ")
    assert told[1][1] == ""


def test_without_a_session_bus_there_are_none_and_it_says_why() -> None:
    loop = Loop()
    notifications = notifications_on(SessionBus(loop.watch), NotificationEvents())
    assert isinstance(notifications, NoNotifications)
    assert notifications.unavailable_reason == "This session has no D-Bus session bus."
    assert notifications.show("Call?", "082 000 1234", CALL) == 0


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "tcp:host=127.0.0.1", "nonsense"])
def test_a_bus_that_is_not_there_is_known_at_once(address: str) -> None:
    told: list[tuple[int, str]] = []
    events = NotificationEvents(failed=lambda number, why: told.append((number, why)))
    notifications = notifications_on(SessionBus(Loop().watch, address), events)
    assert notifications.show("Call?", "082 000 1234", CALL) == 0
    assert notifications.unavailable_reason.startswith("The session bus cannot be reached")
    assert told == []


def test_a_session_bus_that_ends_takes_its_notifications_along(tmp_path: Path) -> None:
    with ExitStack() as ends:
        with private_bus(tmp_path) as address:
            scene = Scene(address, ends.enter_context(display()), tmp_path, ends)
            scene.start_dunst()
            number = scene.shown()
            scene.voice.close()
        scene.until("closed", number)
        assert scene.bus.fileno() == -1
        assert scene.notifications.show("Call?", "", CALL) == 0
