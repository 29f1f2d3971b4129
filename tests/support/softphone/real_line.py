"""The whole softphone at a real PBX, on this machine or in a separate network."""

from collections.abc import Callable
from pathlib import Path

from desktop_dialer.pbx.softphone.configuration import LineConfiguration, line_configuration
from desktop_dialer.pbx.softphone.events import Event, QualityMeasured
from desktop_dialer.pbx.softphone.phone_process import PhoneProcess, phone_command
from tests.support.sip.kamailio_pbx import EXTENSIONS, KamailioPbx
from tests.support.sip.namespace import Host
from tests.support.softphone.whole_line import EXTENSION, FED_DBFS, WholeLine, feed

FED_DB = FED_DBFS + 3
"""The level of the microphone by recording.tone_level: a sine at full scale is 0."""

SAID = 0.4
"""baresip is louder than this, as the phone measures it, 0 to 1."""

_LOOPBACK = "--allow-loopback-in-peer-connection"
"""Not used here: baresip offers no loopback address. With that flag the phone has two paths to it,
and baresip 1.0.0 uses the first that works for DTLS although the phone chooses the other one."""


class RealLine(WholeLine):
    """Extension 204 at `pbx`.

    folder: the home of the phone process, and for the sound of its microphone.
    host: the network namespace it runs in; None for that of the test.
    """

    def __init__(self, folder: Path, pbx: KamailioPbx, *, host: Host | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        flags = feed(folder / "fed.wav")
        flags.remove(_LOOPBACK)
        super().__init__(pbx.url, flags, EXTENSIONS[EXTENSION])
        self.certificate = ""
        """The certificate that is accepted from the next `use` on."""
        self._server = pbx.address
        self._environment = ["env", f"HOME={folder}"]
        self._host = host

    @property
    def configuration(self) -> LineConfiguration:
        return line_configuration(
            self._server, "http", self.version, url=self.url, certificate=self.certificate
        )

    def use(self) -> None:
        """Use the line again, with the current configuration."""
        self.do(lambda phone: phone.use(self.configuration))

    def wait_to_hear(self, call: str, level: float = SAID) -> None:
        """Wait until the level is above that."""
        self.wait_to_measure(call, lambda now: now.heard > level)

    def wait_to_hear_nothing(self, call: str) -> None:
        """Wait for silence."""
        self.wait_to_measure(call, lambda now: now.heard < 0.001)

    def wait_to_measure(self, call: str, wanted: Callable[[QualityMeasured], object]) -> None:
        """Wait for a measurement, from now on, that is as wanted."""
        before = len(self.measured(call))
        self.until(lambda: any(map(wanted, self.measured(call)[before:])))

    def _start(
        self, on_event: Callable[[Event], None], on_exit: Callable[[int], None]
    ) -> PhoneProcess:
        def handle(event: Event) -> None:
            self.events.append(event)
            on_event(event)

        command = [*self._environment, *phone_command()]
        command += [f"--engine-flag={flag}" for flag in self.flags]
        process = PhoneProcess(
            self._host.command(*command) if self._host else command, handle, on_exit
        )
        self.processes.append(process)
        return process
