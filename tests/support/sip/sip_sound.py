"""What the tests' phone says and hears, by aiortc."""

import asyncio
import math
from array import array
from fractions import Fraction

from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, AudioResampler

from desktop_dialer.demo.softphone_peer.sound import ToneMeter

PEAK = 6000
FED_DBFS = 20 * math.log10(PEAK / 32768 / math.sqrt(2))


class Tone(MediaStreamTrack):
    """A sine, or silence while `hertz` is 0."""

    kind = "audio"

    def __init__(self, hertz: int) -> None:
        super().__init__()
        self.hertz = hertz
        self._frames = 0
        self._start = 0.0

    async def recv(self) -> AudioFrame:
        now = asyncio.get_running_loop().time()
        self._start = self._start or now
        await asyncio.sleep(self._start + self._frames * 0.02 - now)
        first = self._frames * 960
        step = math.tau * self.hertz / 48000
        wave = [round(PEAK * math.sin(step * (first + n))) for n in range(960)]
        # Both channels: aiortc makes one into two at 3 dB less.
        samples = array("h", (value for value in wave for _ in "lr"))
        frame = AudioFrame(format="s16", layout="stereo", samples=960)
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = 48000, first, Fraction(1, 48000)
        self._frames += 1
        return frame


class Ear:
    """Measures the last second of every track of a connection."""

    def __init__(self) -> None:
        self._meter = ToneMeter()
        self._tasks: list[asyncio.Task[None]] = []
        self.packets = 0

    def measure(self) -> tuple[float, float | None]:
        """Level in dBFS and frequency in hertz."""
        return self._meter.measure()

    def listen_to(self, peer: RTCPeerConnection) -> None:
        def start(track: MediaStreamTrack) -> None:
            self._tasks.append(asyncio.get_running_loop().create_task(self._hear(track)))

        peer.on("track", start)

    async def close(self) -> None:
        """A track that never began never ends, either."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _hear(self, track: MediaStreamTrack) -> None:
        resampler = AudioResampler(format="s16", layout="mono", rate=8000)
        try:
            while True:
                frame = await track.recv()
                assert isinstance(frame, AudioFrame)
                self.packets += 1
                for piece in resampler.resample(frame):
                    self._meter.add(bytes(piece.planes[0])[: 2 * piece.samples])
        except MediaStreamError:
            return


def new_peer(tone: Tone, ear: Ear) -> RTCPeerConnection:
    """A connection that says `tone`, hears with `ear` and asks no STUN server."""
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    peer.addTrack(tone)
    ear.listen_to(peer)
    return peer


async def local_description(peer: RTCPeerConnection, kind: str) -> str:
    """An offer or an answer with a candidate on the loopback, which aioice leaves out."""
    for transceiver in peer.getTransceivers():
        ice = transceiver.receiver.transport.transport._connection
        gather = type(ice).get_component_candidates

        async def gathered(component, addresses, timeout=5, ice=ice, gather=gather):  # type: ignore[no-untyped-def]
            return await gather(ice, component, [*addresses, "127.0.0.1"], timeout)

        ice.get_component_candidates = gathered  # type: ignore[method-assign]
    made = await (peer.createOffer() if kind == "offer" else peer.createAnswer())
    await peer.setLocalDescription(made)
    return str(peer.localDescription.sdp)
