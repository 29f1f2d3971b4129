"""wss with a certificate that nobody has signed: asked once, trusted, forgotten."""

from tests.support.journeys.agent_desk import until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.socket_ahead import SocketAhead
from tests.support.journeys.softphone_desk import LINE, REGISTERED, TalkingDesk
from tests.support.journeys.windows_by_keyboard import press, until_tooltip

DESK = TalkingDesk
QUESTION = "Is this your PBX?"
DOUBTED = "The certificate of the PBX is not trusted"
TRUST = "Trust this certificate from now on"


def test_a_certificate_is_asked_about_once_trusted_and_forgotten(
    desk: TalkingDesk, reader: ScreenReader
) -> None:
    with SocketAhead(desk.url, secure=True) as ahead:
        desk.choose_line(ahead.url)
        desk.start_app()
        fingerprint = reader.until_said(QUESTION, "Fingerprint (SHA-256):")
        shown = "".join(fingerprint.split()).replace(":", "").lower()
        assert ahead.fingerprint in shown
        desk.picture("talking-certificate")
        refuse(desk, reader)
        until_tooltip(desk, reader, DOUBTED)
        desk.settle(3)  # the phone tries again meanwhile, and the same question stays answered
        assert not desk.windows(QUESTION)
        assert not ahead.sent("REGISTER")

        desk.open_line_window(reader)
        reader.until_said(LINE, DOUBTED)
        press(desk, "alt+a")
        reader.find(QUESTION, TRUST)
        desk.settle()
        reader.click(QUESTION, TRUST)
        desk.told("agent 204 is registered")
        reader.until_said(LINE, REGISTERED)
        reader.until_said(LINE, "You trust the certificate of pbx.example.")
        assert f'certificate = "{ahead.fingerprint}"' in desk.settings_file.read_text()
        reader.find(LINE, "Forget the certificate")
        press(desk, "alt+f")
        desk.told("agent 204 is no longer registered")
        reader.until_said(LINE, DOUBTED)
        refuse(desk, reader)
        assert ahead.fingerprint not in desk.settings_file.read_text()
        desk.dialer("dial", "0820001234", code=6)


def refuse(desk: TalkingDesk, reader: ScreenReader) -> None:
    """Do not connect, by mouse."""
    reader.find(QUESTION, "Do not connect")
    desk.settle()
    reader.click(QUESTION, "Do not connect")
    until(lambda: not desk.windows(QUESTION), "the end of the question")
