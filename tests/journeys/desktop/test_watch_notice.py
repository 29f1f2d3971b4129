"""Said once, before anything else is copied: that the clipboard is watched."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.dunst_history import notified
from tests.support.journeys.notification_daemon import NotificationDaemon
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import PROMPT, press

WORDS = "Phone numbers that you copy are offered for calling."


@pytest.fixture
def untold(desk: AgentDesk) -> AgentDesk:
    """A desk whose administrator has set server and account; nothing has been said yet."""
    told_file(desk).unlink()
    return desk


@pytest.fixture
def dunst(untold: AgentDesk) -> Iterator[NotificationDaemon]:
    daemon = NotificationDaemon(untold)
    yield daemon
    daemon.close()


def told_file(desk: AgentDesk) -> Path:
    return desk.private.root / ".local/state/desktop-dialer/watch-told"


def test_it_is_said_once(untold: AgentDesk, dunst: NotificationDaemon) -> None:
    untold.start_app()
    until(dunst.shown, "the notification")
    assert dunst.shown() == 1
    assert WORDS in notified(untold)
    until(lambda: told_file(untold).exists(), "the note of it")
    assert untold.end_app() == 0
    untold.start_app()
    untold.copy("082 000 1234")
    untold.prompt()
    assert untold.no_more_calls()
    assert dunst.shown() == 0
    assert notified(untold).count(f"'body': <'{WORDS}") == 1


def test_watching_does_not_wait_for_it(untold: AgentDesk, dunst: NotificationDaemon) -> None:
    untold.start_app()
    until(dunst.shown, "the notification")
    untold.copy("082 000 1234")
    untold.prompt()


def test_off_is_for_good(
    untold: AgentDesk, dunst: NotificationDaemon, reader: ScreenReader
) -> None:
    untold.start_app()
    until(dunst.shown, "the notification")
    dunst.press("Turn this off")

    def off() -> bool:
        shown = json.loads(untold.dialer("config", "show", "--json"))
        return bool(shown["clipboard.watch"] == {"value": False, "from": "user"})

    until(off, "the setting")
    untold.copy("082 000 1234")
    assert untold.no_more_calls()
    assert not untold.windows(PROMPT)
    # The hotkey still calls: only the watch is off.
    press(untold, "ctrl+alt+b")
    untold.call()


def test_pause_ends_by_the_menu(untold: AgentDesk, dunst: NotificationDaemon) -> None:
    untold.start_app()
    until(dunst.shown, "the notification")
    ready = untold.colours()
    dunst.press("Pause for 15 minutes")
    until(lambda: untold.colours() != ready, "the paused icon")
    untold.copy("082 000 1234")
    assert untold.no_more_calls()
    assert not untold.windows(PROMPT)
    untold.click_icon(button=3)
    press(untold, "Down", "Down", "Return")  # Resume watching
    until(lambda: untold.colours() == ready, "the icon as before")
    untold.copy("083 000 9999")
    untold.prompt()


def test_what_nobody_showed_is_said_at_the_next_start(untold: AgentDesk) -> None:
    untold.start_app()
    untold.copy("082 000 1234")
    untold.prompt()
    assert untold.end_app() == 0
    dunst = NotificationDaemon(untold)
    try:
        untold.start_app()
        until(dunst.shown, "the notification")
        assert WORDS in notified(untold)
    finally:
        dunst.close()
