"""A desk where calls are talked in the app itself: the PBX's WebRTC side, the phone process."""

import json
import re
import signal
import sys
import urllib.request
from pathlib import Path
from typing import Any

from tests.support.journeys.agent_desk import PATIENCE_S, AgentDesk, Told, until
from tests.support.journeys.screen_reader import ScreenReader
from tests.support.journeys.windows_by_keyboard import press

PASSWORD = "demo-secret"  # the demo PBX's, on its help page
FAKE_MICROPHONE = "--use-fake-device-for-media-stream --allow-loopback-in-peer-connection"
LINE = "Line and sound"
CALL = " – "
"""In the title of the call window, between party and state."""
REGISTERED = "The softphone is registered at the PBX."
ANSWER_KEY, HANG_UP_KEY, MUTE_KEY = "ctrl+alt+p", "ctrl+alt+h", "ctrl+alt+m"
INVITED = r": agent \S+ calls | refused: "
"""The first line of each INVITE of the agent's that the PBX gets."""


class TalkingDesk(AgentDesk):
    """As AgentDesk, with an engine that has a microphone: beeps once a second."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.env["DESKTOP_DIALER_ENGINE_FLAGS"] = FAKE_MICROPHONE
        self.webrtc_port = 0

    @property
    def url(self) -> str:
        """Of the PBX's WebSocket."""
        return f"ws://127.0.0.1:{self.webrtc_port}/ws"

    @property
    def settings_file(self) -> Path:
        """The user's settings."""
        return self.private.root / "config/desktop-dialer/config.toml"

    def start_pbx(self, port: int = 0, *words: str) -> Told:
        """With its WebRTC side, on the port it had before if there was one."""
        more = ("--webrtc", "--webrtc-port", str(self.webrtc_port))
        pbx = super().start_pbx(port, *more, *words)
        self.webrtc_port = _port(pbx.next("for WebRTC at"))
        return pbx

    def set_up(self, extension: str = "204", password: str = PASSWORD) -> None:
        """See AgentDesk."""
        super().set_up(extension, password)

    def stop_pbx(self) -> None:
        """As by a power cut."""
        assert self.pbx_program
        self.pbx_program.kill()
        self.pbx_program.wait()

    def choose_line(self, url: str = "", more: str = "") -> None:
        """As saved in the window: calls are made with the softphone. `more`: lines for [call]."""
        with self.settings_file.open("a") as file:
            file.write(f'[call]\nline = "webrtc"\n{more}\n[webrtc]\nurl = "{url or self.url}"\n')

    def write_version(self, version: str) -> None:
        """As an editor saves it: a version that `config set` may refuse for this line."""
        text = self.settings_file.read_text(encoding="utf-8")
        given = text.replace("[pbx]\n", f'[pbx]\nversion = "{version}"\n', 1)
        assert given != text
        self.settings_file.write_text(given, encoding="utf-8")

    def start_registered(self) -> None:
        """The app, until the PBX knows where the agent is and the app has heard so."""
        self.start_app()
        self.told("agent 204 is registered")
        self.until_logged("registration: registered")

    # --- the proof -----------------------------------------------------------------------

    def told(self, words: str) -> str:
        """The PBX's next line with these words, waited for."""
        assert self.pbx
        return self.pbx.next(re.escape(words))

    def invited(self) -> str:
        """Whom the next INVITE is for."""
        assert self.pbx
        return self.pbx.next(r": agent \S+ calls ").split()[-1]

    def nothing_sent(self) -> bool:
        """Whether the PBX gets no further call."""
        assert self.pbx
        return self.pbx.nothing(INVITED)

    def invites(self) -> list[str]:
        """Whom the INVITEs were for, of all that was read of the PBX's lines."""
        assert self.pbx
        return [line.split()[-1] for line in self.pbx.lines if re.search(INVITED, line)]

    def ring(self, caller: str = "0215550123", name: str = "") -> None:
        """Have the PBX call the agent, until the phone says that it rings."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.pbx_port}/demo/incoming",
            json.dumps({"extension": "204", "caller": caller, "name": name}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S):
            self.told(f"{caller} calls agent 204")

    def at_pbx(self, **wanted: Any) -> dict[str, Any]:
        """The latest call at the PBX, once it is like this."""

        def found() -> dict[str, Any] | None:
            calls = self.calls()
            same = calls and all(calls[-1][key] == value for key, value in wanted.items())
            return calls[-1] if same else None

        return until(found, f"a call with {wanted}")

    def heard_dbfs(self) -> float:
        """How loud the agent was at the PBX within the last second."""
        return float(self.calls()[-1]["heard_dbfs"])

    def until_logged(self, words: str, times: int = 1) -> None:
        """Wait until the app's log says so, that many times."""
        until(lambda: self.log().count(words) >= times, f"{words!r} in the log")

    # --- the phone process ---------------------------------------------------------------

    def phones(self) -> list[int]:
        """The phone processes of the app; there is one, or none."""
        assert self.app
        told = self.run("pgrep", "-P", str(self.app.pid), "-f", "desktop_dialer.phone", code=None)
        return [int(pid) for pid in told.split()]

    def phone(self) -> int:
        """The one phone process, waited for."""
        return until(self.phones, "the phone process")[0]

    def family(self, phone: int) -> list[str]:
        """What still runs of a phone process: itself and the engine's own, which it leads."""
        told = self.run("ps", "-eo", "pid=,pgid=,stat=", code=None)
        rows = [line.split() for line in told.splitlines()]
        return [pid for pid, group, state in rows if group == str(phone) and state[0] != "Z"]

    # --- what a person does --------------------------------------------------------------

    def choose_in_menu(self, *keys: str) -> None:
        """Open the tray's menu and walk there."""
        self.click_icon(button=3)
        press(self, *keys, "Return")

    def open_line_window(self, reader: ScreenReader) -> None:
        """By the menu of the tray, until it has the keyboard."""
        self.choose_in_menu("Up", "Up", "Up")
        self.window(LINE)
        until(lambda: reader.focused(LINE), "the keyboard in the window of the line")

    def clipboard(self) -> str:
        """What another program would paste; "" while nobody has a text."""
        told = self.run("timeout", "30", "xclip", "-o", "-selection", "clipboard", code=None)
        return "" if told.startswith("Error: ") else told

    def copy_and_click(self, text: str, times: int = 1) -> None:
        """Copy, wait until the offer may be called, click on the icon."""
        self.copy(text)
        self.prompt()
        self.settle()
        self.click_icon(times=times)


class ImpatientDesk(TalkingDesk):
    """Whose callers hang up when the test says so."""

    def start_pbx(self, port: int = 0, *words: str) -> Told:  # noqa: ARG002  # always new ones
        """See AgentDesk."""
        self.pbx_program = self.start(sys.executable, "-m", "tests.support.journeys.impatient_pbx")
        self.pbx = Told(self.pbx_program)
        self.pbx_port, self.webrtc_port = (_port(self.pbx.next("Demo PBX")) for _ in range(2))
        return self.pbx

    def give_up(self) -> None:
        """The one who calls hangs up."""
        assert self.pbx_program
        if sys.platform != "win32":  # which has no such signal
            self.pbx_program.send_signal(signal.SIGUSR1)


def _port(line: str) -> int:
    """Of the first address in a line."""
    found = re.search(r"//127\.0\.0\.1:(\d+)", line)
    assert found, line
    return int(found[1])
