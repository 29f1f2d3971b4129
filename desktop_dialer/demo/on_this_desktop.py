"""The demo for a person: the app on their own screen, and words on what to try."""

import os
import queue
import sys
import threading

from ..desktop.instance_client import NOBODY, hand_over
from ..dialling.errors import DesktopError
from ..pbx.demo import DemoPbx
from .pbx_steps import PbxSteps
from .profile import Profile
from .running_app import RunningApp

_ENTER = "enter"
_APP_ENDED = "app ended"
_WORDS = """
A phone icon is in your tray now. It is the whole program, on a profile that is thrown away
afterwards, and its calls go to a PBX built in: no phone will ring.

  1. Copy this number, here or in any other program:   (082) 000-1234
     The icon is armed, and a small window shows what would be dialled.
  2. Click the phone icon. The PBX "rings" extension 204, then the number.
  3. Copy a text with two numbers:   011 555 0123 or 083 555 0148
     The icon now opens the window, and you choose.
  4. Mark a number with the mouse and press Ctrl+Alt+B.
  5. With nothing copied, the icon opens the dial window. Its menu has recent calls and a pause.

Where there is no tray, the dial window opens after three seconds.
Calls are shown here as they come, and at {url}/
"""
_BESIDE_YOUR_OWN = """
Your own Desktop Dialer is running too. It sees the same copies, and its calls are real: use the
newer of the two icons.
"""
_ON_WAYLAND = """
In this Wayland session copies and the hotkey are not noticed yet: type the number in the dial
window instead, or open a tel: link.
"""


def run_here(profile: Profile, port: int) -> None:
    """Run it until Enter, Ctrl-C or Quit in its menu. Raises DesktopError where it fails."""
    steps = PbxSteps()
    with DemoPbx(port=port, say=steps) as pbx:
        beside_your_own = hand_over({"command": "ping"}, answer_within_s=1).state != NOBODY
        app = RunningApp(profile, pbx.port, profile.on_this_desktop(os.environ))
        try:
            print(_WORDS.format(url=pbx.url), end="")
            if beside_your_own:
                print(_BESIDE_YOUR_OWN, end="")
            if os.environ.get("WAYLAND_DISPLAY"):
                print(_ON_WAYLAND, end="")
            print("\nPress Enter to end.\n", flush=True)
            _wait(app)
        except KeyboardInterrupt:
            print("\nEnding.")
        finally:
            code = app.end()
    if code:
        raise DesktopError(f"The app ended with {code}.", f"Its log: {profile.log_file}")


def _wait(app: RunningApp) -> None:
    """Until Enter is pressed or the app has ended."""
    events: queue.Queue[str] = queue.Queue()

    def read() -> None:
        # Not sys.stdin: Python's end would wait for the lock of a thread that reads it.
        os.read(sys.stdin.fileno(), 1024)
        events.put(_ENTER)

    threading.Thread(target=read, daemon=True).start()
    app.when_it_ends(lambda: events.put(_APP_ENDED))
    events.get()
