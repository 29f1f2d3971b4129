"""The audio connection of a call: aiortc, and nothing of SIP.

The only module that imports aiortc, a second of loading: import it inside functions.
"""

import asyncio
import contextlib
import re
from array import array
from collections.abc import Callable
from fractions import Fraction

import aioice
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, AudioResampler

from .sound import FRAME, RATE
from .voice import Voice

CLOSING_S = 2.0
CONNECTED_WITHIN_S = 0.1
"""From aioice's last check to the end of its connect(), which looks every 20 ms."""


class NoAudio(Exception):
    """The session description offers or answers no audio that could be talked over."""


class _Mouth(MediaStreamTrack):
    """The track the PBX sends: a frame of `voice` each 20 ms, nothing while it must not speak."""

    kind = "audio"

    def __init__(self, voice: Voice) -> None:
        super().__init__()
        self._voice = voice
        self._start = 0.0
        self._sent = 0

    async def recv(self) -> AudioFrame:
        """Called by aiortc for each packet; it sends as fast as this returns."""
        if not self._voice.speaks.is_set():
            await self._voice.speaks.wait()
            self._start = 0.0
        now = asyncio.get_running_loop().time()
        if not self._start:
            self._start = now - self._sent * FRAME / RATE
        await asyncio.sleep(self._start + self._sent * FRAME / RATE - now)
        frame = _frame(self._voice.next_frame(), self._sent * FRAME)
        self._sent += 1
        return frame


def _frame(samples: bytes, time: int) -> AudioFrame:
    """Both channels alike: libswresample makes one channel into two at 3 dB less."""
    mono = array("h", samples)
    both = array("h", bytes(2 * len(samples)))
    both[::2] = both[1::2] = mono
    frame = AudioFrame(format="s16", layout="stereo", samples=len(mono))
    frame.planes[0].update(both.tobytes())
    frame.sample_rate = RATE
    frame.time_base = Fraction(1, RATE)
    frame.pts = time
    return frame


class AudioConnection:
    """One connection. `lost` is called when it ends and not by `close`.

    `loopback`: "127.0.0.1" or "::1" where phones of this machine connect, "" elsewhere. It is one
    candidate more beside the machine's own, and the only one where there are none.
    """

    def __init__(self, voice: Voice, loopback: str, lost: Callable[[], None]) -> None:
        # Without a list of its own aiortc asks a public STUN server.
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._voice = voice
        self._loopback = loopback
        self._lost: Callable[[], None] | None = lost
        self._ear: asyncio.Task[None] | None = None
        self._offered = 0
        self.fragment = ""
        """The ice-ufrag of the other side; a new one asks for a new connection."""
        self._connection.on("track", self._listen)
        self._connection.on("connectionstatechange", self._changed)

    async def take_offer(self, sdp: str) -> None:
        """Take an offer, the first or one that fits this connection. Raises NoAudio."""
        await self._take(sdp, "offer")
        if not any(sender.track for sender in self._connection.getSenders()):
            self._connection.addTrack(_Mouth(self._voice))

    async def answer(self) -> str:
        """The answer to the last offer, with every candidate in it."""
        self._offer_loopback()
        await self._connection.setLocalDescription(await self._connection.createAnswer())
        return self._connection.localDescription.sdp

    async def offer(self) -> str:
        """An offer of the PBX's own, with every candidate in it."""
        self._connection.addTrack(_Mouth(self._voice))
        self._offer_loopback()
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return self._connection.localDescription.sdp

    def offer_again(self, *, held: bool) -> str:
        """The current session as a new offer. `held`: the other side is to send nothing.

        Not aiortc's own: that gives codecs and header extensions new numbers, which Chromium
        refuses in an open connection (aiortc 1.16). So its answer is of no use to aiortc.
        """
        self._offered += 1
        standing = self._connection.localDescription.sdp
        way = "a=sendonly" if held else "a=sendrecv"
        offer = re.sub(
            r"^a=(sendrecv|sendonly|recvonly|inactive)(?=\r?$)", way, standing, flags=re.MULTILINE
        )
        offer = re.sub(r"^a=setup:\w+", "a=setup:actpass", offer, flags=re.MULTILINE)
        return re.sub(
            r"^(o=\S+ \S+ )(\d+)",
            lambda m: f"{m[1]}{int(m[2]) + self._offered}",
            offer,
            flags=re.MULTILINE,
        )

    async def take_answer(self, sdp: str) -> None:
        """Take the answer to `offer`. Raises NoAudio."""
        await self._take(sdp, "answer")

    async def close(self) -> None:
        """End it; `lost` is not called any more."""
        self._lost = None
        if self._ear:
            self._ear.cancel()
        ices = self._ices()
        connecting = self._connection.iceConnectionState == "checking"
        # One that does not close in time is left to itself: the call is over in any case.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._connection.close(), CLOSING_S)
        if connecting:
            # aioice 0.13, closed between its last check and the end of its connect(), starts its
            # consent checks nevertheless, and wakes up every 5 s for good: close it once more.
            await asyncio.sleep(CONNECTED_WITHIN_S)
            for ice in ices:
                await ice.close()

    async def _take(self, sdp: str, kind: str) -> None:
        if re.findall(r"^m=(\w+) ", sdp, re.MULTILINE) != ["audio"]:
            raise NoAudio("one audio stream is wanted")
        self.fragment = fragment_of(sdp)
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(sdp, kind))
        except Exception as error:  # aiortc names no error for what it cannot read
            raise NoAudio(str(error)) from error

    def _offer_loopback(self) -> None:
        """Gather a candidate on the loopback too.

        aioice leaves out 127.0.0.1 and ::1 with no setting to change it (get_host_addresses in
        aioice 0.13), so a machine without a network could not call itself. The list of addresses
        is an argument of a public method; only the way to its object is private.
        """
        for ice in self._ices():
            gather = type(ice).get_component_candidates

            async def gathered(  # type: ignore[no-untyped-def]  # aioice's own types
                component, addresses, timeout=5, ice=ice, gather=gather
            ):
                if self._loopback or not addresses:
                    addresses = [*addresses, self._loopback or "127.0.0.1"]
                return await gather(ice, component, addresses, timeout)

            ice.get_component_candidates = gathered  # type: ignore[method-assign]

    def _ices(self) -> list[aioice.Connection]:
        """The ICE agents, which aiortc keeps to itself."""
        transports = [each.receiver.transport for each in self._connection.getTransceivers()]
        return [each.transport._connection for each in transports]  # noqa: SLF001

    def _listen(self, track: MediaStreamTrack) -> None:
        self._ear = asyncio.get_running_loop().create_task(self._hear(track))

    async def _hear(self, track: MediaStreamTrack) -> None:
        resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        with contextlib.suppress(MediaStreamError):  # the end of the track
            while True:
                frame = await track.recv()
                assert isinstance(frame, AudioFrame)  # noqa: S101  # as the track's kind says
                for piece in resampler.resample(frame):
                    self._voice.hear(bytes(piece.planes[0])[: 2 * piece.samples])

    def _changed(self) -> None:
        if self._connection.connectionState in ("failed", "closed") and self._lost:
            lost, self._lost = self._lost, None
            lost()


def fragment_of(sdp: str) -> str:
    """The ice-ufrag of a session description: a new one starts ICE again (RFC 8839, 4.4.1.1.1)."""
    match = re.search(r"^a=ice-ufrag:(\S+)", sdp, re.MULTILINE)
    return match[1] if match else ""


def holds(sdp: str) -> bool:
    """Whether an offer puts the call on hold: its sender wants to hear nothing."""
    return re.search(r"^a=(sendonly|inactive)\r?$", sdp, re.MULTILINE) is not None
