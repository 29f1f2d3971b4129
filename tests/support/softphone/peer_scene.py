"""The softphone and the demo PBX, with a tap on the connection between them."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx, PeerPolicy
from desktop_dialer.demo.softphone_peer.calls import PeerCallState, WebRtcCall
from tests.support.softphone.whole_line import EXTENSION, FED_HZ, PASSWORD, WholeLine, feed
from tests.support.softphone.wire_tap import WireTap

SILENCE_DBFS = -60
PACE = 0.3
"""The PBX answers after 0.3 s."""
_POLL_S = 0.05


def soon(reached: Callable[[], object], within_s: float = 8) -> bool:
    """Whether a measurement comes true in time: sound and kernel figures have no events."""
    deadline = time.monotonic() + within_s
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True


@dataclass
class PeerScene:
    """Both sides. `said`: the lines that the PBX printed."""

    pbx: DemoWebRtcPbx
    tap: WireTap
    line: WholeLine
    said: list[str]

    @property
    def there(self) -> WebRtcCall:
        """The latest call as the PBX has it."""
        return self.pbx.snapshot()[-1]

    def hears_the_tone(self, hertz: int = FED_HZ) -> bool:
        """Whether the PBX hears the microphone's tone, neither too soft nor too loud.

        The engine's gain control turns -15 dBFS into about -23 within 3 s; its noise suppression
        treats a steady tone as noise and lowers it to -34 and less (measured).
        """
        heard = self.there
        tone = heard.heard_hz is not None and abs(heard.heard_hz - hertz) < 3
        return tone and -55 < heard.heard_dbfs < -8

    def hears_silence(self) -> bool:
        """Whether the PBX hears nothing while packets keep arriving."""
        before = self.there.packets
        return (
            soon(lambda: self.there.heard_dbfs < SILENCE_DBFS)
            and soon(lambda: self.there.packets > before + 10)
            and self.there.heard_dbfs < SILENCE_DBFS
        )

    def phone_hears(self, call: str, loud: Callable[[float], bool]) -> bool:
        """Whether the phone hears a level like that in time: peaks, 0 to 1."""
        seen = len(self.line.measured(call))
        return soon(lambda: any(loud(one.heard) for one in self.line.measured(call)[seen:]))

    def heard_the_greeting(self, call: str) -> bool:
        """Whether the phone has heard the PBX's own tone of -15 dBFS, 0.25 of full scale."""
        return any(0.22 < one.heard < 0.28 for one in self.line.measured(call))

    def reaches(self, state: PeerCallState) -> bool:
        """Whether the latest call reaches that state at the PBX in time."""
        return self.pbx.wait_for(lambda: self.there.state is state)

    def over(self) -> bool:
        """Whether the latest call ends at the PBX in time."""
        return self.pbx.wait_for(lambda: not self.there.live, 15)


@contextmanager
def peer_scene(
    folder: Path,
    *,
    version: int = 3,
    password: str = PASSWORD,
    expires_s: int = 600,
    pace: float = PACE,
    flags: Sequence[str] | None = None,
    policy: PeerPolicy | None = None,
) -> Iterator[PeerScene]:
    """A PBX, and a softphone that starts to register. `flags` None: with a fake microphone."""
    said: list[str] = []
    extensions = {EXTENSION: PASSWORD}
    fed = feed(folder / "tone.wav") if flags is None else flags
    with (
        DemoWebRtcPbx(
            version=version,
            port=0,
            extensions=extensions,
            expires_s=expires_s,
            say=said.append,
            pace=pace,
            policy=policy,
        ) as pbx,
        WireTap(pbx.url) as tap,
        WholeLine(tap.url, fed, password, (version, 0)) as line,
    ):
        yield PeerScene(pbx, tap, line, said)


@contextmanager
def idle(scene: PeerScene) -> Iterator[PeerScene]:
    """A scene shared by several tests: registered and without a call before and after each."""
    scene.line.registered()
    assert scene.line.phone.live is None
    yield scene
    scene.line.hang_up()
    assert soon(lambda: not any(call.live for call in scene.pbx.snapshot()))
    scene.tap.sieve = ""
