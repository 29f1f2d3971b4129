"""The tray shows its view and emits requests."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_dialer.ui.tray.icon import Tray
from desktop_dialer.ui.tray.view import TrayCall, TrayState, TrayView
from desktop_dialer.ui.widgets.theme import tray_icon
from tests.support.ui import samples

Reason = QSystemTrayIcon.ActivationReason


class Shown:
    """A tray and the view it shows."""

    def __init__(self) -> None:
        self.view = samples.READY
        self.asked = 0
        self.tray = Tray(self._read)

    def _read(self) -> TrayView:
        self.asked += 1
        return self.view

    @property
    def icon(self) -> QSystemTrayIcon:
        return self.tray._icon

    def menu(self) -> QMenu:
        """The menu as it opens."""
        menu = self.icon.contextMenu()
        menu.aboutToShow.emit()
        return menu


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown()


def test_icon_and_tooltip_follow_the_picture_at_refresh(shown: Shown) -> None:
    assert shown.icon.toolTip() == "Desktop Dialer\nCopy a number to call it."
    shown.view = samples.ARMED
    assert shown.icon.toolTip().startswith("Desktop Dialer")
    shown.tray.refresh()
    assert shown.icon.toolTip() == "Call 082 000 1234"
    assert shown.icon.icon().cacheKey() == tray_icon(TrayState.ARMED).cacheKey()


def test_the_icon_made_anew_shows_the_picture_of_now(shown: Shown) -> None:
    before = shown.icon
    shown.view = samples.ARMED
    shown.tray.recreate()
    assert shown.icon is not before
    assert shown.icon.toolTip() == "Call 082 000 1234"
    assert shown.menu().actions()[0].text() == "Call 082 000 1234"


@pytest.mark.parametrize("reason", [Reason.Trigger, Reason.DoubleClick, Reason.MiddleClick])
def test_each_click_is_one_click(shown: Shown, qtbot: QtBot, reason: Reason) -> None:
    with qtbot.waitSignal(shown.tray.clicked, timeout=1000):
        shown.icon.activated.emit(reason)


def test_opening_the_menu_is_no_click(shown: Shown, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(shown.tray.clicked):
        shown.icon.activated.emit(Reason.Context)


def test_the_menu_is_empty_until_it_opens_and_follows_the_picture(shown: Shown) -> None:
    assert shown.icon.contextMenu().actions() == []
    assert shown.menu().actions()[0].text() == "Dial a number…"
    shown.view = samples.ARMED
    assert shown.menu().actions()[0].text() == "Call 082 000 1234"


def test_the_same_picture_leaves_the_entries_alone(shown: Shown) -> None:
    entries = shown.menu().actions()
    assert shown.menu().actions() == entries


IN_CALL = replace(samples.ARMED, call=TrayCall("live", "In a call", talking=True))


@pytest.mark.parametrize("reason", [Reason.Trigger, Reason.DoubleClick, Reason.MiddleClick])
def test_a_click_in_a_call_shows_the_call_and_makes_none(
    shown: Shown, qtbot: QtBot, reason: Reason
) -> None:
    shown.view = IN_CALL  # not even noticed by a refresh yet
    with (
        qtbot.assertNotEmitted(shown.tray.clicked),
        qtbot.waitSignal(shown.tray.call_window_requested, timeout=1000),
    ):
        shown.icon.activated.emit(reason)


def test_a_click_just_behind_a_call_was_meant_for_it(shown: Shown, qtbot: QtBot) -> None:
    for view in (IN_CALL, samples.ARMED):
        shown.view = view
        shown.tray.refresh()
    with (
        qtbot.assertNotEmitted(shown.tray.clicked),
        qtbot.waitSignal(shown.tray.call_window_requested, timeout=1000),
    ):
        shown.icon.activated.emit(Reason.Trigger)
    clicks: list[bool] = []
    shown.tray.clicked.connect(lambda: clicks.append(True))
    guard = shown.tray._call_guard
    assert guard
    qtbot.waitUntil(lambda: guard.open)
    shown.icon.activated.emit(Reason.Trigger)
    shown.icon.activated.emit(Reason.DoubleClick)
    assert clicks == [True, True], "both, as ever"
