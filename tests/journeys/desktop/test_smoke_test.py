"""`--smoke-test`: everything is started and looked at, and nothing is disturbed."""

import json
from typing import Any

from tests.support.journeys.agent_desk import AgentDesk
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import press

PARTS = ["ready_ms", "tray", "clipboard", "hotkey", "notifications", "keyring"]


def smoke(desk: AgentDesk) -> dict[str, Any]:
    """The object that it prints; nothing else may be there, and it must end with 0."""
    printed = desk.dialer("--smoke-test", code=0)
    [line] = printed.strip().splitlines()
    found: dict[str, Any] = json.loads(line)
    assert list(found) == PARTS
    for part in PARTS[1:]:
        assert list(found[part]) in (["how"], ["why_not"]), part
        assert all(found[part].values()), part
    return found


def test_beside_a_running_app_nothing_is_disturbed(desk: AgentDesk) -> None:
    app = desk.start_app()
    icon = desk.icon()
    found = smoke(desk)
    assert found["tray"] == {"how": "XEmbed"}
    assert found["ready_ms"] > 0
    assert found["clipboard"] == {"how": "X11, XFixes"}
    assert "Another program already uses Ctrl+Alt+B." in found["hotkey"]["why_not"]
    assert found["keyring"] == {"how": "an account is stored"}
    assert app.poll() is None
    assert desk.ping()
    assert desk.icon() == icon
    assert desk.log().count("ready;") == 2
    desk.copy("082 000 1234")
    desk.prompt()
    desk.settle()
    press(desk, "ctrl+alt+b")
    desk.call()
    assert desk.no_more_calls()


def test_alone_it_has_everything(desk: AgentDesk) -> None:
    found = smoke(desk)
    assert found["hotkey"] == {"how": "Ctrl+Alt+B, grabbed"}
    assert found["notifications"].keys() == {"why_not"}
    assert desk.calls() == []


def test_without_an_account_no_window_opens(bare_desk: AgentDesk, reader: ScreenReader) -> None:
    bare_desk.start_trayer()
    bare_desk.private.start_keyring()
    watched = bare_desk.start(
        *("xdotool", "search", "--sync", "--onlyvisible", "--name", "Set up Desktop Dialer")
    )
    assert smoke(bare_desk)["keyring"] == {"how": "no account is stored"}
    # 0 = found one. xdotool ends with 1 when another window vanishes while it looks at it.
    assert watched.poll() != 0


def test_without_tray_and_keyring(bare_desk: AgentDesk) -> None:
    found = smoke(bare_desk)
    assert found["ready_ms"] is None
    assert "tray" in found["tray"]["why_not"]
    assert "keyring" in found["keyring"]["why_not"]
    assert "how" in found["clipboard"]


def test_without_a_bus(bare_desk: AgentDesk) -> None:
    bare_desk.start_trayer()
    bare_desk.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    found = smoke(bare_desk)
    assert found["tray"] == {"how": "XEmbed"}
    assert "why_not" in found["keyring"]
    assert "why_not" in found["notifications"]
