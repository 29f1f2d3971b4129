"""Debian's baresip as the one who is called: answers, says a tone, records both directions."""

import re
import string
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.sip.baresip_control import BaresipControl
from tests.support.sip.foreground import Foreground
from tests.support.sip.free_ports import free_ports
from tests.support.sip.kamailio_pbx import KamailioPbx
from tests.support.sip.namespace import Host, entered
from tests.support.sip.recording import Recording

_TEMPLATE = Path(__file__).with_name("baresip.conf")
_CODECS = ("opus/48000/2", "PCMU/8000/1")
_LONGEST_S = 10.0


class _Config(string.Template):
    delimiter = "@"


class BaresipCallee:
    """Runs from `with` to its end, with all its files in `folder`.

    Without `extension` it is the world outside: every number that the PBX does not know itself
    rings here. With (extension, password) it is a desk phone registered at the PBX over UDP.

    host: the network namespace it runs in; None for that of the PBX.
    answers: at once; else it rings until `answer`.
    tone_hz: what it says for as long as a call is up.
    codecs: in order of preference, as baresip writes them.
    """

    def __init__(
        self,
        folder: Path,
        pbx: KamailioPbx,
        *,
        extension: tuple[str, str] | None = None,
        host: Host | None = None,
        answers: bool = True,
        tone_hz: int = 440,
        codecs: tuple[str, ...] = _CODECS,
    ) -> None:
        assert " " not in str(folder), "baresip cuts a setting at its first space"
        self._pbx = pbx
        self._folder = folder
        self._registers = extension is not None
        self._program: Foreground | None = None
        self._control: BaresipControl | None = None
        self._host = host or pbx.host
        self._address = address = host.address if host else pbx.address
        with entered(self._host):
            self._control_port, own_port = free_ports(address, 2)
        port = own_port if self._registers else pbx.callee_port
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        template = _Config(_TEMPLATE.read_text(encoding="utf-8"))
        (folder / "config").write_text(
            template.substitute(
                address=address,
                port=port,
                control_port=self._control_port,
                tone_hz=tone_hz,
                folder=folder,
                modules=_module_folder(),
            ),
            encoding="utf-8",
        )
        (folder / "contacts").touch()
        answer = "auto" if answers else "manual"
        media = f"mediaenc=dtls_srtp;medianat=ice;audio_codecs={','.join(codecs)}"
        who = _account(pbx, port, extension)
        account = f"{who};answermode={answer};{media}\n"
        (folder / "accounts").write_text(account, encoding="utf-8")

    def __enter__(self) -> Self:
        with ExitStack() as undo, entered(self._host):
            self._program = Foreground("baresip", "-f", str(self._folder))
            undo.callback(self._program.stop, "SIGTERM")
            self._program.wait_for("baresip is ready")
            self._control = BaresipControl(self._address, self._control_port, self._story)
            undo.callback(self._control.close)
            if self._registers:
                self._program.wait_for("200 OK .*1 binding")
            self._closing = undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Calls that are up are hung up."""
        self._closing.close()

    @property
    def control(self) -> BaresipControl:
        """For what has no method here: any command, any event."""
        assert self._control is not None, "it is not running"
        return self._control

    @property
    def log(self) -> list[str]:
        """What baresip logged."""
        assert self._program is not None
        return self._program.lines

    @property
    def codec(self) -> str:
        """Of what it hears by the newest call: `opus` or `PCMU`."""
        marked = [line for line in self.log if "Set audio decoder: " in line]
        return marked[-1].partition("decoder: ")[2].partition(" ")[0]

    @property
    def digits(self) -> str:
        """The keys it was sent so far, by RFC 4733 or by INFO."""
        return "".join(event["param"] for event in self.control.of_type("CALL_DTMF_START"))

    @property
    def heard(self) -> Recording:
        """What came in by the newest call.

        After a second offer in a call, such as for hold, baresip 1.0.0 records no more: its
        filters of that direction are gone. It still counts: see `wait_for_packets`.
        """
        return self._recording("decode")

    @property
    def said(self) -> Recording:
        """What went out by the newest call, before it was encoded."""
        return self._recording("encode")

    def call(self, number: str) -> None:
        """Call through the PBX: an extension that is registered, say."""
        self.control.do("dial", f"sip:{number}@{self._pbx.address}:{self._pbx.sip_port}")

    def answer(self) -> None:
        """Take the call that rings."""
        self.control.do("accept")

    def hang_up(self) -> None:
        """End the call, or decline it."""
        self.control.do("hangup")

    def be_silent(self) -> None:
        """Say nothing more, once the first call is answered.

        A phone that hears a tone suppresses its own microphone's as an echo for some seconds.
        """
        self.wait_for("CALL_ESTABLISHED")
        self.control.do("mute")

    def speak(self) -> None:
        """As before `be_silent`."""
        self.control.do("mute")

    def press(self, digits: str) -> None:
        """Send keys by RFC 4733."""
        for digit in digits:
            self.control.do("sndcode", digit)

    def wait_for(
        self, event_type: str, count: int = 1, within_s: float = _LONGEST_S
    ) -> dict[str, Any]:
        """The event that makes `count` of that type since the start.

        CALL_INCOMING (only if it does not answer on its own), CALL_RINGING (the other end rings),
        CALL_ESTABLISHED, CALL_RTPESTAB (first packet came in), CALL_CLOSED (`param`: why),
        CALL_DTMF_START (`param`: the key), CALL_RTCP (`rtcp_stats`), REGISTER_OK, REGISTER_FAIL.
        """
        self.control.wait_until(lambda: len(self.control.of_type(event_type)) >= count, within_s)
        return self.control.of_type(event_type)[count - 1]

    def wait_for_digits(self, digits: str, within_s: float = _LONGEST_S) -> None:
        """Until exactly these keys have come, no more and no less."""
        self.control.wait_until(lambda: len(self.digits) >= len(digits), within_s)
        assert self.digits == digits

    @property
    def packets_heard(self) -> int:
        """What came in by the newest call, counted."""
        told = self.control.do("audio_debug")
        found = re.search(r"rcvd=(\d+)", told)
        assert found, told
        return int(found[1])

    def wait_for_packets(self, count: int, within_s: float = _LONGEST_S) -> None:
        """Until that many have come in by the newest call."""
        deadline = time.monotonic() + within_s
        while self.packets_heard < count:
            assert time.monotonic() < deadline, f"{self.packets_heard} packets, not {count}"
            time.sleep(0.1)  # it is told when asked

    def _story(self) -> str:
        assert self._program is not None
        return f"Its log:\n{self._program.log_end()}\nThe PBX:\n{self._pbx.sip}"

    def _recording(self, direction: str) -> Recording:
        assert self._program is not None
        told = f"sndfile: dumping {direction} audio to (.*)"
        self._program.wait_for(told)
        files = [found[1] for line in self.log if (found := re.search(told, line))]
        return Recording(Path(files[-1]))


def _account(pbx: KamailioPbx, port: int, extension: tuple[str, str] | None) -> str:
    if extension is None:
        return f"<sip:outside@{pbx.address}:{port}>;regint=0"
    number, password = extension
    uri = f"<sip:{number}@{pbx.address}:{pbx.sip_port}>"
    return f"{uri};auth_user={number};auth_pass={password};regint=60"


def _module_folder() -> Path:
    for folder in ("/usr/lib/baresip/modules", "/usr/local/lib/baresip/modules"):
        if Path(folder, "sndfile.so").exists():
            return Path(folder)
    raise AssertionError("baresip's modules are missing: apt-get install baresip-core")
