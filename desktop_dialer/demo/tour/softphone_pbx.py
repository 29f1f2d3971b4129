"""The PBX of the softphone demo: its REST and SIP sides, and what they know."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..pbx.listening import AGENT
from ..pbx.server import DemoPbx
from ..softphone_peer import DemoWebRtcPbx
from ..softphone_peer.calls import PeerCallState, WebRtcCall
from .waiting import until

TONE_OFF_HZ = 20
"""A tone is the one that is meant, so near to it: a packet that comes late breaks its wave."""
_SILENT_DBFS = -70.0
"""A muted microphone is below; the noise of an open one is not."""


@contextmanager
def both_sides(port: int, say: Callable[[str], None]) -> Iterator[tuple[DemoPbx, DemoWebRtcPbx]]:
    """REST on `port`, as settings may choose the desk phone again, and WebRTC on a free one.

    Raises SettingsError for what is missing, or an address that cannot be had.
    """
    webrtc = DemoWebRtcPbx(port=0, say=say)
    with DemoPbx(port=port, say=say, webrtc=webrtc) as pbx, webrtc:
        yield pbx, webrtc


class Witness:
    """What the PBX says of registration and calls, waited for. StepFailed where it never does."""

    def __init__(self, pbx: DemoWebRtcPbx) -> None:
        self._pbx = pbx

    def registered(self) -> None:
        """The agent's phone is known."""
        until(lambda: bool(self._pbx.registration(AGENT).contacts), "the registration at the PBX")

    def state(self, number: int, state: PeerCallState) -> WebRtcCall:
        """Call `number`, counted from 1, is in this state."""
        return self._latest(
            lambda call: (call.id, call.state) == (number, state), f"call W{number}: {state}"
        )

    def hears(self, frequency: int) -> None:
        """This tone arrives, in hertz."""
        call = self._latest(
            lambda call: abs((call.heard_hz or 0) - frequency) < TONE_OFF_HZ, "a tone"
        )
        self._tell(f"{call.heard_hz:.0f} Hz", call)

    def hears_nothing(self) -> None:
        """For a second, nothing but silence arrives."""
        self._tell("silence", self._latest(lambda call: call.heard_dbfs < _SILENT_DBFS, "silence"))

    def packets(self, more: int) -> None:
        """So many more packets of the agent's voice have come, 50 a second."""
        before = self._latest(lambda call: call.live, "a call").packets
        self._latest(lambda call: call.packets >= before + more, f"{more} packets of sound")

    def keys(self, keys: str) -> None:
        """The agent has pressed these keys in this call."""
        self._latest(lambda call: call.dtmf == keys, f"the keys {keys}")

    def _latest(self, condition: Callable[[WebRtcCall], bool], what: str) -> WebRtcCall:
        """The latest call, once it is so."""

        def look() -> WebRtcCall | None:
            calls = self._pbx.snapshot()
            return calls[-1] if calls and condition(calls[-1]) else None

        return until(look, f"{what} at the PBX")

    @staticmethod
    def _tell(what: str, call: WebRtcCall) -> None:
        print(f"    PBX  hears {what} at {call.heard_dbfs:.0f} dBFS", flush=True)
