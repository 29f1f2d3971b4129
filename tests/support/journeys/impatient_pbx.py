"""The demo PBX as a program whose latest caller hangs up at SIGUSR1; it prints what demo-pbx does.

With demo-pbx itself a caller gives up after 30 s.
"""

import signal
import sys

from desktop_dialer.demo.pbx.server import DemoPbx
from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx

assert sys.platform != "win32"  # it has no such signals


def say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    webrtc = DemoWebRtcPbx(port=0, say=say)
    signal.signal(signal.SIGUSR1, lambda *_: webrtc.hang_up(webrtc.snapshot()[-1].id))
    with DemoPbx(port=0, webrtc=webrtc, say=say), webrtc:
        while True:
            signal.pause()


if __name__ == "__main__":
    main()
