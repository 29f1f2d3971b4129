"""tel: and callto: links, from the programs of the desktop to one call."""

import json
from pathlib import Path

import pytest

from tests.support.journeys.agent_desk import AgentDesk
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import PROMPT, answer_prompt, press, prompt_is_gone

CALL = "Call 082 000 1234"
LINK = "tel:+27-82-000-1234"
_OTHER = """[Desktop Entry]
Type=Application
Name=Other Phone
Exec=true %u
MimeType=x-scheme-handler/tel;x-scheme-handler/callto;
"""


@pytest.fixture
def linked(desk: AgentDesk) -> AgentDesk:
    """A desk whose links are ours."""
    desk.dialer("tel-handler", "install")
    return desk


@pytest.mark.parametrize(
    ("opener", "link"),
    [
        (("xdg-open",), LINK),
        (("gio", "open"), LINK),
        (("xdg-open",), "callto:0820001234"),
    ],
)
def test_an_opened_link_asks_and_then_calls_once(
    linked: AgentDesk, reader: ScreenReader, opener: tuple[str, ...], link: str
) -> None:
    linked.start_app()
    linked.run(*opener, link)
    told = reader.until_said(PROMPT, "A link asks for a call.")
    assert "The PBX will dial 0820001234" in told
    assert linked.no_more_calls()
    answer_prompt(linked, reader, CALL)
    linked.call()
    [call] = linked.calls()
    assert (call["agent"], call["callee"]) == ("204", "0820001234")
    prompt_is_gone(linked)
    assert linked.no_more_calls()


def test_a_link_starts_the_app_and_is_asked(linked: AgentDesk, reader: ScreenReader) -> None:
    opener = linked.start("xdg-open", LINK)
    answer_prompt(linked, reader, CALL)
    linked.call()
    assert linked.no_more_calls()
    linked.dialer("quit")
    assert opener.wait(30) == 0


def test_a_click_on_the_icon_does_not_call_a_link(linked: AgentDesk, reader: ScreenReader) -> None:
    linked.start_app()
    linked.run("xdg-open", LINK)
    reader.find(PROMPT, CALL)
    linked.settle()
    linked.click_icon()
    assert linked.no_more_calls()
    assert linked.windows(PROMPT)


def test_a_link_must_be_answered(linked: AgentDesk, reader: ScreenReader) -> None:
    linked.configure(**{"clipboard.offer_s": "1"})
    linked.start_app()
    linked.run("xdg-open", LINK)
    reader.find(PROMPT, CALL)
    linked.copy("083 000 9999")
    linked.copy("no number at all")
    assert linked.no_more_calls()
    linked.settle(1)  # with what has passed before, longer than a copy is offered
    answer_prompt(linked, reader, CALL)
    linked.call()
    assert [call["callee"] for call in linked.calls()] == ["0820001234"]


def test_an_ignored_link_calls_nobody(linked: AgentDesk, reader: ScreenReader) -> None:
    linked.start_app()
    linked.run("xdg-open", LINK)
    answer_prompt(linked, reader, "Ignore this offer")
    prompt_is_gone(linked)
    assert linked.no_more_calls()


def test_of_two_links_the_later_is_asked(linked: AgentDesk, reader: ScreenReader) -> None:
    linked.start_app()
    linked.run("xdg-open", LINK)
    linked.run("xdg-open", "tel:0830009999")
    answer_prompt(linked, reader, "Call 083 000 9999")
    linked.call()
    prompt_is_gone(linked)
    assert linked.no_more_calls()
    assert [call["callee"] for call in linked.calls()] == ["0830009999"]


def test_links_that_cannot_be_called_say_why(linked: AgentDesk, reader: ScreenReader) -> None:
    linked.start_app()
    for link, words in {
        "tel:*21*0821234567%23": "feature code",
        "tel:112": "112 is an emergency number",
        "tel:hello": "no phone number",
    }.items():
        linked.run("xdg-open", link)
        reader.until_said("", words)
        press(linked, "Return", "space")
    assert linked.no_more_calls()
    assert linked.calls() == []


def test_the_owner_of_links_is_shown_and_given_back(desk: AgentDesk) -> None:
    others = Path(desk.env["XDG_DATA_HOME"]) / "applications"
    others.mkdir(parents=True)
    (others / "other-phone.desktop").write_text(_OTHER)
    desk.run("update-desktop-database", str(others))
    desk.run("xdg-mime", "default", "other-phone.desktop", "x-scheme-handler/tel")

    def owner(action: str) -> tuple[str, bool]:
        tel = json.loads(desk.dialer("tel-handler", action, "--json"))["tel"]
        return tel["name"], tel["ours"]

    assert owner("status") == ("Other Phone", False)
    assert owner("install") == ("Desktop Dialer", True)
    asked = ("xdg-mime", "query", "default", "x-scheme-handler/tel")
    assert desk.run(*asked).strip() == "desktop-dialer-tel.desktop"
    assert "before it by Other Phone" in desk.dialer("tel-handler", "status")
    assert owner("remove") == ("Other Phone", False)
    assert desk.run(*asked).strip() == "other-phone.desktop"
