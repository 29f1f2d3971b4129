"""A click on a tel: link in a web browser."""

from pathlib import Path

from tests.support.journeys.agent_desk import AgentDesk
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import answer_prompt, prompt_is_gone

_PAGE = """<!DOCTYPE html><title>Contacts</title>
<body style="margin: 0; font-size: 30px"><a href="tel:+27820001234">Call us</a></body>"""
_OPEN = "Open Desktop Dialer"


def test_a_clicked_link_in_a_browser_is_one_call(desk: AgentDesk, reader: ScreenReader) -> None:
    desk.dialer("tel-handler", "install")
    desk.start_app()
    folder = Path(desk.env["HOME"])
    (folder / "contacts.html").write_text(_PAGE)
    desk.start(
        # NO_AT_BRIDGE keeps GTK's programs from telling a screen reader what they show.
        *("env", "--unset=NO_AT_BRIDGE", "ACCESSIBILITY_ENABLED=1"),
        *("chromium", "--no-sandbox", "--password-store=basic", "--no-first-run"),
        *("--disable-gpu", "--force-renderer-accessibility", "--window-size=700,400"),
        *("--window-position=0,0", f"--user-data-dir={folder / 'chromium'}"),
        f"file://{folder / 'contacts.html'}",
    )
    # Its bar about --no-sandbox comes late and pushes the page down.
    reader.until_said("Contacts", "unsupported command-line flag")
    reader.click("Contacts", "Call us")

    reader.find("Contacts", _OPEN)
    desk.settle(1)  # the browser's own question takes no click in its first half second
    reader.click("Contacts", _OPEN)
    assert desk.no_more_calls()
    answer_prompt(desk, reader, "Call 082 000 1234")
    desk.call()
    prompt_is_gone(desk)
    assert desk.no_more_calls()
    assert [call["callee"] for call in desk.calls()] == ["0820001234"]
