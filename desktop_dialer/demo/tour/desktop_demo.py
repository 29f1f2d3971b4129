"""The demo for a person: the app on their own screen, and words on what to try."""

import os

from ...desktop.instance.client import NOT_RUNNING, hand_over
from ..pbx.server import DemoPbx
from .interactive import stay
from .pbx_steps import PbxSteps
from .profile import Profile
from .running_app import RunningApp

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
_ENDING = "\nPress Enter to end.\n\n"


def run_here(profile: Profile, port: int) -> None:
    """Run it until Enter, Ctrl-C or Quit in its menu. Raises DesktopError where it fails."""
    with DemoPbx(port=port, say=PbxSteps()) as pbx:
        warnings = warnings_here()
        app = RunningApp(profile, pbx.port, profile.on_this_desktop(os.environ))
        stay(app, profile, f"{_WORDS.format(url=pbx.url)}{warnings}{_ENDING}")


def warnings_here() -> str:
    """What a person has to know of this desktop. To be asked before the app of the demo runs."""
    warnings = ""
    if hand_over({"command": "ping"}, answer_within_s=1).state != NOT_RUNNING:
        warnings += _BESIDE_YOUR_OWN
    if os.environ.get("WAYLAND_DISPLAY"):
        warnings += _ON_WAYLAND
    return warnings
