"""The demo PBX's second way to call: SIP over a WebSocket and audio over WebRTC.

A registrar and the far end of every call in one. aiortc carries the audio and websockets the
signalling; both come with the extra `desktop-dialer[demo]` and are loaded at the start only.
SIP itself is spoken by the small modules here: no library that is kept up speaks the server's
side of RFC 7118 in Python, and this server needs eight methods of it.
"""

from .policy import PeerPolicy
from .server import DemoWebRtcPbx

__all__ = ["DemoWebRtcPbx", "PeerPolicy"]
