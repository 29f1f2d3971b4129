"""Who is on the line, and by which number."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_dialer.model.live_call import LiveCall
from desktop_dialer.ui.call.call_header import CallHeader
from desktop_dialer.ui.widgets.click_guard import ClickGuard


@pytest.mark.parametrize(
    ("party", "number", "twice"),
    [
        ("082 000 1234", "+27820001234", True),
        ("+27 82 000 1234", "+27820001234", True),
        ("(0)82 000-1234", "0820001234", True),
        ("204", "204", True),
        ("082 000 1235", "+27820001234", False),
        ("Shop 1234", "+27820001234", False),
    ],
)
def test_a_number_does_not_stand_there_twice(
    qtbot: QtBot, party: str, number: str, twice: bool
) -> None:
    holder = QObject()
    head = CallHeader(ClickGuard(holder))
    qtbot.addWidget(head)
    head.show_call(LiveCall("1", party, number), "Talking")
    assert head.number.isHidden() is twice
    assert not head.copy_button.isHidden()


def test_a_name_with_a_hyphen_breaks_there_and_an_address_anywhere(qtbot: QtBot) -> None:
    holder = QObject()
    head = CallHeader(ClickGuard(holder))
    qtbot.addWidget(head)
    name, address = "Ms van der Westhuizen-Oosthuizen", "someone@exchange.example"
    head.show_call(LiveCall("1", name, address), "Talking")
    assert head.party.text() == head.party.accessibleName() == name
    assert head.number.text() == "\u200b".join(address)
